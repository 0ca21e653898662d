import { build, buildTable, formatNumber, nameQuarter, printShare, showChart, text } from "./axes.js";
import { drawFan } from "./charts.js";
import { joinDecisions, judgeGame, roundShares } from "./gamebook.js";
import { buildJob } from "./settings.js";
import { average } from "./statistics.js";
import { nameSetting } from "./verdict.js";

/** Show the result of a game: the verdict, all strategies under the same shocks, the decisions, to print. */
export async function showResult(desk) {
  const { game, table } = desk, rows = await compareStrategies(desk);
  const head = build("h3", { tabindex: -1, id: "game_result" }, text("game.result"));
  table.replaceChildren(head);
  if (game.sound && rows.length) layResult(desk, rows);
  else table.append(build("p", { class: "message" }, text("game.failed")));
  head.focus();
}

function layResult(desk, rows) {
  const own = takeRow(desk.part, text("game.you"), desk.game.outcomes, desk.game.records);
  const { best } = judgeGame(own.utility, rows), chart = build("div", { class: "chart" });
  const look = { id: "game_print", class: "main", onclick: () => print() };
  desk.table.append(layNote(desk), layVerdict(own, rows, desk.time.horizon),
    build("div", { class: "row" }, build("button", look, text("game.print"))),
    layStrategies(own, rows), chart, layDecisions(desk));
  showChart(chart, (width) => drawFan(desk.takeCourse([...new Set([rows[0], best])]), width));
}

/** Play all strategies under the shocks of a game; those that fail are left out. */
async function compareStrategies({ lab, setting, scenario, part, engines, game }) {
  const rows = [];
  for (const { name, label, module } of scenario.strategies) {
    const engine = await engines(module), job = buildJob(lab, setting, name);
    const { outcomes, sound, paths } = engine.play(job, game.run, 1, { paths: true });
    if (sound[0]) rows.push(takeRow(part, label, outcomes.map(([value]) => value), paths[0]));
  }
  return rows;
}

/** Take from the outcomes of a run what the table shows. */
function takeRow(part, label, outcomes, records) {
  const pick = (name) => outcomes[part.outcomes.indexOf(name)];
  const means = ["security", "economy", "autonomy"].map((name) => pick(`${name}_mean`));
  const [kind, id] = part.regimes[pick("regime")].split(":");
  const regime = text(`game.regime_${kind}`, { patron: part.labels[part.patrons.indexOf(id)] });
  return { label, records, utility: pick("utility_mean"), means, regime };
}

/** Say who played what, so that it can be played again. */
function layNote({ lab, player, setting, scenario, time, game }) {
  const [first, last] = [0, time.horizon - 1].map((t) => nameQuarter(time.first + t)), { draws } = game.job;
  const numbers = draws ? text("game.draw", { draw: game.run % draws }) : text("game.point");
  const { code, seed } = setting, { title } = scenario, name = nameSetting(lab, setting);
  return build("p", { id: "game_note" }, build("b", null, player.value.trim() || text("game.nobody")), " ",
    text("game.note", { title, name, first, last, code, run: game.run, seed, numbers }));
}

/** Say how the player did against hedge and all strategies in this run, and what one run cannot say. */
function layVerdict(own, rows, horizon) {
  const { side, gain, hedge, best, beaten } = judgeGame(own.utility, rows);
  const [utility, other, most] = [own, hedge, best].map((row) => formatNumber(row.utility, 4));
  const fields = { horizon, utility, other, most, beaten, gain: formatNumber(Math.abs(gain), 4),
    label: hedge.label, best: best.label, count: rows.length, regime: own.regime };
  const words = [side, "rank", "regime", "caution"].map((key) => text(`game.${key}`, fields));
  return build("p", { class: "verdict", id: "game_verdict" }, words.join(" "));
}

export const listHeads = (...keys) => keys.map((key) => text(`game.head_${key}`));

/** Lay the table of all strategies and the player, the best first. */
function layStrategies(own, rows) {
  const all = [own, ...rows].sort((a, b) => b.utility - a.utility);
  const small = (words) => build("div", { class: "small" }, words);
  const cells = all.map(({ label, utility, means, regime }) => [[label, small(regime)], formatNumber(utility, 4),
    formatNumber(utility - own.utility, 4, true), ...means.map((mean) => formatNumber(mean, 3))]);
  const [regime, strategy, ...rest] =
    listHeads("regime", "strategy", "utility", "less", "security", "economy", "autonomy");
  const heads = [[strategy, small(regime)], ...rest];
  return buildTable(text("game.strategies"), heads, cells, all.indexOf(own));
}

/** Phrase shares of effort in percent: security, economy, self-reliance; those of 0 are left out. */
function phraseEffort(labels, percents) {
  const list = (at) => labels.map((label, k) => percents[at + k] && `${label} ${percents[at + k]}%`);
  const sides = [["security", 0], ["economy", labels.length]].map(([side, at]) => {
    const patron = list(at).filter(Boolean).join(", ");
    return patron && text(`game.${side}_of`, { patron });
  });
  const own = percents.at(-1) && `${text("game.self_reliance")} ${percents.at(-1)}%`;
  return [...sides, own].filter(Boolean).join("; ");
}

/** Lay the table of decisions with what came of each: mean utility, and the part of effort forced. */
function layDecisions(desk) {
  const { records, decisions } = desk.game, name = (t) => nameQuarter(desk.time.first + t);
  const words = (effort) => build("span", { class: "words" }, effort);
  const rows = joinDecisions(decisions).map(({ from, until, shares }) => {
    const mean = (key) => average(records.slice(from, until).map((record) => desk.pick(record, key)));
    const when = until - from > 1 ? `${name(from)}\u2013${name(until - 1)}` : name(from);
    const [utility, forced] = [formatNumber(mean("utility"), 4), printShare(mean("forced"))];
    return [when, words(phraseEffort(desk.part.labels, roundShares(shares))), utility, forced];
  });
  const [quarters, effort, ...rest] = listHeads("quarters", "effort", "utility", "forced");
  return buildTable(text("game.decisions"), [quarters, words(effort), ...rest], rows);
}

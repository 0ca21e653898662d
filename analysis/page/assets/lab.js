// The page: a setting, what was played of it, and all that shows it.
import { build, buildTable, formatNumber, printShare, showChart, text } from "./axes.js";
import { drawFan, drawGains, drawShares } from "./charts.js";
import { fillControls, showValues, startTabs, take } from "./controls.js";
import { startGame } from "./game.js";
import { allowSaves, showKeep } from "./keep_sheet.js";
import { RUNS, addPart, compareSettings, countRegimes, listCautions, listRungs } from "./played.js";
import { listStrategies, makePlayed, takeAnswer, takeFan, takeShares } from "./played.js";
import { Pool, listPlayers, listTasks } from "./pool.js";
import { countDraws, decodeSetting, encodeSetting, findCase, findScenario } from "./settings.js";
import { findStrategy, makeSetting, moveInput } from "./settings.js";
import { fillSweep, showSweep, startSweep } from "./sweep.js";
import { judge, nameSetting, nameStrategy, printCount, takeUtility } from "./verdict.js";

const FIRST = 100; // runs of the first picture
const PLAIN = "engine=plain";

/** Play all strategies of a setting from the runs that are played up to `last`; false if a newer one came. */
async function playOn({ lab, pool }, played, last) {
  const { setting, runs } = played, names = findScenario(lab, setting).strategies.map(({ name }) => name);
  const bands = findCase(lab, setting).bands.map(({ row }) => row);
  const want = (name) => (name === setting.shown ? { bands } : {});
  const tasks = listTasks(lab, setting, names, [runs, last], want);
  const all = await pool.play("picture", tasks, (task, part) => addPart(played, task, part));
  if (all) played.runs = last;
  return all;
}

/** Follow the setting: of settings that come while a first picture is played, only the last is played. */
async function follow(page) {
  page.waiting = true;
  take("verdict").classList.add("stale");
  take("verdict").dataset.runs = 0;
  if (page.busy) return;
  page.busy = true;
  try {
    while (page.waiting) await playFirst(page);
  } finally {
    page.busy = false;
  }
  await refine(page);
}

/** Play few runs of the setting for a first picture; that of a scenario left meanwhile is not shown. */
async function playFirst(page) {
  page.waiting = false;
  const played = makePlayed(page.setting);
  await playOn(page, played, FIRST);
  if (findScenario(page.lab, played.setting) !== page.scenario) return;
  page.played = played;
  page.first ??= played;
  showPlayed(page);
}

/** Play all runs of the setting, then those of the one held where they were cut short. */
async function refine(page) {
  const { lab, played, setting } = page;
  if (!(await playOn(page, played, RUNS)) || page.setting !== setting) return;
  showPlayed(page);
  take("aloud").textContent = take("verdict").textContent;
  history.replaceState(null, "", `#${encodeSetting(lab, setting)}${page.plain ? `&${PLAIN}` : ""}`);
  const name = page.choice ? "choice" : "first", again = makePlayed(page[name].setting);
  if (page[name].runs === RUNS || !(await playOn(page, again, RUNS)) || page.setting !== setting) return;
  page[name] = again;
  showPlayed(page);
}

/** Show all that was played of the setting. */
function showPlayed(page) {
  const { lab, played } = page, { setting, runs } = played, answer = takeAnswer(lab, played);
  const old = page.setting !== setting;
  take("verdict").textContent = judge(lab, setting, answer);
  take("verdict").classList.toggle("stale", old);
  take("verdict").dataset.runs = old ? 0 : runs;
  const key = runs < RUNS ? "answer.first" : "answer.all";
  take("progress").textContent = text(key, { runs: printCount(runs), all: printCount(RUNS) });
  page.held = page.choice ?? page.first;
  const found = takeUtility(lab, setting, answer);
  for (const show of found.runs ? [showGains, showCourses, showDifferences] : [clearAnswer])
    show(page, found);
  allowSaves(page);
}

/** Clear all that shows results, of which there are none. */
function clearAnswer() {
  for (const id of ["gains", "fan", "shares"]) showChart(take(id), null);
  for (const id of ["gains_note", "fan_note", "shares_note", "held_note", "strategies", "held"])
    take(id).replaceChildren();
  take("compared").hidden = true;
}

/** Show what hedging gains in a figure, and all strategies in a table. */
function showGains({ lab, played: { setting } }, found) {
  const strategies = listStrategies(lab, setting, found), { draws } = found;
  const groups = [{ heading: text("answer.rungs"), rows: listRungs(lab, setting, found) },
    { heading: text("answer.every"), rows: strategies.map((row, k) => ({ ...row, strong: k === 0 })) }];
  showChart(take("gains"), (width) => drawGains({ groups }, width));
  const { source } = findScenario(lab, setting), fields = { source, most: printShare(lab.limits.most) };
  const notes = ["note", "mix" in found.utility ? "mix_note" : "no_mix"];
  take("gains_note").textContent = notes.map((key) => text(`answer.${key}`, fields)).join(" ");
  fillTable("strategies", ["strategy", "utility", "gain", draws && "above"],
    strategies.map((row) => [row.label, formatNumber(row.utility, 3), ...writeEstimate(row, draws)]));
}

/** Write an estimate as cells: its mean with the interval below it, and the share of draws above 0. */
function writeEstimate({ mean, low, high, share }, draws) {
  if (mean === null) return ["", ...(draws ? [""] : [])];
  const ends = text("setting.range", { low: formatNumber(low, 4, true), high: formatNumber(high, 4, true) });
  const cell = [formatNumber(mean, 4, true), build("div", { class: "small" }, ends)];
  return [cell, ...(draws ? [printShare(share)] : [])];
}

/** Fill an element with a table, whose heads have the keys of their texts. */
function fillTable(id, heads, rows) {
  const words = heads.filter(Boolean).map((key) => text(`answer.${key}`));
  take(id).replaceChildren(buildTable(text(`answer.caption_${id}`), words, rows));
}

/** Return what figures over time share: the axis with its events, and the actors, the hedger first. */
function describeTime(lab, setting) {
  const { firstQuarter: first, horizon, events, hedger } = findScenario(lab, setting);
  const { patrons, labels, colours } = findCase(lab, setting), time = { first, horizon, events };
  const others = patrons.map((id, k) => ({ id, label: labels[k], colour: colours[k] }));
  return { time, actors: [{ id: "hedger", label: hedger, colour: null }, ...others] };
}

/** Show the fan of the actors and the patrons' shares of influence, with those of the setting held. */
function showCourses({ lab, played, held }) {
  const { setting, runs } = played, { time, actors } = describeTime(lab, setting);
  const other = listCautions(lab, held.setting, setting).some((key) => key !== "held.seeds");
  const before = held === played || other ? null : held, medians = before ? takeFan(lab, before) : [];
  const series = takeFan(lab, played).map((each, k) => ({ ...each, held: medians[k]?.quantiles[2] ?? null }));
  const patrons = actors.slice(1), shares = takeShares(lab, played), past = before && takeShares(lab, before);
  showChart(take("fan"), (width) => drawFan({ time, actors, series }, width));
  showChart(take("shares"), (width) => drawShares({ time, patrons, shares, held: past }, width));
  const name = (regime) => regime.includes(":") ? nameStrategy(findScenario(lab, setting), regime)
    : regime.replaceAll("_", " ");
  const ends = countRegimes(lab, played).map(([regime, share]) => `${name(regime)} ${printShare(share)}`);
  take("fan_note").textContent = text("answer.fan_note",
    { runs: printCount(runs), strategy: nameShown(lab, setting), ends: ends.join(", ") });
  take("shares_note").textContent = text("answer.shares_note");
}

/** Name the strategy that the pictures show. */
const nameShown = (lab, setting) => findStrategy(findScenario(lab, setting), setting.shown).label;

/** Show what differs from the setting held. */
function showDifferences({ lab, played, held }) {
  take("compared").hidden = held === played;
  take("held_note").textContent = held === played ? text("held.none") : describeHeld(lab, held, played);
  if (held === played) return;
  const rows = compareSettings(lab, held, played), draws = !Number.isNaN(rows[0].difference.share);
  const heads = ["measure", "held", "now", "difference", draws && "above"];
  fillTable("held", heads, rows.map(({ label, reference, now, difference }) =>
    [label, formatNumber(reference), formatNumber(now), ...writeEstimate(difference, draws)]));
}

/** Describe the setting held and the one now, and what makes them hard to compare. */
function describeHeld(lab, held, now) {
  const describe = ({ setting }) => `${nameSetting(lab, setting)}, ${nameShown(lab, setting)}`;
  const runs = printCount(Math.min(held.runs, now.runs));
  const fields = { held: describe(held), now: describe(now), runs };
  const cautions = listCautions(lab, held.setting, now.setting).map((key) => text(key));
  return [text("held.note", fields), ...cautions].join(" ");
}

/** Take a new setting, show it in the controls, and play it. */
function change(page, setting) {
  const scenario = findScenario(page.lab, setting), other = scenario !== page.scenario;
  Object.assign(page, { setting, scenario });
  if (other) showScenario(page);
  showValues(scenario, setting);
  showChoices(page);
  showSweep(page);
  follow(page).catch(page.fail);
}

/** Show another scenario: its words, controls and strategies; only a setting held by choice stays. */
function showScenario(page) {
  const { lab, setting, scenario } = page;
  page.first = page.played = null;
  take("compared").hidden = true;
  document.title = take("title").textContent = scenario.title;
  take("question").textContent = scenario.question;
  const options = scenario.strategies.map(({ name, label }) => build("option", { value: name }, label));
  take("strategy").replaceChildren(...options);
  fillControls(scenario, ({ path }, value) => page.change(moveInput(lab, page.setting, path, value)));
  fillSweep(page);
  take("point").disabled = !scenario.draws;
}

/** Show what is chosen besides the inputs: scenario, strategy, numbers and seed. */
function showChoices(page) {
  const { lab, setting, plain } = page;
  take("scenario").value = setting.scenario;
  take("strategy").value = setting.shown;
  take("point").checked = setting.point;
  if (take("seed").value !== String(setting.seed)) take("seed").value = setting.seed;
  const count = countDraws(lab, setting), { name } = findScenario(lab, setting).draws ?? {};
  take("point_note").textContent = count ? text("controls.draws", { count, name }) : text("controls.own");
  showKeep(page);
  startGame(lab, setting, take("sheet_game"), plain);
}

/** Open the setting of the link, and say what of the link the page cannot take. */
function openLink(page) {
  const parts = location.hash.slice(1).split("&").filter((part) => part && part !== PLAIN);
  const { setting, faults } = decodeSetting(page.lab, parts.join("&"));
  take("message").hidden = !faults.length;
  take("message").textContent = faults.join(" ");
  change(page, setting);
  if (setting.code) take("tab_game").click();
}

/** Let what is chosen besides the inputs change the setting. */
function listenToChoices(page) {
  const on = (id, name, act) => take(id).addEventListener(name, ({ target }) => act(target));
  const set = (fields) => page.change({ ...page.setting, ...fields });
  const { lab } = page, kept = () => ({ seed: page.setting.seed, point: page.setting.point });
  on("scenario", "change", ({ value }) => page.change({ ...makeSetting(lab, Number(value)), ...kept() }));
  on("strategy", "change", ({ value }) => set({ shown: value }));
  on("point", "change", ({ checked }) => set({ point: checked }));
  on("seed", "change", (seed) => seed.reportValidity() && set({ seed: Number(seed.value) }));
  on("skip", "click", () => take("answer").focus());
  on("reset", "click", () => set({ moves: {} }));
  on("back", "click", () => page.change(page.held.setting));
  on("hold", "click", () => {
    page.choice = page.played;
    showPlayed(page);
  });
}

/** Open the page: choose an engine, let everything be used, and show the setting of the link. */
export function openPage(lab, code, fail) {
  const plain = location.hash.slice(1).split("&").includes(PLAIN);
  const page = { lab, plain, fail, pool: new Pool(listPlayers(lab, plain, code)), choice: null };
  page.change = (setting) => change(page, setting);
  const options = lab.scenarios.map(({ title }, k) => build("option", { value: k }, title));
  take("scenario").replaceChildren(...options);
  take("controls").open = !matchMedia("(max-width: 900px)").matches;
  startTabs([...document.querySelectorAll("[role=tab]")]);
  listenToChoices(page);
  startSweep(page);
  openLink(page);
  addEventListener("hashchange", () => openLink(page));
}

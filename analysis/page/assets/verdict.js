// The answer in words: whether hedging pays under a setting (hedgesim.analysis.verdicts.comparison).
import { printFixed, printShare, text } from "./axes.js";
import { findCase, findControl, findScenario, findStrategy } from "./settings.js";
import { estimateKinds, estimatePremium } from "./statistics.js";

export const printCount = (number) => number.toLocaleString("en-US");
const printGain = (number) => printFixed(number, 4, true);

/** Take utility by run of the runs that every strategy finished: { utility, draws, runs, failed }. */
export function takeUtility(lab, setting, { strategies, sound, draws, runs }) {
  const place = findCase(lab, setting).outcomes.indexOf("utility_mean"), names = Object.keys(strategies);
  const lacks = (run) => names.filter((name) => !sound[name][run]).length;
  const lacking = Int32Array.from({ length: runs }, (_, run) => lacks(run));
  const kept = Int32Array.from(lacking.keys()).filter((run) => !lacking[run]);
  const pick = (name) => Float64Array.from(kept, (run) => strategies[name][place][run]);
  const utility = Object.fromEntries(names.map((name) => [name, pick(name)]));
  const failed = lacking.reduce((sum, each) => sum + each, 0);
  return { utility, draws: draws && kept.map((run) => draws[run]), runs: kept.length, failed };
}

/** Return whether an estimate has a spread of draws, over enough runs. */
const hasSpread = ({ limits }, row) => !Number.isNaN(row.drawsLow) && row.runs >= limits.fewest;

/** Return 1 for a difference that is above zero, -1 for one below, 0 where that is open. */
export function findSide(lab, row) {
  const { most, tolerance } = lab.limits;
  if (!hasSpread(lab, row)) return Number(row.low > 0) - Number(row.high < 0);
  const above = row.share >= most - tolerance && row.mean > 0;
  return Number(above) - Number(row.share <= 1 - most + tolerance && row.mean < 0);
}

/** Return an estimate with the side of zero that it is on: figures show by it what is clear, as the verdict. */
export const addSide = (lab, row) => ({ ...row, side: findSide(lab, row) });

/** Say how sure a difference is. */
function phraseDoubt(lab, row) {
  const spread = hasSpread(lab, row), ends = spread ? [row.drawsLow, row.drawsHigh] : [row.low, row.high];
  const [low, high] = ends.map(printGain), range = text("setting.range", { low, high });
  if (spread) return text("verdict.spread_share", { range, share: printShare(row.share) });
  const level = printShare(lab.limits.level);
  return Number.isNaN(row.low) ? text("verdict.single") : text("verdict.interval", { level, range });
}

/** Say how much a gain is; nothing where it is much. */
function phraseSize({ limits }, gain) {
  if (Math.abs(gain) < limits.nothing) return text("verdict.least");
  return Math.abs(gain) < limits.much ? text("verdict.little") : "";
}

/** Name a strategy in a sentence: those with a patron, or of two words, by their label. */
export function nameStrategy(scenario, name) {
  const { label } = findStrategy(scenario, name);
  return /[:_]/.test(name) ? label[0].toLowerCase() + label.slice(1) : name;
}

/** Print the value of a control: a step by its name, a switch, or a number of four digits. */
export function printValue(control, value) {
  if (control.switch) return text(value > 0.5 ? "setting.on" : "setting.off");
  return control.levels[value] ?? String(Number(value.toPrecision(4)));
}

/** Name the scenario with what is moved. */
export function nameSetting(lab, setting) {
  const found = findScenario(lab, setting), scenario = found.name;
  const nameMove = (control, value) => `${control.name} ${printValue(control, value)}`;
  const moves = Object.entries(setting.moves).map(([path, to]) => nameMove(findControl(found, path), to));
  return moves.length ? text("setting.moved", { scenario, moves: moves.join(", ") }) : scenario;
}

/** Write the sentence on hedging and the best other strategy. */
function judgeBest(lab, setting, premium) {
  const scenario = findScenario(lab, setting), { origin } = scenario, { others, own } = premium;
  const fields = { size: phraseSize(lab, premium.mean), scenario: nameSetting(lab, setting), origin };
  const side = text(`verdict.${["loses", "open", "pays"][findSide(lab, premium) + 1]}`, fields);
  const best = nameStrategy(scenario, premium.best), doubts = [phraseDoubt(lab, premium)];
  if (own) doubts.push(text("verdict.own", { own: printGain(own.mean) }));
  return text("verdict.best", {
    side, hedge: printFixed(premium.hedge), gain: printGain(premium.mean), doubts: doubts.join("; "),
    rival: text(others === 1 ? "verdict.only" : "verdict.chosen", { best, others }),
  });
}

/** Write the sentence on the best bandwagon; none if it is the best other. */
function judgeLean(lab, setting, premium, row) {
  if (!row || premium.best.startsWith(row.rival)) return [];
  const names = row.best.map((name) => nameStrategy(findScenario(lab, setting), name));
  const lean = names.join(text("setting.or")), doubt = phraseDoubt(lab, row);
  return [text("verdict.lean", { lean, over_lean: printGain(row.mean), doubt })];
}

/** Write the sentence on runs, draws, quarters and failed runs. */
function judgeRuns(lab, setting, { runs, draws, failed }) {
  const count = new Set(draws).size, quarters = printCount(findScenario(lab, setting).horizon);
  let over = text(runs === 1 ? "verdict.run" : "verdict.runs", { runs: printCount(runs) });
  if (draws) over = text(count === 1 ? "verdict.draw" : "verdict.draws", { over, draws: printCount(count) });
  over = text("verdict.quarters", { over, quarters });
  if (failed) over = text("verdict.failed", { over, failed: printCount(failed) });
  return text("verdict.alone", { over });
}

/** Say whether hedging pays, by how much, and how sure that is: the sentences of `hedgesim compare`. */
export function judge(lab, setting, answer) {
  const found = takeUtility(lab, setting, answer), { utility, draws } = found;
  const scenario = nameSetting(lab, setting), failed = printCount(found.failed);
  if (!found.runs) return text("verdict.none", { scenario, failed });
  const premium = estimatePremium(utility, draws, setting.seed);
  const lean = estimateKinds(utility, draws).find(({ rival }) => rival === "bandwagon");
  const sentences = [judgeBest(lab, setting, premium), ...judgeLean(lab, setting, premium, lean)];
  return [...sentences, judgeRuns(lab, setting, found)].join(" ");
}

// What was played of a setting, as the page shows it: rungs, strategies, courses and differences.
import { text } from "./axes.js";
import { countDraws, findCase, findScenario, numberDraws } from "./settings.js";
import { bandMeans, bandQuantiles, estimateKinds, estimateMean } from "./statistics.js";
import { estimatePremium, listRivals } from "./statistics.js";
import { addSide, nameStrategy, takeUtility } from "./verdict.js";

export const RUNS = 1000;
const SHADES = [0.05, 0.25, 0.5, 0.75, 0.95], BIN_COUNT = 1002;
const MEASURES = ["utility", "security", "economy", "autonomy"];
const KINDS = ["bandwagon", "pivot", "mix"];

/** Begin the results of a setting, of which nothing has been played. */
export const makePlayed = (setting) => ({ setting, runs: 0, parts: {} });

/** Add runs of a strategy to the results. */
export function addPart(played, { name, first }, { outcomes, sound, counts, sums }) {
  const into = (played.parts[name] ??= {
    outcomes: outcomes.map(() => new Float64Array(RUNS)), sound: new Uint8Array(RUNS),
    counts: new Int32Array(counts.length), sums: new Float64Array(sums.length),
  });
  outcomes.forEach((values, k) => into.outcomes[k].set(values, first));
  into.sound.set(sound, first);
  for (let k = 0; k < counts.length; k++) into.counts[k] += counts[k];
  for (let k = 0; k < sums.length; k++) into.sums[k] += sums[k];
}

/** Return the results as the verdict takes them, strategies in the scenario's order. */
export function takeAnswer(lab, { setting, runs, parts }) {
  const names = findScenario(lab, setting).strategies.map(({ name }) => name);
  const take = (what) => Object.fromEntries(names.map((name) => [name, parts[name][what]]));
  return { strategies: take("outcomes"), sound: take("sound"), draws: numberDraws(lab, setting, runs), runs };
}

/** List the rungs of the premium that need no search: { label, estimate }. */
export function listRungs(lab, setting, { utility, draws }) {
  const scenario = findScenario(lab, setting), premium = estimatePremium(utility, draws, setting.seed);
  const kinds = estimateKinds(utility, draws).filter(({ rival }) => KINDS.includes(rival));
  const join = (names) => names.map((name) => nameStrategy(scenario, name)).join(text("setting.or"));
  const best = text("answer.best_other", { name: nameStrategy(scenario, premium.best) });
  const own = premium.own ? [{ ...premium.own, label: text("answer.own") }] : [];
  const rows = kinds.map((row) => ({ ...row, label: text(`answer.${row.rival}`, { names: join(row.best) }) }));
  return [{ ...premium, label: best, strong: true }, ...own, ...rows].map((row) => addSide(lab, row));
}

/** List all strategies, the best first, with mean utility and what hedging gains over each. */
export function listStrategies(lab, setting, { utility, draws }) {
  const rows = findScenario(lab, setting).strategies.map(({ name, label }) => {
    const gain = utility.hedge.map((value, run) => value - utility[name][run]);
    const estimate = name === "hedge" ? { mean: null } : addSide(lab, estimateMean(gain, draws));
    return { name, label, utility: estimateMean(utility[name], draws).mean, ...estimate };
  });
  return rows.sort((a, b) => b.utility - a.utility);
}

/** Count the runs in histograms, from that of the first series and quarter. */
export const countRuns = (counts) => counts.subarray(0, BIN_COUNT).reduce((sum, n) => sum + n, 0);

/** Take the quantiles of the indices of every actor under the strategy shown, by quarter. */
export function takeFan(lab, { setting, parts }) {
  const { bands } = findCase(lab, setting), { counts } = parts[setting.shown];
  const found = bandQuantiles(counts, countRuns(counts), SHADES);
  const pick = (s) => found.map((values) => values.filter((_, k) => k % bands.length === s));
  const all = bands.map(({ actor, dimension }, s) => ({ actor, dimension, quantiles: pick(s) }));
  return all.filter(({ dimension }) => MEASURES.includes(dimension));
}

/** Take the patrons' mean shares of influence by quarter, under the strategy shown. */
export function takeShares(lab, { setting, parts }) {
  const { bands } = findCase(lab, setting), { counts, sums } = parts[setting.shown];
  const means = bandMeans(sums, countRuns(counts));
  const places = bands.flatMap(({ dimension }, s) => (dimension === "influence" ? [s] : []));
  return places.map((s) => means.filter((_, k) => k % bands.length === s));
}

/** Count the runs by final regime under the strategy shown, the most frequent first: [name, share]. */
export function countRegimes(lab, { setting, runs, parts }) {
  const { outcomes, sound } = parts[setting.shown], { regimes, outcomes: names } = findCase(lab, setting);
  const codes = outcomes[names.indexOf("regime")].subarray(0, runs).filter((_, run) => sound[run]);
  const shares = regimes.map((name, k) => [name, codes.filter((code) => code === k).length / codes.length]);
  return shares.filter(([, share]) => share > 0).sort((a, b) => b[1] - a[1]);
}

/** Return what hedging gains over the best of its rivals by run, who that is, and which runs all finished. */
function takeGain(lab, played, isRival = () => true) {
  const { utility, draws } = takeUtility(lab, played.setting, takeAnswer(lab, played));
  const mean = (name) => estimateMean(utility[name], draws).mean;
  const best = listRivals(Object.keys(utility)).filter(isRival).reduce((a, b) => (mean(b) > mean(a) ? b : a));
  const at = findCase(lab, played.setting).outcomes.indexOf("utility_mean"), { parts } = played;
  const values = parts.hedge.outcomes[at].map((value, run) => value - parts[best].outcomes[at][run]);
  const rival = nameStrategy(findScenario(lab, played.setting), best);
  return { values, rival, sound: (run) => Object.values(parts).every((part) => part.sound[run]) };
}

/** Return an outcome by run under the strategy shown, and which runs finished. */
function takeMeasure(lab, { setting, parts }, name) {
  const { outcomes, sound } = parts[setting.shown], { outcomes: names } = findCase(lab, setting);
  return { values: outcomes[names.indexOf(`${name}_mean`)], sound: (run) => sound[run] };
}

/** Return what hedging gains over the best other strategy or bandwagon, or an index, by run. */
function takeValues(lab, played, name) {
  if (name === "lean") return takeGain(lab, played, (rival) => rival.startsWith("bandwagon"));
  return name === "gain" ? takeGain(lab, played) : takeMeasure(lab, played, name);
}

/** Name a measure of two settings; a gain by whom it is over, before and now. */
function nameMeasure(name, [before, after]) {
  const rivals = before === after ? before : text("held.then", { before, after });
  return text(`held.${name}`, { rivals });
}

/** Compare two settings, paired by run: hedging's gains, then the indices under the strategies shown. */
export function compareSettings(lab, held, now) {
  const counts = [held, now].map(({ setting }) => countDraws(lab, setting));
  const count = counts[0] === counts[1] ? counts[0] : 0;
  const all = Array.from({ length: Math.min(held.runs, now.runs) }, (_, run) => run);
  return ["gain", "lean", ...MEASURES].map((name) => {
    const pair = [held, now].map((each) => takeValues(lab, each, name));
    const kept = all.filter((run) => pair.every(({ sound }) => sound(run)));
    const draws = count ? Int32Array.from(kept, (run) => run % count) : null;
    const [before, after] = pair.map(({ values }) => Float64Array.from(kept, (run) => values[run]));
    const difference = estimateMean(after.map((value, k) => value - before[k]), draws);
    const [reference, mean] = [before, after].map((values) => estimateMean(values, draws).mean);
    const label = nameMeasure(name, pair.map(({ rival }) => rival));
    return { label, reference, now: mean, difference };
  });
}

/** List what makes two settings hard to compare: keys of texts. */
export function listCautions(lab, held, now) {
  const [a, b] = [held, now].map((setting) => findScenario(lab, setting));
  const quarters = a.firstQuarter !== b.firstQuarter || a.horizon !== b.horizon;
  const found = { quarters, seeds: held.seed !== now.seed, patrons: a.case !== b.case };
  return Object.keys(found).filter((key) => found[key]).map((key) => `held.${key}`);
}

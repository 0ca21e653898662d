// Means with two kinds of doubt, the premium and its rungs, and quantiles of histograms, computed as
// hedgesim.analysis does (compare/two_part.py, ladder.py, premium.py, own_rival.py, results/quantiles.py).

const ENDS = [0.025, 0.975], SPREAD = [0.05, 0.95], REPEATS = 10, RESAMPLES = 2000, HISTOGRAM = 1002;
const NO_SPREAD = { drawsLow: NaN, drawsHigh: NaN, share: NaN, noise: NaN };

/** Integrate a function from 0 to an end by Simpson's rule. */
function integrate(density, end, parts = 2000) {
  let sum = density(0) + density(end);
  for (let k = 1; k < parts; k++) sum += density((end * k) / parts) * (k % 2 ? 4 : 2);
  return (sum * end) / parts / 3;
}

/** Compute the quantile of Student's t with n degrees of freedom, by Newton's steps on its integral. */
export function studentQuantile(n, p) {
  if (p < 0.5) return -studentQuantile(n, 1 - p);
  // t is sqrt(n) tan(angle): its density is then a power of the cosine, and nothing beyond 12 / sqrt(n)
  const density = (x) => Math.cos(x) ** (n - 1);
  const area = (2 * p - 1) * integrate(density, Math.min(Math.PI / 2, 12 / Math.sqrt(n)));
  let angle = 0;
  for (let step = 1; step > 1e-13 * angle; angle += step)
    step = (area - integrate(density, angle)) / density(angle);
  return Math.sqrt(n) * Math.tan(angle);
}

const widths = [];
const findWidth = (n) => (widths[n] ??= studentQuantile(n, ENDS[1]));

export const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Compute the variance of at least two values. */
function computeVariance(values) {
  const mean = average(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

/** Compute quantiles of values, interpolated linearly. */
function findQuantiles(values, probabilities) {
  const sorted = Float64Array.from(values).sort(), last = sorted.length - 1;
  return probabilities.map((p) => {
    const below = Math.floor(p * last), part = p * last - below;
    return sorted[below] + part * (sorted[Math.min(below + 1, last)] - sorted[below]);
  });
}

/** Estimate a mean over runs, and with draws what is not known: their spread, without the noise of runs. */
export function estimateMean(values, draws = null) {
  const { means, noise } = draws ? averageByDraw(values, draws) : { means: [] };
  const spread = means.length > 1 ? estimateSpread(means, noise) : NO_SPREAD;
  const each = means.length > 1 ? means : values, mean = average(each), n = each.length;
  const half = n > 1 ? findWidth(n - 1) * Math.sqrt(computeVariance(each) / n) : NaN;
  return { runs: values.length, mean, low: mean - half, high: mean + half, ...spread };
}

/** Find the draws, ascending: the place of each run's among them, and how many runs each has. */
function placeDraws(draws) {
  const at = new Map([...new Set(draws)].sort((a, b) => a - b).map((draw, k) => [draw, k]));
  const place = draws.map((draw) => at.get(draw)), count = new Float64Array(at.size);
  for (const k of place) count[k] += 1;
  return { place, count };
}

/** Sum values by draw. */
function sumByDraw(values, { place, count }) {
  const sums = new Float64Array(count.length);
  place.forEach((k, run) => (sums[k] += values[run]));
  return sums;
}

/** Average runs of the same draw, and measure the noise of these means: NaN if too few are repeated. */
function averageByDraw(values, draws) {
  const groups = placeDraws(draws), { place, count } = groups, repeats = values.length - count.length;
  const means = sumByDraw(values, groups).map((sum, k) => sum / count[k]);
  const within = values.reduce((sum, value, run) => sum + (value - means[place[run]]) ** 2, 0) / repeats;
  return { means, noise: repeats < REPEATS ? NaN : within * average(count.map((n) => 1 / n)) };
}

/** Estimate the spread between draws, whose distances from the mean shrink by the noise in them. */
function estimateSpread(means, variance) {
  const total = computeVariance(means), mean = average(means);
  const noise = total > 0 ? Math.min(1, variance / total) : variance, kept = Math.sqrt(1 - noise);
  // a draw's mean of exactly 0 stays: in its runs nothing happened
  const shrink = (each) => (each === 0 ? 0 : mean + kept * (each - mean));
  const values = total > 0 && !Number.isNaN(noise) ? means.map(shrink) : means;
  const [drawsLow, drawsHigh] = findQuantiles(values, SPREAD);
  return { drawsLow, drawsHigh, share: average(values.map((each) => Number(each > 0))), noise };
}

/** Find the place of the largest number, the first of equals. */
const findLargest = (numbers) => numbers.indexOf(Math.max(...numbers));

/** Estimate hedge less the best of some strategies, each half of the runs scored by the other's choice. */
function estimateGain(utility, names, draws) {
  const score = (name, half) => average(utility[name].filter((_, run) => run % 2 === half));
  const best = [0, 1].map((half) => names[findLargest(names.map((name) => score(name, half)))]);
  const gain = utility.hedge.map((value, run) => value - utility[best[1 - (run % 2)]][run]);
  return { best: [...new Set(best)], ...estimateMean(gain, draws) };
}

/** Estimate hedge less the best of each kind of strategies, from utility by run of each by its name. */
export function estimateKinds(utility, draws = null) {
  const kinds = {};
  for (const name of Object.keys(utility)) (kinds[name.split(":")[0]] ??= []).push(name);
  const { hedge, fixed, ...rivals } = kinds;
  if (!hedge || utility.hedge.length < 2) return [];
  return Object.entries(rivals).map(([rival, names]) => ({ rival, ...estimateGain(utility, names, draws) }));
}

/** List the strategies that hedge is compared with: all others but fixed mixes and plans of triggers. */
export const listRivals = (names) =>
  names.filter((name) => !["hedge", "fixed", "mix", "trigger"].includes(name));

/**
 * Estimate the premium over the best other strategy: an estimate with `hedge`, `best`, `bestMean`, `others`
 * and, with draws, `own`, the premium over each draw's own best. The best is chosen by its mean; so it is in
 * each resample of runs, or of draws, that the interval is taken from.
 */
export function estimatePremium(utility, draws, seed) {
  const names = listRivals(Object.keys(utility)), columns = ["hedge", ...names].map((name) => utility[name]);
  const rows = draws ? columns.map((values) => averageByDraw(values, draws).means) : columns;
  const [hedge, ...means] = rows.map(average), best = findLargest(means), bestMean = means[best];
  const [low, high] = findQuantiles(resampleGains(rows, seed), ENDS);
  const gain = columns[0].map((value, run) => value - columns[best + 1][run]);
  const own = draws ? estimateMean(subtractOwn(columns[0], columns.slice(1), draws), draws) : null;
  const found = { hedge, best: names[best], bestMean, others: names.length, own };
  return { ...estimateMean(gain, draws), ...found, mean: hedge - bestMean, low, high };
}

/** Subtract the utility of each draw's best rival, chosen on the draw's other runs, from that of hedge. */
function subtractOwn(hedge, rivals, draws) {
  const groups = placeDraws(draws), { place, count } = groups, repeated = (run) => count[place[run]] > 1;
  const totals = rivals.map((values) => sumByDraw(values, groups));
  const inRun = (run) => rivals.map((values) => values[run]);
  const rest = (run) => inRun(run).map((value, k) => (repeated(run) ? totals[k][place[run]] - value : value));
  const gain = hedge.map((value, run) => value - rivals[findLargest(rest(run))][run]);
  if (hedge.length - count.length < REPEATS) return gain;
  // what choosing on the run itself costs is measured where draws are repeated, and added elsewhere
  const cost = (run) => gain[run] - hedge[run] + Math.max(...inRun(run));
  const bias = average([...gain.keys()].filter(repeated).map(cost));
  return gain.map((value, run) => (repeated(run) ? value : value + bias));
}

/** Resample rows, hedge first and rivals behind it, and return the premium of each resample. */
function resampleGains(rows, seed) {
  const count = rows[0].length, chosen = count > 1 ? drawResamples(seed, count) : [];
  return Float64Array.from({ length: count > 1 ? RESAMPLES : 0 }, (_, k) => {
    const [hedge, ...means] = rows.map((values) => {
      let sum = 0;
      for (let i = k * count; i < (k + 1) * count; i++) sum += values[chosen[i]];
      return sum / count;
    });
    return hedge - Math.max(...means);
  });
}

const resamples = { key: null, rows: null };

/** Draw the rows of all resamples as numpy does, by Lemire's method; the last ones are kept. */
function drawResamples(seed, count) {
  const key = `${seed}/${count}`, unfair = 2 ** 32 % count;
  if (resamples.key === key) return resamples.rows;
  const found = new Uint16Array(RESAMPLES * count), draw = startPhilox(BigInt(seed));
  found.forEach((_, k) => {
    let number = draw();
    while (Math.imul(number, count) >>> 0 < unfair) number = draw();
    found[k] = Math.floor((number * count) / 2 ** 32);
  });
  return Object.assign(resamples, { key, rows: found }).rows;
}

/** Start a source of numbers of 32 bits: Philox4x64-10, as numpy's. */
function startPhilox(seed, stream = 0x6865646765n) {
  const addStep = ([key, step], r) => BigInt.asUintN(64, key + step * BigInt(r));
  const steps = [[seed, 0x9e3779b97f4a7c15n], [stream, 0xbb67ae8584caa73bn]];
  const keys = Array.from({ length: 10 }, (_, r) => steps.map((step) => addStep(step, r)));
  const words = new BigUint64Array(4), halves = new Uint32Array(words.buffer);
  let counter = 0, left = 0;
  return () => {
    if (left === 0) [counter, left] = [counter + 1, 8], words.set(cipherBlock(BigInt(counter), keys));
    return halves[8 - left--];
  };
}

/** Compute a block of four words of 64 bits from a counter. */
function cipherBlock(a, keys, b = 0n, c = 0n, d = 0n) {
  for (const [first, second] of keys) {
    const left = 0xd2e7470ee14c6c93n * a, right = 0xca5a826395121157n * c;
    [a, c] = [(right >> 64n) ^ b ^ first, (left >> 64n) ^ d ^ second];
    [b, d] = [BigInt.asUintN(64, right), BigInt.asUintN(64, left)];
  }
  return [a, b, c, d];
}

/** Compute quantiles over runs from histograms, with the bits of hedgesim's tables: by probability. */
export function bandQuantiles(counts, runs, probabilities) {
  const found = probabilities.map(() => new Float64Array(counts.length / HISTOGRAM));
  for (let k = 0; k < found[0].length; k++) {
    const histogram = counts.subarray(k * HISTOGRAM, (k + 1) * HISTOGRAM);
    probabilities.forEach((p, i) => {
      const place = p * (runs - 1), low = Math.floor(place), lower = findRank(histogram, low);
      found[i][k] = lower + (place - low) * (findRank(histogram, Math.min(low + 1, runs - 1)) - lower);
    });
  }
  return found;
}

/** Find the value at a rank, 0 the smallest: the runs of a bin lie evenly within it. */
function findRank(histogram, rank) {
  let bin = 0, before = 0;
  while (before + histogram[bin] <= rank) before += histogram[bin++];
  if (bin === 0 || bin === HISTOGRAM - 1) return Number(bin > 0);
  return (bin - 1 + (rank - before + 0.5) / histogram[bin]) / 1000;
}

/** Compute means over runs from sums in multiples of 2**-31. */
export const bandMeans = (sums, runs) => sums.map((sum) => sum / 2 ** 31 / runs);

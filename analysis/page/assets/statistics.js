// Means with two kinds of doubt, the premium and its rungs, and quantiles of histograms, computed as
// hedgesim.analysis does (compare/two_part.py, ladder.py, premium.py, own_rival.py, results/quantiles.py).

const LEVEL = 0.95, LOWER = (1 - LEVEL) / 2, UPPER = (1 + LEVEL) / 2, SPREAD = [0.05, 0.95];
const REPEATS = 10, RESAMPLES = 2000, STREAM = 0x6865646765n, HISTOGRAM = 1002, WIDTH = 1000;
const PARTS = ["drawsLow", "drawsHigh", "share", "noise"];
const NO_PARTS = Object.fromEntries(PARTS.map((part) => [part, NaN]));

/** Compute the quantile of Student's t with n degrees of freedom, by Newton's steps on its integral. */
export function studentQuantile(n, p) {
  if (p < 0.5) return -studentQuantile(n, 1 - p);
  // with t = sqrt(n) tan(angle), the density is a power of the cosine
  const scale = divideGammas(n) / Math.sqrt(Math.PI);
  const density = (x) => scale * Math.exp(((n - 1) / 2) * Math.log1p(-(Math.sin(x) ** 2)));
  let angle = 0, step = 1;
  while (step > 1e-13 * angle) {
    step = (p - 0.5 - integrate(density, angle)) / density(angle);
    angle += step;
  }
  return Math.sqrt(n) * Math.tan(angle);
}

/** Compute the gamma function at (n + 1) / 2 over that at n / 2: upwards to where its series is exact. */
function divideGammas(n) {
  let ratio = 1;
  for (; n < 200; n += 2) ratio *= n / (n + 1);
  return ratio * Math.sqrt(n / 2) * (1 - 1 / (4 * n) + 1 / (32 * n ** 2) + 5 / (128 * n ** 3) - 21 / (2048 * n ** 4));
}

/** Integrate a function from 0 to an end by Simpson's rule. */
function integrate(density, end, parts = 400) {
  let sum = density(0) + density(end);
  for (let k = 1; k < parts; k++) sum += density((end * k) / parts) * (k % 2 ? 4 : 2);
  return (sum * end) / parts / 3;
}

const studentQuantiles = new Map();

/** Return the quantile at the upper end of a 95% interval, computed once for each n. */
function findWidth(n) {
  if (!studentQuantiles.has(n)) studentQuantiles.set(n, studentQuantile(n, UPPER));
  return studentQuantiles.get(n);
}

export const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const subtract = (a, b) => a.map((value, k) => value - b[k]);

/** Compute the variance of at least two values. */
function computeVariance(values) {
  const mean = average(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

/** Compute a quantile of values, interpolated linearly. */
export function findQuantile(values, p) {
  const sorted = Float64Array.from(values).sort(), place = p * (sorted.length - 1), below = Math.floor(place);
  const above = sorted[Math.min(below + 1, sorted.length - 1)];
  return sorted[below] + (place - below) * (above - sorted[below]);
}

/** Estimate a mean over runs, and with draws what is not known: their spread, without the noise of runs. */
export function estimateMean(values, draws = null) {
  const runs = values.length;
  if (!draws) return { runs, ...estimateValues(values), ...NO_PARTS };
  const { means, noise } = averageByDraw(values, draws);
  if (means.length < 2) return { runs, ...estimateValues(values), ...NO_PARTS };
  return { runs, ...estimateValues(means), ...estimateSpread(means, noise) };
}

/** Estimate the mean of independent values: mean, low, high; no interval of a single one. */
function estimateValues(values) {
  const mean = average(values), n = values.length;
  const half = n === 1 ? NaN : findWidth(n - 1) * Math.sqrt(computeVariance(values) / n);
  return { mean, low: mean - half, high: mean + half };
}

/** Find the draws, ascending, the place of each run's among them, and how many runs each has. */
function placeDraws(draws) {
  const numbers = Int32Array.from(new Set(draws)).sort(), at = new Map(Array.from(numbers, (d, k) => [d, k]));
  const place = draws.map((draw) => at.get(draw)), count = new Float64Array(numbers.length);
  for (const k of place) count[k] += 1;
  return { place, count };
}

/** Sum values by draw. */
function sumByDraw(values, { place, count }) {
  const sums = new Float64Array(count.length);
  place.forEach((k, run) => (sums[k] += values[run]));
  return sums;
}

/** Average runs of the same draw, and measure the noise of these means: NaN if too few draws were repeated. */
export function averageByDraw(values, draws) {
  const groups = placeDraws(draws), { place, count } = groups, repeats = values.length - count.length;
  const means = sumByDraw(values, groups).map((sum, k) => sum / count[k]);
  if (repeats < REPEATS) return { means, noise: NaN };
  const within = values.reduce((sum, value, run) => sum + (value - means[place[run]]) ** 2, 0) / repeats;
  return { means, noise: within * average(count.map((n) => 1 / n)) };
}

/** Estimate the spread between draws, whose distances from the mean shrink by the noise in them. */
function estimateSpread(means, noise) {
  const total = computeVariance(means), mean = average(means);
  const part = Number.isNaN(noise) || total === 0 ? noise : Math.min(1, noise / total);
  const kept = Number.isNaN(noise) || total === 0 ? 1 : Math.sqrt(1 - part);
  // a draw's mean of exactly 0 stays: in its runs nothing happened
  const values = kept === 1 ? means : means.map((each) => (each === 0 ? 0 : mean + kept * (each - mean)));
  const [drawsLow, drawsHigh] = SPREAD.map((p) => findQuantile(values, p));
  return { drawsLow, drawsHigh, share: average(values.map((each) => Number(each > 0))), noise: part };
}

/** Find the place of the largest number, the first of equals. */
const findLargest = (numbers) => numbers.reduce((best, each, k) => (each > numbers[best] ? k : best), 0);

/** Estimate hedge less the best of some strategies, each half of the runs scored by the other's choice. */
function estimateGain(utility, names, draws) {
  const half = (name, first) => utility[name].filter((_, run) => run % 2 === first);
  const best = [0, 1].map((first) => names[findLargest(names.map((name) => average(half(name, first))))]);
  const gain = utility.hedge.map((value, run) => value - utility[best[1 - (run % 2)]][run]);
  return { best: [...new Set(best)], ...estimateMean(gain, draws) };
}

/** Estimate hedge less the best of each kind of strategies: utility by run of every strategy by its name. */
export function estimateKinds(utility, draws = null) {
  const kinds = {};
  for (const name of Object.keys(utility)) (kinds[name.split(":")[0]] ??= []).push(name);
  const { hedge, fixed, ...rivals } = kinds;
  if (!hedge || utility.hedge.length < 2) return [];
  return Object.entries(rivals).map(([rival, names]) => ({ rival, ...estimateGain(utility, names, draws) }));
}

/** List the strategies that hedge is compared with: all others but fixed mixes and plans of triggers. */
export const listRivals = (names) => names.filter((name) => !["hedge", "fixed", "mix", "trigger"].includes(name));

/**
 * Estimate the premium over the best other strategy, chosen by its mean, as an estimate with `hedge`, `best`
 * and `bestMean`; its interval is that of resampled runs, or draws, each of which chooses anew. With draws
 * `own` is the premium over each draw's own best.
 */
export function estimatePremium(utility, draws, seed) {
  const names = listRivals(Object.keys(utility)), columns = ["hedge", ...names].map((name) => utility[name]);
  const rows = draws ? columns.map((values) => averageByDraw(values, draws).means) : columns;
  const [hedge, ...means] = rows.map(average), best = findLargest(means);
  const { drawsLow, drawsHigh, share, noise } = estimateMean(subtract(columns[0], columns[best + 1]), draws);
  const gains = resampleGains(rows, seed), [low, high] = [LOWER, UPPER].map((p) => findQuantile(gains, p));
  const own = draws ? estimateMean(subtractOwn(columns[0], columns.slice(1), draws), draws) : null;
  const found = { hedge, best: names[best], bestMean: means[best], others: names.length, own };
  const spread = { drawsLow, drawsHigh, share, noise };
  return { ...found, runs: columns[0].length, mean: hedge - means[best], low, high, ...spread };
}

/** Subtract the utility of each draw's best rival, chosen on the draw's other runs, from that of hedge. */
function subtractOwn(hedge, rivals, draws) {
  const groups = placeDraws(draws), { place, count } = groups;
  const totals = rivals.map((values) => sumByDraw(values, groups)), repeated = (run) => count[place[run]] > 1;
  const others = (run) => rivals.map((values, k) => (repeated(run) ? totals[k][place[run]] - values[run] : values[run]));
  const gain = hedge.map((value, run) => value - rivals[findLargest(others(run))][run]);
  if (hedge.length - count.length < REPEATS) return gain;
  // what choosing on the run itself costs is measured where draws are repeated, and added where they are not
  const lucky = (run) => hedge[run] - Math.max(...rivals.map((values) => values[run]));
  const bias = average([...gain.keys()].filter(repeated).map((run) => gain[run] - lucky(run)));
  return gain.map((value, run) => (repeated(run) ? value : value + bias));
}

/** Resample rows, hedge first and rivals behind it, and return the premium of each resample. */
function resampleGains(rows, seed) {
  const count = rows[0].length, gains = new Float64Array(count > 1 ? RESAMPLES : 0);
  const chosen = count > 1 ? drawResamples(seed, count) : [];
  gains.forEach((_, k) => {
    const part = chosen.subarray(k * count, (k + 1) * count);
    const [hedge, ...means] = rows.map((values) => part.reduce((sum, run) => sum + values[run], 0) / count);
    gains[k] = hedge - Math.max(...means);
  });
  return gains;
}

const resampled = new Map();

/** Draw the rows of all resamples as numpy does (Philox, Lemire's method); once for each seed and count. */
function drawResamples(seed, count) {
  const key = `${seed}/${count}`, limit = 2 ** 32 % count;
  if (resampled.has(key)) return resampled.get(key);
  const found = new Uint16Array(RESAMPLES * count), next = makePhilox([BigInt(seed), STREAM]);
  for (let k = 0; k < found.length; k++) {
    let number = next();
    while (Math.imul(number, count) >>> 0 < limit) number = next();
    found[k] = multiplyHigh(number, count);
  }
  return resampled.set(key, found).get(key);
}

/** Multiply two whole numbers of 32 bits and return the upper half of the product. */
function multiplyHigh(a, b) {
  const low = (a & 0xffff) * (b & 0xffff), middle = (a >>> 16) * (b & 0xffff) + (low >>> 16);
  return (a >>> 16) * (b >>> 16) + (middle >>> 16) + (((a & 0xffff) * (b >>> 16) + (middle & 0xffff)) >>> 16) >>> 0;
}

/** Multiply two whole numbers of 64 bits, given by halves: the four parts of the product, the lowest first. */
function multiplyWide(a, [low, high]) {
  const [c, d] = a, one = multiplyHigh(c, low) + (Math.imul(c, high) >>> 0) + (Math.imul(d, low) >>> 0);
  const two = multiplyHigh(c, high) + multiplyHigh(d, low) + (Math.imul(d, high) >>> 0) + Math.floor(one / 2 ** 32);
  return [Math.imul(c, low) >>> 0, one >>> 0, two >>> 0, (multiplyHigh(d, high) + Math.floor(two / 2 ** 32)) >>> 0];
}

const splitWord = (word) => [Number(word & 0xffffffffn), Number((word >> 32n) & 0xffffffffn)];
const FACTORS = [0xd2e7470ee14c6c93n, 0xca5a826395121157n].map(splitWord);
const WEYL = [0x9e3779b97f4a7c15n, 0xbb67ae8584caa73bn];

/** Make a source of numbers of 32 bits: Philox4x64-10 with two words of key, as numpy's. */
function makePhilox(words) {
  const keys = Array.from({ length: 10 }, (_, r) => words.flatMap((word, k) => splitWord(word + WEYL[k] * BigInt(r))));
  let counter = 0, buffer = [];
  return () => {
    if (!buffer.length) buffer = cipherBlock(++counter, keys).reverse();
    return buffer.pop();
  };
}

/** Compute a block of eight numbers from a counter, ten rounds. */
function cipherBlock(counter, keys) {
  let state = [counter, 0, 0, 0, 0, 0, 0, 0];
  for (const key of keys) {
    const [a, b, c, d] = multiplyWide(state.slice(0, 2), FACTORS[0]);
    const [e, f, g, h] = multiplyWide(state.slice(4, 6), FACTORS[1]);
    state = [g ^ state[2] ^ key[0], h ^ state[3] ^ key[1], e, f, c ^ state[6] ^ key[2], d ^ state[7] ^ key[3], a, b];
  }
  return state.map((word) => word >>> 0);
}

/**
 * Compute quantiles over runs from histograms of 1,002 bins, one after the other: an array per probability,
 * with a number per histogram. The bits are those of hedgesim's tables.
 */
export function bandQuantiles(counts, runs, probabilities) {
  const found = probabilities.map(() => new Float64Array(counts.length / HISTOGRAM));
  for (let k = 0; k < counts.length / HISTOGRAM; k++) {
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
  if (bin === 0 || bin === HISTOGRAM - 1) return bin ? 1 : 0;
  return (bin - 1 + (rank - before + 0.5) / histogram[bin]) / WIDTH;
}

/** Compute means over runs from sums in multiples of 2**-31. */
export const bandMeans = (sums, runs) => sums.map((sum) => sum / 2 ** 31 / runs);

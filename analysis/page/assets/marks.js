// Marks that figures share: keys, actors' colours, gains with their doubt, and the values of inputs.
import { draw, drawLine, formatNumber, listTicks, measureText, printShare, shortenText } from "./axes.js";
import { text, wrapText, write } from "./axes.js";

const SWATCH = 24;
export const isKnown = Number.isFinite;
export const formatGain = (value) => formatNumber(value, 4, true);
export const styleActor = ({ colour }) => (colour ? { class: "actor", style: `--actor:${colour}` } : {});
export const drawDot = (cx, cy, kind, r = 4) => draw("circle", { cx, cy, r, class: kind });

export const markLine = (kind) => (x, y) => drawLine(x, y, x + SWATCH, y, kind);
export const markArea = (kind) => (x, y) =>
  draw("rect", { x, y: y - 6, width: SWATCH, height: 12, class: kind });
export const markDot = (kind, r) => (x, y) => drawDot(x + SWATCH / 2, y, kind, r);
export const markBoth = (first, second) => (x, y) => [first(x, y), second(x, y)];

/** Draw a key in as many rows as it takes: items are { mark: a function of x and y, words }. */
export function drawKey(items, x, y, width) {
  const lines = items.flatMap(({ mark, words }) =>
    wrapText(words, width - SWATCH - 8).map((line, k) => ({ mark: k ? null : mark, words: line })));
  let at = 0, middle = y + 8;
  const parts = lines.map(({ mark, words }) => {
    const indent = mark ? SWATCH + 8 : 0, end = at + indent + measureText(words);
    if (at > 0 && (!mark || end > width)) [at, middle] = [0, middle + 18];
    const from = x + at;
    at += indent + measureText(words) + 18;
    return [mark?.(from, middle), write(from + indent, middle + 4, words)];
  });
  return { parts: draw("g", { class: "key" }, parts), bottom: items.length ? middle + 12 : y };
}

/** Find the ends of an axis that covers gains and zero, with a margin. */
export function findSpan(gains) {
  const list = (gain) => [gain.mean, gain.low, gain.high, gain.drawsLow, gain.drawsHigh];
  const ends = [0, ...gains.flatMap(list).filter(isKnown)], low = Math.min(...ends), high = Math.max(...ends);
  const margin = Math.max(0.06 * (high - low), 5e-4);
  return [low - margin, high + margin];
}

/** Describe a gain in words: its mean, how sure it is, and its spread over draws. */
export function describeGain({ label, mean, low, high, drawsLow, drawsHigh, share }) {
  const fields = { label, mean: formatGain(mean), low: formatGain(low), high: formatGain(high) };
  const found = text(isKnown(low) ? "figures.gain" : "figures.gain_mean", fields);
  if (!isKnown(drawsLow)) return found;
  const spread = { from: formatGain(drawsLow), to: formatGain(drawsHigh), share: printShare(share) };
  return `${found} ${text("figures.gain_draws", spread)}`;
}

/** Draw a gain: the spread of draws, the interval of the mean and the mean. */
export function drawGain(gain, x, y) {
  const { mean, low, high, drawsLow, drawsHigh } = gain;
  const spread = { x: x(drawsLow), y: y - 5, width: x(drawsHigh) - x(drawsLow), height: 10 };
  return draw("g", { class: "gain" }, draw("title", null, describeGain(gain)),
    isKnown(drawsLow) && draw("rect", { ...spread, class: "spread" }),
    isKnown(low) && drawLine(x(low), y, x(high), y, "interval"),
    drawDot(x(mean), y, gain.side ? "dot" : "dot unsure"));
}

/** Name a value of an input: a step of a ladder by its name, else a number. */
export const nameValue = ({ levels }, value) =>
  levels?.length ? levels[Math.round(value)] : String(Number(value.toPrecision(3))).replace("-", "\u2212");

/** List the values of an input that get a label, about `most` of them. */
export function listValues({ values, levels }, most) {
  const low = values[0], high = values.at(-1), all = (levels ?? []).map((name, value) => ({ name, value }));
  return all.length ? all.filter(({ value }) => value >= low && value <= high) : listTicks(low, high, most);
}

/** Draw the values of an input below an axis, in two rows where they are too wide for one, and its label. */
export function drawValues(axis, scale, y, left, right) {
  const ticks = listValues(axis, Math.max(2, (right - left) / 60)), each = (right - left) / ticks.length;
  const rows = ticks.some(({ name }) => measureText(name) > each - 6) ? 2 : 1;
  const names = ticks.map(({ value, name }, k) => [drawLine(scale(value), y, scale(value), y + 4, "axis"),
    write(scale(value), y + 17 + 14 * (k % rows), shortenText(name, rows * each - 6), "middle")]);
  const label = shortenText(axis.label, right - left, true);
  return [names, write((left + right) / 2, y + 23 + 14 * rows, label, "middle", "strong")];
}

/** Draw a rule at a value of an input, with its words above it. */
export function drawPin(x, top, bottom, words, kind, width) {
  const half = measureText(words) / 2, at = Math.min(Math.max(x, half), width - half);
  return [drawLine(x, top + 3, x, bottom, `pin_line ${kind}`), write(at, top, words, "middle", "faint")];
}

// The figures of the page as SVG, each a function of its data and of the width that it has.
import { build, draw, drawArea, drawCourse, drawFrame, drawLabels, drawLine, drawQuarters } from "./axes.js";
import { drawRules, formatNumber, formatShare, listTicks, makePlane, makeScale, measureText } from "./axes.js";
import { nameQuarter, planEvents, shortenText, text, wrapText, write } from "./axes.js";

const DIMENSIONS = ["security", "economy", "autonomy", "utility"];
const LEFT = 42, GAP = 12, FOOT = 22, LEAST = 88, HIGH = 92, LOW = 58, HEAD = 20;
const SWATCH = 24, NUMBER = 60, SHARE = 56, PALEST = 15, WIDEST = 560;
const isKnown = Number.isFinite;
const leavesZero = ({ low, high }) => low > 0 || high < 0;
const formatGain = (value) => formatNumber(value, 4, true);
const styleActor = ({ colour }) => (colour ? { class: "actor", style: `--actor:${colour}` } : {});
const drawDot = (cx, cy, kind, r = 4) => draw("circle", { cx, cy, r, class: kind });

const markLine = (kind) => (x, y) => drawLine(x, y, x + SWATCH, y, kind);
const markArea = (kind) => (x, y) => draw("rect", { x, y: y - 6, width: SWATCH, height: 12, class: kind });
const markDot = (kind, r) => (x, y) => drawDot(x + SWATCH / 2, y, kind, r);
const markBoth = (first, second) => (x, y) => [first(x, y), second(x, y)];

/** Draw a key in as many rows as it takes: items are { mark: a function of x and y, words }. */
function drawKey(items, x, y, width) {
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
function findSpan(gains) {
  const ends = gains.flatMap((gain) => [gain.mean, gain.low, gain.high, gain.drawsLow, gain.drawsHigh, gain.held]);
  const low = Math.min(0, ...ends.filter(isKnown)), high = Math.max(0, ...ends.filter(isKnown));
  const margin = Math.max(0.06 * (high - low), 5e-4);
  return [low - margin, high + margin];
}

/** Describe a gain in words: its mean, how sure it is, and its spread over draws. */
function describeGain({ label, mean, low, high, drawsLow, drawsHigh, share }) {
  const fields = { label, mean: formatGain(mean), low: formatGain(low), high: formatGain(high) };
  if (!isKnown(drawsLow)) return text("figures.gain", fields);
  const spread = { from: formatGain(drawsLow), to: formatGain(drawsHigh), share: formatShare(share) };
  return `${text("figures.gain", fields)} ${text("figures.gain_draws", spread)}`;
}

/** Draw a gain: the spread of draws, the one held, the interval of the mean and the mean. */
function drawGain(gain, x, y) {
  const { mean, low, high, drawsLow, drawsHigh, held } = gain;
  const spread = { x: x(drawsLow), y: y - 5, width: x(drawsHigh) - x(drawsLow), height: 10 };
  const sure = leavesZero({ low: drawsLow, high: drawsHigh });
  return draw("g", { class: "gain" }, draw("title", null, describeGain(gain)),
    isKnown(drawsLow) && draw("rect", { ...spread, class: sure ? "spread sure" : "spread" }),
    isKnown(held) && drawDot(x(held), y, "dot held"), isKnown(low) && drawLine(x(low), y, x(high), y, "interval"),
    drawDot(x(mean), y, leavesZero(gain) ? "dot" : "dot unsure"));
}

/** Plan the rows of gains: labels beside the marks or, where it is narrow, above them. */
function planGains(rows, width) {
  const known = rows.filter((row) => isKnown(row.mean)), shares = known.some((row) => isKnown(row.share));
  const beside = width >= 460, edge = width - (shares ? SHARE : 0), span = findSpan(known);
  const longest = Math.max(...rows.map((row) => measureText(row.label, row.strong))) + 12;
  const left = beside ? Math.min(longest, 0.38 * width) : 10, right = beside ? edge - NUMBER : width - 10;
  const room = beside ? left - 10 : edge - NUMBER;
  return { known, shares, beside, edge, span, x: makeScale(...span, left, right), room, width, size: right - left };
}

/** Draw a row of gains from y down: its label, its marks and its numbers. */
function drawGainRow(row, { beside, room, edge, width, x, shares }, y) {
  const lines = wrapText(row.label, room, 2, row.strong), kind = row.strong ? "strong" : null;
  const known = isKnown(row.mean), tall = 14 * lines.length, height = tall + (beside || !known ? 10 : 22);
  const middle = beside ? y + height / 2 : y + height - 11, first = beside ? middle + 11 - tall / 2 : y + 14;
  const base = beside ? middle + 4 : first, label = lines.map((line, k) => write(0, first + 14 * k, line, "start", kind));
  if (!known) return { parts: label, height };
  const share = shares ? write(width, base, formatShare(row.share), "end", "faint") : null;
  return { parts: [label, write(edge, base, formatGain(row.mean), "end", kind), share, drawGain(row, x, middle)], height };
}

/** Draw the axis of gains down to y: grid, zero line and numbers, and the heads of the columns. */
function drawGainAxis({ span, x, edge, shares, width, size }, y) {
  const grid = listTicks(...span, Math.min(5, size / 60), true).map(({ value, name }) => [
    drawLine(x(value), HEAD, x(value), y, name === "0" ? "zero" : "grid"),
    write(x(value), y + 14, name, "middle", "faint")]);
  const above = shares ? write(width, 13, text("figures.above"), "end", "faint") : null;
  return [grid, write(edge, 13, text("figures.less"), "end", "faint"), above];
}

/** Draw what hedging gains over its rivals, a row each, in groups with headings. */
export function drawGains({ groups }, width) {
  const plan = planGains(groups.flatMap((group) => group.rows), width), { known } = plan, parts = [];
  let y = HEAD;
  for (const { heading, rows } of groups) {
    if (heading) parts.push(write(0, y + 18, shortenText(heading, width, true), "start", "strong"));
    y += heading ? 26 : 4;
    for (const row of rows) {
      const { parts: marks, height } = drawGainRow(row, plan, y);
      parts.push(marks);
      y += height;
    }
  }
  const items = [{ mark: markBoth(markLine("interval"), markDot("dot")), words: text("figures.mean") }];
  if (plan.shares) items.push({ mark: markArea("spread sure"), words: text("figures.spread") });
  if (known.some((row) => isKnown(row.held))) items.push({ mark: markDot("dot held"), words: text("figures.held") });
  const key = drawKey(items, 0, y + 24, width), over = known.filter((row) => row.mean > 0).length;
  const fields = { first: known.length ? describeGain(known[0]) : "", over, count: known.length };
  return drawFrame(width, key.bottom, text("figures.gains", fields), drawGainAxis(plan, y), parts, key.parts);
}

/** Plan the panels of one dimension from y down: patrons beside the hedger or, where narrow, below it. */
function planRow(found, dimension, y, { beside, columns, lead, size }) {
  return found.map((actor, k) => {
    if (k === 0) return { actor, dimension, edge: true, x: LEFT, y, width: lead, height: HIGH };
    const column = (k - 1) % columns, x = LEFT + column * (size + GAP), rows = Math.floor((k - 1) / columns);
    if (beside) return { actor, dimension, x: x + lead + GAP, y, width: size, height: HIGH };
    const top = y + HIGH + FOOT + HEAD + rows * (LOW + FOOT + HEAD);
    return { actor, dimension, edge: column === 0, x, y: top, width: size, height: LOW };
  });
}

/** Plan the panels of all actors and dimensions that there are series of. */
function planPanels(width, actors, series) {
  const others = Math.max(actors.length - 1, 1), unit = (width - LEFT - GAP * others) / (others + 1.3);
  const beside = unit >= LEAST, lead = beside ? 1.3 * unit : width - LEFT;
  const columns = beside ? others : Math.min(others, Math.floor((width - LEFT + GAP) / (LEAST + GAP)));
  const size = beside ? unit : (width - LEFT - GAP * (columns - 1)) / columns, panels = [];
  let y = 0;
  for (const dimension of DIMENSIONS) {
    const found = actors.filter(({ id }) => series.some((s) => s.actor === id && s.dimension === dimension));
    panels.push(...planRow(found, dimension, y, { beside, columns, lead, size }));
    y = Math.max(...panels.map((panel) => panel.y + panel.height)) + (beside ? GAP + 2 : FOOT + HEAD + 6);
  }
  return { panels, beside, height: y + (beside ? FOOT - GAP : -HEAD) };
}

/** Draw the axes and the name of a panel. */
function drawPanel(time, panel, beside, named, labelled) {
  const { x, width, actor, edge } = panel, { y } = makePlane(time, panel), middle = y(0.5);
  const name = text(`figures.${panel.dimension}`), title = beside || actor.colour ? actor.label : `${name}: ${actor.label}`;
  const grid = [0, 0.5, 1].map((value) => [drawLine(x, y(value), x + width, y(value), "grid"),
    edge && write(x - 6, y(value) + 4, value, "end", "faint")]);
  const turned = { x: 11, y: middle, "text-anchor": "middle", transform: `rotate(-90 11 ${middle})` };
  return [grid, drawLine(x, y(1), x, y(0), "axis"), drawQuarters(time, panel, labelled),
    named && draw("g", styleActor(actor), write(x, y(1) - 7, shortenText(title, width, true), "start", "name")),
    beside && edge && draw("text", turned, name)];
}

/** Describe the course of a series in words, from its first to its last value. */
function describeCourse(time, actor, dimension, values) {
  const [from, to] = [values[0], values[values.length - 1]].map((value) => formatNumber(value, 2));
  const fields = { actor: actor.label, dimension: text(`figures.${dimension}`), from, to };
  const [first, last] = [time.first, time.first + values.length - 1].map(nameQuarter);
  return text("figures.course", { ...fields, first, last });
}

const findLine = ({ values, quantiles }) => values ?? quantiles[2];
const listOthers = (s) => s.others ?? (s.held ? [{ label: text("figures.held"), values: s.held }] : []);

/** Draw a series into its panel: bands, other courses to compare, and its line up to where it has come. */
function drawSeries(time, actor, series, panel) {
  const { y, places } = makePlane(time, panel), line = findLine(series), now = line.length - 1;
  const [p05, p25, , p75, p95] = (series.quantiles ?? []).map((values) => Array.from(values, y));
  const before = listOthers(series).map(({ values }, k) => drawCourse(places, Array.from(values, y), `before other${k}`));
  return draw("g", styleActor(actor), now >= 0 && draw("title", null, describeCourse(time, actor, series.dimension, line)),
    p05 && [drawArea(places, p05, p95, "outer"), drawArea(places, p25, p75, "inner")], before,
    drawCourse(places, Array.from(line, y), "median"), series.values && now >= 0 && drawDot(places[now], y(line[now]), "end"));
}

/** List the items of the key of courses over time. */
function listMarks(series) {
  const bands = [["median", markLine("median")], ["half", markArea("inner")], ["most", markArea("outer")]];
  const others = listOthers(series).map(({ label }, k) => ({ mark: markLine(`before other${k}`), words: label }));
  return [...(series.quantiles ? bands.map(([name, mark]) => ({ mark, words: text(`figures.${name}`) })) : []), ...others];
}

/** Draw small multiples of all actors over time: the fan of many runs, or one run so far. */
export function drawFan({ time, actors, series }, width) {
  const { panels, beside, height } = planPanels(width, actors, series), lead = panels[0], final = panels.at(-1);
  const events = planEvents(time, lead, width), top = events.height + HEAD + 4;
  const parts = panels.map(({ actor, dimension, ...box }) => {
    const panel = { ...box, actor, dimension, y: box.y + top }, mine = series.filter((s) => s.actor === actor.id);
    const shown = mine.find((s) => s.dimension === dimension), last = !mine.some((s) =>
      DIMENSIONS.indexOf(s.dimension) > DIMENSIONS.indexOf(dimension));
    return draw("g", { class: "panel", "data-actor": actor.id, "data-dimension": dimension },
      drawPanel(time, panel, beside, !beside || dimension === lead.dimension, !beside || last),
      drawRules(time, events, panel), drawSeries(time, actor, shown, panel));
  });
  const free = LEFT + lead.width + 2 * GAP, bottom = top + height + 6, items = [...listMarks(series[0]), ...events.key];
  const inside = beside && width - free >= 180 && final.actor === actors[0]; // beside the panel of utility
  const key = inside ? drawKey(items, free, top + final.y + FOOT + 8, width - free) : drawKey(items, 0, bottom, width);
  const own = series.filter((s) => s.actor === actors[0].id && findLine(s).length);
  const said = own.map((s) => describeCourse(time, actors[0], s.dimension, findLine(s))).join(" ");
  return drawFrame(width, Math.max(key.bottom, bottom), said, parts, drawLabels(events, top - HEAD), key.parts);
}

export const drawPlay = drawFan;

/** Move places that are closer than a row apart, in their order, within ends. */
function spreadPlaces(places, row, top, bottom) {
  const order = places.map((_, k) => k).sort((a, b) => places[a] - places[b]), out = [...places];
  order.forEach((k, n) => (out[k] = Math.max(out[k], n ? out[order[n - 1]] + row : top)));
  order.reverse().forEach((k, n) => (out[k] = Math.min(out[k], n ? out[order[n - 1]] - row : bottom)));
  return out;
}

/** Return the stacked sums of rows: zeros, the first row, the first two, and so on. */
function stackRows(rows) {
  const sums = [Array.from(rows[0], () => 0)];
  for (const row of rows) sums.push(sums.at(-1).map((sum, t) => sum + row[t]));
  return sums;
}

/** Draw the patrons' shares of influence over time, stacked, with the last ones beside them. */
export function drawShares({ time, patrons, shares, held }, width) {
  const last = time.horizon - 1, ends = shares.map((row) => formatShare(row[last]));
  const names = patrons.map(({ label }, k) => `${label} ${ends[k]}`);
  const right = Math.min(Math.max(...names.map((name) => measureText(name, true))) + 10, 0.4 * width);
  const panel = { x: LEFT, width: width - right - LEFT, height: 190 }, events = planEvents(time, panel, width);
  panel.y = events.height + 12;
  const { y, places } = makePlane(time, panel), sums = stackRows(shares), base = y(0);
  const at = spreadPlaces(patrons.map((_, k) => y((sums[k][last] + sums[k + 1][last]) / 2) + 4), 15, panel.y + 10, base);
  const said = patrons.map(({ label }, k) =>
    text("figures.share", { actor: label, first: formatShare(shares[k][0]), last: ends[k] }));
  const areas = patrons.map((patron, k) => draw("g", styleActor(patron), draw("title", null, said[k]),
    drawArea(places, sums[k].map(y), sums[k + 1].map(y), "share"),
    write(width - right + 8, at[k], shortenText(names[k], right - 8, true), "start", "name")));
  const before = held ? stackRows(held).slice(1, -1).map((row) => drawCourse(places, row.map(y), "before")) : [];
  const ticks = [0, 0.5, 1].map((value) => write(LEFT - 6, y(value) + 4, formatShare(value), "end", "faint"));
  const items = held ? [{ mark: markLine("before"), words: text("figures.held") }] : [];
  const key = drawKey([...items, ...events.key], 0, base + FOOT + 4, width);
  return drawFrame(width, key.bottom, said.join(" "), areas, before, ticks, drawQuarters(time, panel, true),
    drawRules(time, events, panel), drawLabels(events, panel.y), key.parts);
}

/** Name a value of an input: a step of a ladder by its name, else a number. */
const nameValue = ({ levels }, value) =>
  levels?.length ? levels[Math.round(value)] : String(Number(value.toPrecision(3))).replace("-", "\u2212");

/** List the values of an input that get a label, about `most` of them. */
function listValues({ values, levels }, most) {
  const low = values[0], high = values.at(-1), all = (levels ?? []).map((name, value) => ({ name, value }));
  return all.length ? all.filter(({ value }) => value >= low && value <= high) : listTicks(low, high, most);
}

/** Draw the values of an input below an axis, in two rows where they are too wide for one, and its label. */
function drawValues(axis, scale, y, left, right) {
  const ticks = listValues(axis, Math.max(2, (right - left) / 60)), room = (right - left) / ticks.length - 6;
  const rows = ticks.some(({ name }) => measureText(name) > room) ? 2 : 1, middle = (left + right) / 2;
  const names = ticks.map(({ value, name }, k) => [drawLine(scale(value), y, scale(value), y + 4, "axis"),
    write(scale(value), y + 17 + 14 * (k % rows), shortenText(name, rows * (room + 6) - 6), "middle")]);
  return [names, write(middle, y + 23 + 14 * rows, shortenText(axis.label, right - left, true), "middle", "strong")];
}

/** Draw a rule at a value of an input, with its words above it. */
function drawPin(x, top, bottom, words, kind, width) {
  const half = measureText(words) / 2, at = Math.min(Math.max(x, half), width - half);
  return [drawLine(x, top + 3, x, bottom, `pin_line ${kind}`), write(at, top, words, "middle", "faint")];
}

/** Draw what hedging gains along one input: mean, interval and spread; the scenario's value and the one now. */
export function drawSweep({ label, values, levels, points, mark, now }, width) {
  const axis = { label, values, levels }, span = findSpan(points), left = 58, right = width - 24, top = 56, bottom = 256;
  const x = makeScale(values[0], values.at(-1), left, right), y = makeScale(...span, bottom, top), places = values.map(x);
  const grid = listTicks(...span, 4, true).map(({ value, name }) => [write(left - 8, y(value) + 4, name, "end", "faint"),
    drawLine(left, y(value), right, y(value), name === "0" ? "zero" : "grid")]);
  const draws = points.every((point) => isKnown(point.drawsLow)), list = (name) => points.map((point) => y(point[name]));
  const spread = draws && drawArea(places, list("drawsLow"), list("drawsHigh"), "gain_spread");
  const band = points.every((point) => isKnown(point.low)) && drawArea(places, list("low"), list("high"), "gain_band");
  const dots = points.map((point, k) => draw("g", null,
    draw("title", null, describeGain({ ...point, label: `${label} ${nameValue(axis, values[k])}` })),
    drawDot(places[k], y(point.mean), leavesZero(point) ? "dot" : "dot unsure", 3.5)));
  const pin = (name, value, at) =>
    drawPin(x(value), at, bottom, text(`figures.${name}`, { value: nameValue(axis, value) }), name, width);
  const pins = [pin("mark", mark, top - 6), isKnown(now) && now !== mark && pin("now", now, top - 22)];
  const items = [{ mark: markBoth(markArea("gain_band"), markDot("dot")), words: text("figures.mean") }];
  if (draws) items.push({ mark: markArea("gain_spread"), words: text("figures.between") });
  const key = drawKey(items, 0, bottom + 60, width), over = points.filter(({ mean }) => mean > 0).length;
  return drawFrame(width, key.bottom, text("figures.sweep", { label, over, count: points.length }),
    write(0, 13, text("figures.premium"), "start", "faint"), grid, spread, band, pins,
    drawCourse(places, list("mean"), "gain_line"), dots, drawValues(axis, x, bottom, left, right), key.parts);
}

/** Draw a cell of the heat map: stronger further from zero, neutral where the interval includes it. */
function drawCell(cell, most, box, words) {
  const part = leavesZero(cell) ? PALEST + ((100 - PALEST) * Math.abs(cell.mean)) / most : 0;
  const kind = part === 0 ? "cell" : cell.mean > 0 ? "cell up" : "cell down", style = `--part:${part.toFixed(1)}%`;
  return draw("rect", { ...box, class: kind, style }, draw("title", null, words));
}

/** Draw the legend of the heat map, from the largest loss to the largest gain. */
function drawShades(most, x, y, width) {
  const means = Array.from({ length: 13 }, (_, k) => ((k - 6) / 6) * most), each = width / means.length;
  const cells = means.map((mean, k) => drawCell({ mean, low: mean, high: mean }, most,
    { x: x + k * each, y, width: each, height: 12 }, formatGain(mean)));
  const ends = [["start", 0], ["middle", 6], ["end", 12]].map(([anchor, k]) =>
    write(x + (width * k) / 12, y + 26, k === 6 ? "0" : formatGain(means[k]), anchor, "faint"));
  return [write(x, y - 6, text("figures.premium"), "start", "faint"), cells, ends];
}

/** Draw what hedging gains over two inputs as a heat map; its cells carry their places as data-x and data-y. */
export function drawHeat({ x: across, y: up, cells }, width) {
  const all = cells.flat(), most = Math.max(1e-4, ...all.map(({ mean }) => Math.abs(mean))), rows = listValues(up, 6);
  const left = Math.min(0.3 * width, Math.max(...rows.map(({ name }) => measureText(name))) + 10), top = HEAD + 4;
  const right = Math.min(width - 10, left + WIDEST), step = (right - left) / across.values.length, high = Math.min(step, 26);
  const bottom = top + high * up.values.length;
  const x = makeScale(across.values[0], across.values.at(-1), left + step / 2, right - step / 2);
  const y = makeScale(up.values[0], up.values.at(-1), bottom - high / 2, top + high / 2);
  const grid = cells.map((row, j) => row.map((cell, i) => {
    const [a, b] = [across.values[i], up.values[j]], label = `${nameValue(across, a)}, ${nameValue(up, b)}`;
    const box = { x: x(a) - step / 2, y: y(b) - high / 2, width: step, height: high, "data-x": i, "data-y": j };
    return drawCell(cell, most, box, describeGain({ ...cell, label }));
  }));
  const names = rows.map(({ value, name }) => write(left - 6, y(value) + 4, shortenText(name, left - 8), "end"));
  const items = [{ mark: markDot("pin", 6), words: text("figures.here") },
    { mark: markArea("cell"), words: text("figures.nothing") }], key = drawKey(items, 0, bottom + 118, width);
  const sure = all.filter(leavesZero), over = sure.filter(({ mean }) => mean > 0).length;
  const fields = { x: across.label, y: up.label, over, under: sure.length - over, count: all.length };
  return drawFrame(width, key.bottom, text("figures.heat", fields), grid, names,
    write(0, 13, shortenText(up.label, width, true), "start", "strong"), drawValues(across, x, bottom, left, right),
    drawDot(x(across.mark), y(up.mark), "pin", 6), drawShades(most, left, bottom + 80, right - left), key.parts);
}

/** Tabulate a heat map for who reads numbers. */
export function tabulateHeat({ x, y, cells }) {
  const heads = [`${y.label} / ${x.label}`, ...x.values.map((value) => nameValue(x, value))];
  const rows = cells.map((row, j) => build("tr", null, build("th", { scope: "row" }, nameValue(y, y.values[j])),
    row.map(({ mean }) => build("td", null, formatGain(mean)))));
  const head = build("tr", null, heads.map((words) => build("th", { scope: "col" }, words)));
  return build("table", { class: "numbers" }, build("thead", null, head), build("tbody", null, rows.reverse()));
}

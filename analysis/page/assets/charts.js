// The figures of the page as SVG, each a function of its data and of the width that it has.
import { build, draw, drawArea, drawCourse, drawFrame, drawLabels, drawLine, drawQuarters } from "./axes.js";
import { drawRules, formatNumber, formatShare, listTicks, makePlane, makeScale, measureText } from "./axes.js";
import { nameQuarter, planEvents, shortenText, text, wrapText, write } from "./axes.js";

const DIMENSIONS = ["security", "economy", "autonomy", "utility"];
const LEFT = 42, GAP = 12, FOOT = 22, LEAST = 88, HIGH = 92, LOW = 58, HEAD = 20;
const SWATCH = 24, NUMBER = 60, SHARE = 56, PALEST = 15;

/** Draw a key in as many rows as it takes; items are { mark: a function of x and y, words }. */
function drawKey(items, { x, y, width }) {
  const lines = items.flatMap(({ mark, words }) =>
    wrapText(words, width - SWATCH - 8).map((line, k) => ({ mark: k ? null : mark, words: line })));
  let at = 0, row = 0;
  const parts = lines.map(({ mark, words }) => {
    const indent = mark ? SWATCH + 8 : 0, room = indent + measureText(words) + 18;
    if (at > 0 && at + room - 18 > width) [at, row] = [0, row + 1];
    const from = x + at, middle = y + row * 18 + 8;
    at += room;
    return [mark?.(from, middle), write(from + indent, middle + 4, words)];
  });
  return { parts: draw("g", { class: "key" }, parts), bottom: items.length ? y + row * 18 + 20 : y };
}

const lineMark = (kind) => (x, y) => drawLine(x, y, x + SWATCH, y, kind);
const areaMark = (kind) => (x, y) => draw("rect", { x, y: y - 6, width: SWATCH, height: 12, class: kind });
const dotMark = (kind, r = 4) => (x, y) => draw("circle", { cx: x + SWATCH / 2, cy: y, r, class: kind });
const meanMark = (x, y) => [lineMark("interval")(x, y), dotMark("dot")(x, y)];
const styleActor = ({ colour }) => (colour ? { class: "actor", style: `--actor:${colour}` } : {});
const leavesZero = (low, high) => low > 0 || high < 0;
const listEnds = (gain) => [gain.mean, gain.low, gain.high, gain.drawsLow, gain.drawsHigh, gain.held];
const formatGain = (value) => formatNumber(value, 4, true);

/** Find the ends of an axis that covers gains and zero, with a margin. */
function findSpan(gains) {
  const ends = [0, ...gains.flatMap(listEnds)].filter(Number.isFinite);
  const low = Math.min(...ends), high = Math.max(...ends), margin = Math.max(0.06 * (high - low), 5e-4);
  return [low - margin, high + margin];
}

/** Describe a gain in words: its mean, how sure it is, and its spread over draws. */
function describeGain({ label, mean, low, high, drawsLow, drawsHigh, share }) {
  const fields = { label, mean: formatGain(mean), low: formatGain(low), high: formatGain(high) };
  if (!Number.isFinite(drawsLow)) return text("figures.gain", fields);
  const spread = { from: formatGain(drawsLow), to: formatGain(drawsHigh), share: formatShare(share) };
  return `${text("figures.gain", fields)} ${text("figures.gain_draws", spread)}`;
}

/** Draw a gain: the spread of draws, the one held, the interval of the mean and the mean. */
function drawGain(gain, x, y) {
  const { mean, low, high, drawsLow, drawsHigh, held } = gain, known = Number.isFinite;
  const span = { x: x(drawsLow), y: y - 5, width: x(drawsHigh) - x(drawsLow), height: 10 };
  return draw("g", { class: "gain" }, draw("title", null, describeGain(gain)),
    known(drawsLow) && draw("rect", { ...span, class: leavesZero(drawsLow, drawsHigh) ? "spread sure" : "spread" }),
    known(held) && draw("circle", { cx: x(held), cy: y, r: 4, class: "dot held" }),
    known(low) && drawLine(x(low), y, x(high), y, "interval"),
    draw("circle", { cx: x(mean), cy: y, r: 4, class: leavesZero(low, high) ? "dot" : "dot unsure" }));
}

/** Plan the rows of gains: labels beside the marks or, where it is narrow, above them. */
function planGains(groups, width) {
  const rows = groups.flatMap((group) => group.rows), known = rows.filter((row) => Number.isFinite(row.mean));
  const shares = known.some((row) => Number.isFinite(row.share)), beside = width >= 460;
  const edge = width - (shares ? SHARE : 0), longest = Math.max(...rows.map((r) => measureText(r.label, r.strong)));
  const left = beside ? Math.min(longest + 12, 0.38 * width) : 10, right = beside ? edge - NUMBER : width - 10;
  const span = findSpan(known), x = makeScale(...span, left, right), room = beside ? left - 10 : edge - NUMBER;
  return { known, shares, beside, edge, left, right, span, x, room, width };
}

/** Draw a row of gains from y down: its label, its marks and its numbers. */
function drawGainRow(row, plan, y) {
  const lines = wrapText(row.label, plan.room, 2, row.strong), kind = row.strong ? "strong" : null;
  const marked = Number.isFinite(row.mean), text = 14 * lines.length;
  const height = text + (plan.beside || !marked ? 10 : 22), middle = plan.beside ? y + height / 2 : y + height - 11;
  const base = plan.beside ? middle + 4 : y + 14, first = plan.beside ? base - text / 2 + 7 : base;
  const parts = lines.map((line, k) => write(0, first + 14 * k, line, "start", kind));
  if (marked) parts.push(write(plan.edge, base, formatGain(row.mean), "end", kind), drawGain(row, plan.x, middle));
  if (marked && plan.shares) parts.push(write(plan.width, base, formatShare(row.share), "end", "faint"));
  return { parts, height };
}

/** Draw the axis of gains from the heads down to y: grid, zero line, numbers, and the heads of the columns. */
function drawGainAxis({ span, x, left, right, edge, shares, width }, y) {
  const grid = listTicks(...span, Math.min(5, (right - left) / 60), true).map(({ value, name }) => [
    drawLine(x(value), HEAD, x(value), y, name === "0" ? "zero" : "grid"),
    write(x(value), y + 14, name, "middle", "faint")]);
  const above = shares ? write(width, 13, text("figures.above"), "end", "faint") : null;
  return [grid, write(edge, 13, text("figures.less"), "end", "faint"), above];
}

/** Draw what hedging gains over its rivals, a row each, in groups with headings. */
export function drawGains({ groups }, width) {
  const plan = planGains(groups, width), { known } = plan, parts = [];
  let y = HEAD;
  for (const { heading, rows } of groups) {
    if (heading) parts.push(write(0, y + 18, shortenText(heading, width, true), "start", "strong"));
    y += heading ? 26 : 4;
    for (const row of rows) {
      const { parts: marks, height } = drawGainRow(row, plan, y);
      [y] = [y + height, parts.push(marks)];
    }
  }
  const items = [{ mark: meanMark, words: text("figures.mean") }];
  if (plan.shares) items.push({ mark: areaMark("spread sure"), words: text("figures.spread") });
  if (known.some((row) => Number.isFinite(row.held))) items.push({ mark: dotMark("dot held"), words: text("figures.held") });
  const key = drawKey(items, { x: 0, y: y + 24, width }), over = known.filter((row) => row.mean > 0).length;
  const fields = { first: known.length ? describeGain(known[0]) : "", over, count: known.length };
  return drawFrame(width, key.bottom, text("figures.gains", fields), drawGainAxis(plan, y), parts, key.parts);
}

/** Plan a row of panels for each dimension: actors side by side or, where narrow, patrons below the hedger. */
function planPanels(width, actors, series) {
  const others = actors.length - 1, unit = (width - LEFT - GAP * others) / (others + 1.3), beside = unit >= LEAST;
  const columns = beside ? others : Math.min(others, Math.floor((width - LEFT + GAP) / (LEAST + GAP)));
  const size = beside ? unit : (width - LEFT - GAP * (columns - 1)) / columns, lead = beside ? 1.3 * unit : width - LEFT;
  let y = 0;
  const panels = DIMENSIONS.flatMap((dimension) => {
    const found = actors.filter(({ id }) => series.some((s) => s.actor === id && s.dimension === dimension));
    const placed = found.map((actor, k) => {
      const column = (k - 1) % columns, row = Math.floor((k - 1) / columns);
      const shape = k === 0 ? { x: LEFT, y, width: lead, height: HIGH } : beside ?
        { x: LEFT + lead + GAP + column * (size + GAP), y, width: size, height: HIGH } :
        { x: LEFT + column * (size + GAP), y: y + HIGH + FOOT + HEAD + row * (LOW + FOOT + HEAD), width: size, height: LOW };
      return { actor, dimension, edge: k === 0 || (!beside && column === 0), ...shape };
    });
    y = Math.max(y, ...placed.map((panel) => panel.y + panel.height)) + (beside ? GAP + 2 : FOOT + HEAD);
    return placed;
  });
  return { panels, beside, height: y + (beside ? FOOT - GAP : -HEAD) };
}

/** Draw the axes and the name of a panel. */
function drawPanel(time, panel, { beside, first, last }) {
  const { x, y, width, height, actor, edge } = panel, plane = makePlane(time, panel), middle = y + height / 2;
  const name = text(`figures.${panel.dimension}`), turned = { "text-anchor": "middle", transform: `rotate(-90 11 ${middle})` };
  const grid = [0, 0.5, 1].map((value) => [drawLine(x, plane.y(value), x + width, plane.y(value), "grid"),
    edge && write(x - 6, plane.y(value) + 4, value, "end", "faint")]);
  const title = beside || !edge || actor.colour ? actor.label : `${name}: ${actor.label}`;
  return [grid, drawLine(x, y, x, y + height, "axis"), drawQuarters(time, panel, !beside || last),
    (!beside || first) && draw("g", styleActor(actor), write(x, y - 7, shortenText(title, width, true), "start", "name")),
    beside && edge && draw("text", { x: 11, y: middle, ...turned }, name)];
}

/** Draw small multiples of all actors over time; drawSeries draws a series into its panel. */
function drawPanels({ time, actors, series }, width, drawSeries, items, finding) {
  const { panels, beside, height } = planPanels(width, actors, series), [lead] = panels;
  const events = planEvents(time, lead, width), top = events.height + HEAD + 4;
  const parts = panels.map((raw) => {
    const panel = { ...raw, y: raw.y + top }, { actor, dimension } = panel;
    const mine = series.filter((s) => s.actor === actor.id), shown = mine.find((s) => s.dimension === dimension);
    const place = { beside, first: dimension === lead.dimension, last: shown === mine.at(-1) };
    return draw("g", { class: "panel", "data-actor": actor.id, "data-dimension": dimension },
      drawPanel(time, panel, place), drawRules(time, events, panel),
      draw("g", styleActor(actor), drawSeries(shown, makePlane(time, panel), actor)));
  });
  const free = { x: LEFT + lead.width + 2 * GAP, y: top + panels.at(-1).y + FOOT + 8 }, bottom = top + height + 6;
  const inside = beside && width - free.x >= 180 && panels.at(-1).actor === actors[0];
  const key = drawKey([...items, ...events.key], inside ? { ...free, width: width - free.x } : { x: 0, y: bottom, width });
  return drawFrame(width, Math.max(key.bottom, bottom), finding, parts, drawLabels(events, top - HEAD), key.parts);
}

/** Describe the course of a series in words, from its first to its last value. */
function describeCourse(time, actor, dimension, values) {
  const [from, to] = [values[0], values[values.length - 1]].map((value) => formatNumber(value, 2));
  const [first, last] = [time.first, time.first + values.length - 1].map(nameQuarter);
  return text("figures.course", { actor: actor.label, dimension: text(`figures.${dimension}`), first, from, last, to });
}

/** Describe the courses of the hedger in words. */
function describeHedger({ time, actors, series }, list) {
  const own = series.filter((s) => s.actor === actors[0].id && list(s).length);
  return own.map((s) => describeCourse(time, actors[0], s.dimension, list(s))).join(" ");
}

/** Draw the fan of many runs: median and bands of every actor and dimension, the one held dashed. */
export function drawFan(data, width) {
  const drawBands = ({ dimension, quantiles, held }, { x, y, places }, actor) => {
    const [p05, p25, p50, p75, p95] = quantiles.map((values) => Array.from(values, y));
    return [draw("title", null, describeCourse(data.time, actor, dimension, quantiles[2])),
      drawArea(places, p05, p95, "outer"), drawArea(places, p25, p75, "inner"), drawCourse(places, p50, "median"),
      held && drawCourse(places, Array.from(held, y), "before")];
  };
  const items = [{ mark: lineMark("median"), words: text("figures.median") },
    { mark: areaMark("inner"), words: text("figures.half") }, { mark: areaMark("outer"), words: text("figures.most") }];
  if (data.series.some((s) => s.held)) items.push({ mark: lineMark("before"), words: text("figures.held") });
  return drawPanels(data, width, drawBands, items, describeHedger(data, (s) => s.quantiles[2]));
}

/** Draw one run so far, and other courses to compare, such as those of strategies. */
export function drawPlay(data, width) {
  const drawRun = ({ dimension, values, others }, { y, places }, actor) => {
    const before = (others ?? []).map((other, k) => drawCourse(places, Array.from(other.values, y), `before other${k}`));
    if (!values.length) return before;
    const end = values.length - 1, dot = draw("circle", { cx: places[end], cy: y(values[end]), r: 3.5, class: "end" });
    return [draw("title", null, describeCourse(data.time, actor, dimension, values)), before,
      drawCourse(places, Array.from(values, y), "median"), dot];
  };
  const labels = (data.series[0].others ?? []).map(({ label }) => label);
  const items = labels.map((words, k) => ({ mark: lineMark(`before other${k}`), words }));
  const said = describeHedger(data, (s) => s.values), quarter = nameQuarter(data.time.first + Math.max(data.now - 1, 0));
  return drawPanels(data, width, drawRun, items, text("figures.play", { quarter, said }));
}

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
  const names = patrons.map(({ label }, k) => `${label} ${ends[k]}`), longest = Math.max(...names.map((n) => measureText(n, true)));
  const right = Math.min(longest + 10, 0.4 * width), panel = { x: LEFT, width: width - right - LEFT, height: 190 };
  const events = planEvents(time, panel, width), said = patrons.map(({ label }, k) =>
    text("figures.share", { actor: label, first: formatShare(shares[k][0]), last: ends[k] }));
  panel.y = events.height + 12;
  const { y, places } = makePlane(time, panel), sums = stackRows(shares), edge = panel.x + panel.width, base = panel.y + panel.height;
  const middles = patrons.map((_, k) => y((sums[k][last] + sums[k + 1][last]) / 2) + 4);
  const at = spreadPlaces(middles, 15, panel.y + 10, base);
  const areas = patrons.map((patron, k) => draw("g", styleActor(patron), draw("title", null, said[k]),
    drawArea(places, sums[k].map(y), sums[k + 1].map(y), "share"),
    write(edge + 8, at[k], shortenText(names[k], right - 8, true), "start", "name")));
  const before = held ? stackRows(held).slice(1, -1).map((row) => drawCourse(places, row.map(y), "before")) : [];
  const ticks = [0, 0.5, 1].map((value) => write(LEFT - 6, y(value) + 4, formatShare(value), "end", "faint"));
  const items = held ? [{ mark: lineMark("before"), words: text("figures.held") }] : [];
  const key = drawKey([...items, ...events.key], { x: 0, y: base + FOOT + 4, width });
  return drawFrame(width, key.bottom, said.join(" "), areas, before, ticks, drawQuarters(time, panel, true),
    drawRules(time, events, panel), drawLabels(events, panel.y), key.parts);
}

/** Name a value of an input: a step of a ladder by its name, else a number. */
const nameValue = ({ levels }, value) =>
  levels?.length ? levels[Math.round(value)] : String(Number(value.toPrecision(3))).replace("-", "\u2212");

/** List the values of an input that get a label on an axis with room for so many. */
function listValues(axis, most) {
  const low = axis.values[0], high = axis.values.at(-1);
  if (!axis.levels?.length) return listTicks(low, high, most);
  return axis.levels.map((name, value) => ({ name, value })).filter(({ value }) => value >= low && value <= high);
}

/** Draw the values of an input below an axis, in two rows where they are too wide for one, and its label. */
function drawValues(axis, scale, y, [left, right]) {
  const ticks = listValues(axis, Math.max(2, (right - left) / 60)), room = (right - left) / Math.max(ticks.length, 1);
  const rows = ticks.some(({ name }) => measureText(name) > room - 6) ? 2 : 1;
  const names = ticks.map(({ value, name }, k) => [drawLine(scale(value), y, scale(value), y + 4, "axis"),
    write(scale(value), y + 17 + 14 * (k % rows), shortenText(name, rows * room - 6), "middle")]);
  return [names, write((left + right) / 2, y + 23 + 14 * rows, shortenText(axis.label, right - left, true), "middle", "strong")];
}

/** Draw what hedging gains along one input: mean, interval and spread; the scenario's value and the one now. */
export function drawSweep({ label, values, levels, points, mark, now }, width) {
  const axis = { label, values, levels }, span = findSpan(points), [left, right, top, bottom] = [58, width - 24, 56, 256];
  const x = makeScale(values[0], values.at(-1), left, right), y = makeScale(...span, bottom, top), places = values.map(x);
  const grid = listTicks(...span, 4, true).map(({ value, name }) => [write(left - 8, y(value) + 4, name, "end", "faint"),
    drawLine(left, y(value), right, y(value), name === "0" ? "zero" : "grid")]);
  const area = (low, high, kind) => points.every((p) => Number.isFinite(p[low])) &&
    drawArea(places, points.map((p) => y(p[low])), points.map((p) => y(p[high])), kind);
  const dots = points.map((p, k) => draw("circle",
    { cx: places[k], cy: y(p.mean), r: 3.5, class: leavesZero(p.low, p.high) ? "dot" : "dot unsure" },
    draw("title", null, describeGain({ ...p, label: `${label} ${nameValue(axis, values[k])}` }))));
  const pins = [["mark", mark, top - 6], ...(now === mark ? [] : [["now", now, top - 22]])].map(([name, value, at]) => {
    const words = text(`figures.${name}`, { value: nameValue(axis, value) }), half = measureText(words) / 2;
    return [drawLine(x(value), at + 3, x(value), bottom, `pin_line ${name}`),
      write(Math.min(Math.max(x(value), half), width - half), at, words, "middle", "faint")];
  });
  const fields = { label, over: points.filter((p) => p.mean > 0).length, count: points.length };
  return drawFrame(width, bottom + 56, text("figures.sweep", fields), write(0, 13, text("figures.premium"), "start", "faint"),
    grid, area("drawsLow", "drawsHigh", "gain_spread"), area("low", "high", "gain_band"), pins,
    drawCourse(places, points.map((p) => y(p.mean)), "gain_line"), dots, drawValues(axis, x, bottom, [left, right]));
}

/** Draw a cell of the heat map: stronger further from zero, neutral where the interval includes it. */
function drawCell({ mean, low, high }, most, box, words, place = {}) {
  const part = leavesZero(low, high) ? PALEST + ((100 - PALEST) * Math.abs(mean)) / most : 0;
  const kind = part === 0 ? "cell" : mean > 0 ? "cell up" : "cell down";
  return draw("rect", { ...box, ...place, class: kind, style: `--part:${part.toFixed(1)}%` }, draw("title", null, words));
}

/** Draw the legend of the heat map, from the largest loss to the largest gain. */
function drawShades(most, x, y, width) {
  const parts = Array.from({ length: 13 }, (_, k) => (k - 6) / 6), each = width / 13;
  const cells = parts.map((part, k) => drawCell({ mean: part * most, low: part, high: part }, most,
    { x: x + k * each, y, width: each, height: 12 }, formatGain(part * most)));
  const ends = [["start", -1], ["middle", 0], ["end", 1]].map(([anchor, part]) =>
    write(x + (width * (part + 1)) / 2, y + 26, part ? formatGain(part * most) : "0", anchor, "faint"));
  return [write(x, y - 6, text("figures.premium"), "start", "faint"), cells, ends];
}

/** Draw what hedging gains over two inputs as a heat map; its cells carry their places as data-x and data-y. */
export function drawHeat({ x: across, y: up, cells }, width) {
  const most = Math.max(1e-4, ...cells.flat().map(({ mean }) => Math.abs(mean))), rows = listValues(up, 6);
  const left = Math.min(0.3 * width, Math.max(...rows.map(({ name }) => measureText(name))) + 10), top = HEAD + 4;
  const size = Math.min(width - left - 10, 560), step = size / across.values.length, high = Math.min(step, 26);
  const bottom = top + high * up.values.length, right = left + size;
  const x = makeScale(across.values[0], across.values.at(-1), left + step / 2, right - step / 2);
  const y = makeScale(up.values[0], up.values.at(-1), bottom - high / 2, top + high / 2);
  const grid = cells.map((row, j) => row.map((cell, i) => {
    const [a, b] = [across.values[i], up.values[j]], label = `${nameValue(across, a)}, ${nameValue(up, b)}`;
    const box = { x: x(a) - step / 2, y: y(b) - high / 2, width: step, height: high };
    return drawCell(cell, most, box, describeGain({ ...cell, label }), { "data-x": i, "data-y": j });
  }));
  const names = rows.map(({ value, name }) => write(left - 6, y(value) + 4, shortenText(name, left - 8), "end"));
  const pin = draw("circle", { cx: x(across.mark), cy: y(up.mark), r: 6, class: "pin" });
  const key = drawKey([{ mark: dotMark("pin", 6), words: text("figures.here") },
    { mark: areaMark("cell"), words: text("figures.nothing") }], { x: 0, y: bottom + 118, width });
  const sure = cells.flat().filter(({ low, high: end }) => leavesZero(low, end)), over = sure.filter(({ mean }) => mean > 0).length;
  const fields = { x: across.label, y: up.label, over, under: sure.length - over, count: cells.flat().length };
  return drawFrame(width, key.bottom, text("figures.heat", fields), write(0, 13, shortenText(up.label, width, true), "start", "strong"),
    grid, names, drawValues(across, x, bottom, [left, right]), pin, drawShades(most, left, bottom + 80, size), key.parts);
}

/** Tabulate a heat map for who reads numbers. */
export function tabulateHeat({ x, y, cells }) {
  const heads = [`${y.label} / ${x.label}`, ...x.values.map((value) => nameValue(x, value))];
  const rows = cells.map((row, j) => build("tr", null, build("th", { scope: "row" }, nameValue(y, y.values[j])),
    row.map(({ mean }) => build("td", null, formatGain(mean)))));
  const head = build("tr", null, heads.map((words) => build("th", { scope: "col" }, words)));
  return build("table", { class: "numbers" }, build("thead", null, head), build("tbody", null, rows.reverse()));
}

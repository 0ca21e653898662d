// The figures of the page as SVG, each a function of its data and of the width that it has.
import { buildTable, draw, drawArea, drawCourse, drawFrame, drawLabels, drawLine } from "./axes.js";
import { drawQuarters, drawRules, listTicks, makePlane, makeScale, measureText, planEvents } from "./axes.js";
import { printShare, shortenText, text, wrapText, write } from "./axes.js";
import { describeGain, drawDot, drawGain, drawKey, drawPin, drawValues, findSpan } from "./marks.js";
import { formatGain, isKnown, listValues, markArea, markBoth, markDot } from "./marks.js";
import { markLine, nameValue, styleActor } from "./marks.js";
import { describeCourse, drawPanel, drawSeries, findLine, listMarks, planPanels } from "./panels.js";
import { FOOT, GAP, HEAD, LEFT, spreadPlaces, stackRows } from "./panels.js";

const NUMBER = 60, SHARE = 56, PALEST = 15, WIDEST = 560;

/** Plan the rows of gains: labels beside the marks or, where it is narrow, above them. */
function planGains(rows, width) {
  const known = rows.filter((row) => isKnown(row.mean)), shares = known.some((row) => isKnown(row.share));
  const beside = width >= 460, edge = width - (shares ? SHARE : 0), span = findSpan(known);
  const longest = Math.max(...rows.map((row) => measureText(row.label, row.strong))) + 12;
  const left = beside ? Math.min(longest, 0.38 * width) : 10, right = beside ? edge - NUMBER : width - 10;
  const x = makeScale(...span, left, right), room = beside ? left - 10 : edge - NUMBER;
  return { known, shares, beside, edge, span, x, room, width, size: right - left };
}

/** Draw a row of gains from y down: its label, its marks and its numbers. */
function drawGainRow(row, { beside, room, edge, width, x, shares }, y) {
  const lines = wrapText(row.label, room, 4, row.strong), kind = row.strong ? "strong" : null;
  const known = isKnown(row.mean), tall = 14 * lines.length, height = tall + (beside || !known ? 10 : 22);
  const middle = beside ? y + height / 2 : y + height - 11, first = beside ? middle + 11 - tall / 2 : y + 14;
  const base = beside ? middle + 4 : first;
  const parts = lines.map((line, k) => write(0, first + 14 * k, line, "start", kind));
  if (known) parts.push(write(edge, base, formatGain(row.mean), "end", kind), drawGain(row, x, middle));
  if (known && shares) parts.push(write(width, base, printShare(row.share), "end", "faint"));
  return { parts, height };
}

/** Draw the axis of gains down to y: grid, zero line and numbers, and the heads of the columns. */
function drawGainAxis({ span, x, edge, shares, width, size }, y) {
  const grid = listTicks(...span, Math.min(5, size / 60), true).map(({ value, name }) => [
    drawLine(x(value), HEAD, x(value), y, name === "0" ? "zero" : "grid"),
    write(x(value), y + 14, name, "middle", "faint")]);
  const above = shares ? write(width, 13, text("figures.above"), "end", "faint") : null;
  return [grid, write(edge, 13, text("figures.less"), "end", "faint"), above];
}

/** Draw the key of gains below y. */
function drawGainKey({ shares, width }, y) {
  const items = [{ mark: markBoth(markLine("interval"), markDot("dot")), words: text("figures.mean") }];
  if (shares) items.push({ mark: markArea("spread"), words: text("figures.between") });
  return drawKey(items, 0, y, width);
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
  const key = drawGainKey(plan, y + 24), others = groups.at(-1).rows.filter((row) => isKnown(row.mean));
  const fields = { first: known.length ? describeGain(known[0]) : "", count: others.length,
    over: others.filter((row) => row.mean > 0).length };
  return drawFrame(width, key.bottom, text("figures.gains", fields), drawGainAxis(plan, y), parts, key.parts);
}

/** Draw the key of panels: in the free place beside the last panel where there is one, else below. */
function drawPanelsKey(items, { panels, beside, height }, top, width) {
  const last = panels.at(-1), free = last.x + last.width + 2 * GAP, bottom = top + height + 6;
  if (!beside || !last.edge || width - free < 180) return drawKey(items, 0, bottom, width);
  const key = drawKey(items, free, top + last.y + FOOT + 8, width - free);
  return { parts: key.parts, bottom: Math.max(key.bottom, bottom) };
}

/** Draw small multiples of all actors over time: the fan of many runs, or one run so far. */
export function drawFan({ time, actors, series }, width) {
  const plan = planPanels(width, actors, series), { panels: [lead], beside } = plan;
  const events = planEvents(time, lead, width), top = events.height + HEAD + 4;
  const parts = plan.panels.map((place) => {
    const panel = { ...place, y: place.y + top }, { actor, dimension } = panel;
    const shown = series.find((s) => s.actor === actor.id && s.dimension === dimension);
    return draw("g", { class: "panel", "data-actor": actor.id, "data-dimension": dimension },
      drawPanel(time, panel, beside, dimension === lead.dimension), drawRules(time, events, panel),
      drawSeries(time, actor, shown, panel));
  });
  const key = drawPanelsKey([...listMarks(series[0]), ...events.key], plan, top, width);
  const own = series.filter((s) => s.actor === actors[0].id && findLine(s).length);
  const said = own.map((s) => describeCourse(time, actors[0], s.dimension, findLine(s))).join(" ");
  return drawFrame(width, key.bottom, said, parts, drawLabels(events, top - HEAD), key.parts);
}

/** Draw one patron's share as an area between two sums, with its name and last value beside it. */
function drawShare(patron, name, said, [low, high], { places, y }, [x, at, room]) {
  return draw("g", styleActor(patron), draw("title", null, said),
    drawArea(places, low.map(y), high.map(y), "share"),
    write(x, at, shortenText(name, room, true), "start", "name"));
}

/** Draw the patrons' shares of influence over time, stacked, with the last ones beside them. */
export function drawShares({ time, patrons, shares, held }, width) {
  const last = time.horizon - 1, ends = shares.map((row) => printShare(row[last])), sums = stackRows(shares);
  const names = patrons.map(({ label }, k) => `${label} ${ends[k]}`);
  const room = Math.min(Math.max(...names.map((name) => measureText(name, true))) + 2, 0.4 * width);
  const panel = { x: LEFT, width: width - room - 8 - LEFT, height: 190 };
  const events = planEvents(time, panel, width), top = events.height + 12;
  const plane = makePlane(time, { ...panel, y: top }), { y, places } = plane, base = y(0);
  const middles = patrons.map((_, k) => y((sums[k][last] + sums[k + 1][last]) / 2) + 4);
  const at = spreadPlaces(middles, 15, top + 10, base);
  const said = patrons.map(({ label }, k) =>
    text("figures.share", { actor: label, first: printShare(shares[k][0]), last: ends[k] }));
  const areas = patrons.map((patron, k) =>
    drawShare(patron, names[k], said[k], [sums[k], sums[k + 1]], plane, [width - room, at[k], room]));
  const bounds = held ? stackRows(held).slice(1, -1) : [];
  const past = bounds.map((row) => drawCourse(places, row.map(y), "before"));
  const ticks = [0, 0.5, 1].map((value) => write(LEFT - 6, y(value) + 4, printShare(value), "end", "faint"));
  const items = held ? [{ mark: markLine("before"), words: text("figures.held") }] : [];
  const key = drawKey([...items, ...events.key], 0, base + FOOT + 4, width), shown = { ...panel, y: top };
  return drawFrame(width, key.bottom, said.join(" "), areas, past, ticks, drawQuarters(time, shown, true),
    drawRules(time, events, shown), drawLabels(events, top), key.parts);
}

/** Draw the points of a sweep: spread and interval as bands, and the mean as a line with dots. */
function drawPoints(points, names, places, y) {
  const list = (name) => points.map((point) => y(point[name]));
  const drawBand = (low, high, kind) =>
    points.every((point) => isKnown(point[low])) && drawArea(places, list(low), list(high), kind);
  const dots = points.map((point, k) => draw("g", null,
    draw("title", null, describeGain({ ...point, label: names[k] })),
    drawDot(places[k], y(point.mean), point.side ? "dot" : "dot unsure", 3.5)));
  return [drawBand("drawsLow", "drawsHigh", "gain_spread"), drawBand("low", "high", "gain_band"),
    drawCourse(places, list("mean"), "gain_line"), dots];
}

/** Draw what hedging gains along one input, with the scenario's value and the one now marked. */
export function drawSweep({ label, values, levels, points, mark, now }, width) {
  const axis = { label, values, levels }, span = findSpan(points), left = 58, right = width - 24;
  const top = 56, bottom = 256, over = points.filter(({ mean }) => mean > 0).length;
  const x = makeScale(values[0], values.at(-1), left, right), y = makeScale(...span, bottom, top);
  const grid = listTicks(...span, 4, true).map(({ value, name }) => [
    write(left - 8, y(value) + 4, name, "end", "faint"),
    drawLine(left, y(value), right, y(value), name === "0" ? "zero" : "grid")]);
  const pin = (name, value, at) =>
    drawPin(x(value), at, bottom, text(`figures.${name}`, { value: nameValue(axis, value) }), name, width);
  const pins = [pin("mark", mark, top - 6), isKnown(now) && now !== mark && pin("now", now, top - 22)];
  const items = [{ mark: markBoth(markArea("gain_band"), markDot("dot")), words: text("figures.mean") }];
  if (isKnown(points[0].drawsLow))
    items.push({ mark: markArea("gain_spread"), words: text("figures.between") });
  const key = drawKey(items, 0, bottom + 60, width);
  const names = values.map((value) => `${label} ${nameValue(axis, value)}`);
  const finding = text("figures.sweep", { label, over, count: points.length });
  return drawFrame(width, key.bottom, finding, grid, pins,
    write(0, 13, text("figures.premium"), "start", "faint"), drawPoints(points, names, values.map(x), y),
    drawValues(axis, x, bottom, left, right), key.parts);
}

/** Draw a cell of the heat map: stronger further from zero, neutral where its side is open. */
function drawCell(cell, most, box, words) {
  const part = cell.side ? PALEST + ((100 - PALEST) * Math.abs(cell.mean)) / most : 0;
  const kind = part === 0 ? "cell" : cell.mean > 0 ? "cell up" : "cell down";
  const style = `--part:${part.toFixed(1)}%`;
  return draw("rect", { ...box, class: kind, style }, draw("title", null, words));
}

/** Draw the legend of the heat map, from the largest loss to the largest gain. */
function drawShades(most, x, y, width) {
  const means = Array.from({ length: 13 }, (_, k) => ((k - 6) / 6) * most), each = width / means.length;
  const cells = means.map((mean, k) => drawCell({ mean, side: Math.sign(mean) }, most,
    { x: x + k * each, y, width: each, height: 12 }, formatGain(mean)));
  const ends = [["start", 0], ["middle", 6], ["end", 12]].map(([anchor, k]) =>
    write(x + (width * k) / 12, y + 26, k === 6 ? "0" : formatGain(means[k]), anchor, "faint"));
  return [write(x, y - 6, text("figures.premium"), "start", "faint"), cells, ends];
}

/** Plan the places of a heat map's cells. */
function planHeat({ x: across, y: up }, width) {
  const rows = listValues(up, 6), longest = Math.max(...rows.map(({ name }) => measureText(name))) + 10;
  const left = Math.min(0.3 * width, longest), right = Math.min(width - 10, left + WIDEST), top = HEAD + 4;
  const step = (right - left) / across.values.length, high = Math.min(step, 26);
  const bottom = top + high * up.values.length;
  const x = makeScale(across.values[0], across.values.at(-1), left + step / 2, right - step / 2);
  const y = makeScale(up.values[0], up.values.at(-1), bottom - high / 2, top + high / 2);
  return { rows, left, right, bottom, step, high, x, y };
}

/** Draw the cells of a heat map; they carry their places as data-x and data-y. */
function drawCells({ x: across, y: up, cells }, { x, y, step, high }, most) {
  return cells.map((row, j) => row.map((cell, i) => {
    const [a, b] = [across.values[i], up.values[j]], label = `${nameValue(across, a)}, ${nameValue(up, b)}`;
    const box = { x: x(a) - step / 2, y: y(b) - high / 2, width: step, height: high };
    return drawCell(cell, most, { ...box, "data-x": i, "data-y": j }, describeGain({ ...cell, label }));
  }));
}

/** Draw what hedging gains over two inputs as a heat map. */
export function drawHeat(data, width) {
  const { x: across, y: up, cells } = data, all = cells.flat(), plan = planHeat(data, width);
  const { rows, left, right, bottom, x, y } = plan;
  const most = Math.max(1e-4, ...all.map(({ mean }) => Math.abs(mean)));
  const names = rows.map(({ value, name }) =>
    write(left - 6, y(value) + 4, shortenText(name, left - 8), "end"));
  const moved = across.now !== across.mark || up.now !== up.mark;
  const pins = [["mark", "pin", 6, "here"], ...(moved ? [["now", "pin now", 4, "now_here"]] : [])];
  const items = [
    ...pins.map(([, kind, r, name]) => ({ mark: markDot(kind, r), words: text(`figures.${name}`) })),
    { mark: markArea("cell"), words: text("figures.nothing") },
  ];
  const key = drawKey(items, 0, bottom + 118, width), sure = all.filter(({ side }) => side);
  const over = sure.filter(({ mean }) => mean > 0).length, under = sure.length - over;
  const finding = text("figures.heat", { x: across.label, y: up.label, over, under, count: all.length });
  return drawFrame(width, key.bottom, finding, drawCells(data, plan, most), names,
    write(0, 13, shortenText(up.label, width, true), "start", "strong"),
    drawValues(across, x, bottom, left, right), drawShades(most, left, bottom + 80, right - left),
    pins.map(([name, kind, r]) => drawDot(x(across[name]), y(up[name]), kind, r)), key.parts);
}

/** Tabulate a heat map for who reads numbers. */
export function tabulateHeat({ x, y, cells }) {
  const heads = [`${y.label} / ${x.label}`, ...x.values.map((value) => nameValue(x, value))];
  const rows = cells.map((row, j) => [nameValue(y, y.values[j]), ...row.map(({ mean }) => formatGain(mean))]);
  return buildTable(null, heads, rows.reverse());
}

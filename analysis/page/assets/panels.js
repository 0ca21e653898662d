// Small multiples over time: the places of actors' panels, their axes, and the series in them.
import { draw, drawArea, drawCourse, drawLine, drawQuarters, formatNumber, makePlane } from "./axes.js";
import { nameQuarter, shortenText, text, write } from "./axes.js";
import { drawDot, markArea, markLine, styleActor } from "./marks.js";

const DIMENSIONS = ["security", "economy", "autonomy", "utility"];
const LEAST = 88, HIGH = 92, LOW = 58;
export const LEFT = 42, GAP = 12, FOOT = 22, HEAD = 20;
const asArray = (values, y) => Array.from(values, y);

/** Plan the panels of one dimension from y down: patrons beside the hedger or, where narrow, below it. */
function planRow(found, dimension, y, { beside, columns, lead, size }) {
  return found.map((actor, k) => {
    if (k === 0) return { actor, dimension, edge: true, x: LEFT, y, width: lead, height: HIGH };
    const column = (k - 1) % columns, row = Math.floor((k - 1) / columns), x = LEFT + column * (size + GAP);
    if (beside) return { actor, dimension, x: x + lead + GAP, y, width: size, height: HIGH };
    const top = y + HIGH + FOOT + HEAD + row * (LOW + FOOT + HEAD);
    return { actor, dimension, edge: column === 0, x, y: top, width: size, height: LOW };
  });
}

/** Plan the panels of all actors and dimensions that there are series of. */
export function planPanels(width, actors, series) {
  const others = actors.length - 1, unit = (width - LEFT - GAP * others) / (others + 1.3);
  const beside = unit >= LEAST, lead = beside ? 1.3 * unit : width - LEFT, panels = [];
  const columns = beside ? others : Math.min(others, Math.floor((width - LEFT + GAP) / (LEAST + GAP)));
  const size = beside ? unit : (width - LEFT - GAP * (columns - 1)) / columns;
  let y = 0;
  for (const dimension of DIMENSIONS) {
    const found = actors.filter(({ id }) => series.some((s) => s.actor === id && s.dimension === dimension));
    panels.push(...planRow(found, dimension, y, { beside, columns, lead, size }));
    y = Math.max(...panels.map((panel) => panel.y + panel.height)) + (beside ? GAP + 2 : FOOT + HEAD + 6);
  }
  const ends = new Map(panels.map((panel) => [panel.actor, panel]));
  for (const panel of panels) panel.last = ends.get(panel.actor) === panel;
  return { panels, beside, height: y + (beside ? FOOT - GAP : -HEAD) };
}

/** Draw the axes and the name of a panel; beside others, only the first and the last of an actor have labels. */
export function drawPanel(time, panel, beside, first) {
  const { x, width, actor, edge, last } = panel, { y } = makePlane(time, panel), middle = y(0.5);
  const name = text(`figures.${panel.dimension}`);
  const title = shortenText(beside || actor.colour ? actor.label : `${name}: ${actor.label}`, width, true);
  const grid = [0, 0.5, 1].map((value) => [drawLine(x, y(value), x + width, y(value), "grid"),
    edge && write(x - 6, y(value) + 4, value, "end", "faint")]);
  const turned = { x: 11, y: middle, "text-anchor": "middle", transform: `rotate(-90 11 ${middle})` };
  return [grid, drawLine(x, y(1), x, y(0), "axis"), drawQuarters(time, panel, !beside || last),
    (!beside || first) && draw("g", styleActor(actor), write(x, y(1) - 7, title, "start", "name")),
    beside && edge && draw("text", turned, name)];
}

/** Describe the course of a series in words, from its first to its last value. */
export function describeCourse(time, actor, dimension, values) {
  const [from, to] = [values[0], values[values.length - 1]].map((value) => formatNumber(value, 2));
  const [first, last] = [time.first, time.first + values.length - 1].map(nameQuarter);
  const fields = { actor: actor.label, dimension: text(`figures.${dimension}`), first, from, last, to };
  return text("figures.course", fields);
}

export const findLine = ({ values, quantiles }) => values ?? quantiles[2];
const listOthers = ({ others, held }) =>
  others ?? (held ? [{ label: text("figures.held"), values: held }] : []);

/** Draw a series into its panel: bands, other courses to compare, and its line up to where it has come. */
export function drawSeries(time, actor, series, panel) {
  const { y, places } = makePlane(time, panel), line = findLine(series), now = line.length - 1;
  const [p05, p25, , p75, p95] = (series.quantiles ?? []).map((values) => asArray(values, y));
  const drawOther = ({ values }, k) => drawCourse(places, asArray(values, y), `before other${k}`);
  return draw("g", styleActor(actor),
    now >= 0 && draw("title", null, describeCourse(time, actor, series.dimension, line)),
    p05 && [drawArea(places, p05, p95, "outer"), drawArea(places, p25, p75, "inner")],
    listOthers(series).map(drawOther), drawCourse(places, asArray(line, y), "median"),
    series.values && now >= 0 && drawDot(places[now], y(line[now]), "end"));
}

/** List the items of the key of courses over time. */
export function listMarks(series) {
  const bands = [["median", markLine("median")], ["half", markArea("inner")], ["most", markArea("outer")]];
  const shown = series.quantiles ? bands : [];
  return [...shown.map(([name, mark]) => ({ mark, words: text(`figures.${name}`) })),
    ...listOthers(series).map(({ label }, k) => ({ mark: markLine(`before other${k}`), words: label }))];
}

/** Move places that are closer than a row apart, in their order, within ends. */
export function spreadPlaces(places, row, top, bottom) {
  const order = places.map((_, k) => k).sort((a, b) => places[a] - places[b]), out = [...places];
  order.forEach((k, n) => (out[k] = Math.max(out[k], n ? out[order[n - 1]] + row : top)));
  order.reverse().forEach((k, n) => (out[k] = Math.min(out[k], n ? out[order[n - 1]] - row : bottom)));
  return out;
}

/** Return the stacked sums of rows: zeros, the first row, the first two, and so on. */
export function stackRows(rows) {
  const sums = [Array.from(rows[0], () => 0)];
  for (const row of rows) sums.push(sums.at(-1).map((sum, t) => sum + row[t]));
  return sums;
}

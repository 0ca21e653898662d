// What all figures share: words, elements, numbers, scales, the axis of quarters and the marks of events.

const SVG_SPACE = "http://www.w3.org/2000/svg";
const FONT = '12px system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif';
const ROW = 16, YEAR = 4, SERIES = 3, MOST_LANES = 6;
const TEXTS = {}, PEN = {};

/** Take over the table of all words of the page. */
export function setTexts(table) {
  Object.assign(TEXTS, table);
}

/** Return the words of a key with its {fields} filled in. */
export function text(key, fields = {}) {
  if (!Object.hasOwn(TEXTS, key)) throw new Error(`there is no text ${key}`);
  return TEXTS[key].replace(/\{(\w+)\}/g, (_, name) => {
    if (!Object.hasOwn(fields, name)) throw new Error(`the text ${key} needs a ${name}`);
    return fields[name];
  });
}

/** Fill an element with attributes, listeners and children; texts become text nodes, never markup. */
function fillElement(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** Build an element of the page. */
export function build(tag, attributes, ...children) {
  return fillElement(document.createElement(tag), attributes, children);
}

/** Build an element of a figure. */
export function draw(tag, attributes, ...children) {
  return fillElement(document.createElementNS(SVG_SPACE, tag), attributes, children);
}

/** Build the SVG element of a figure; the finding is what a screen reader says. */
export function drawFrame(width, height, finding, ...children) {
  const box = { viewBox: `0 0 ${width} ${height}`, width, height };
  return draw("svg", { class: "picture", role: "img", "aria-label": finding, ...box }, ...children);
}

/** Write words at a place; anchor is start, middle or end. */
export function write(x, y, words, anchor = "start", kind = null) {
  return draw("text", { x, y, "text-anchor": anchor, class: kind }, String(words));
}

export const drawLine = (x1, y1, x2, y2, kind) => draw("line", { x1, y1, x2, y2, class: kind });
const round = (number) => Math.round(number * 100) / 100;

/** Draw a course through points [x, y]; a point whose y is not a number interrupts it. */
export function drawPath(points, kind) {
  let on = false;
  const steps = points.map(([x, y]) => {
    const letter = on ? "L" : "M";
    on = Number.isFinite(y);
    return on ? `${letter}${round(x)} ${round(y)}` : "";
  });
  return draw("path", { d: steps.join(""), class: kind });
}

/** Draw the area between two courses over the same places. */
export function drawArea(places, low, high, kind) {
  const edge = (values) => places.map((x, k) => `${round(x)} ${round(values[k])}`);
  return draw("path", { d: `M${[...edge(high), ...edge(low).reverse()].join("L")}Z`, class: kind });
}

/** Measure words in px. */
export function measureText(words, bold = false) {
  PEN.context ??= document.createElement("canvas").getContext("2d");
  PEN.context.font = bold ? `bold ${FONT}` : FONT;
  return PEN.context.measureText(words).width;
}

/** Shorten words with an ellipsis to what has room. */
export function shortenText(words, room, bold = false) {
  if (measureText(words, bold) <= room) return words;
  let end = words.length;
  while (end > 0 && measureText(`${words.slice(0, end).trimEnd()}\u2026`, bold) > room) end--;
  return `${words.slice(0, end).trimEnd()}\u2026`;
}

/** Break words into lines that have room, the last one shortened where there would be more than `most`. */
export function wrapText(words, room, most = 99, bold = false) {
  const lines = [""];
  for (const word of words.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (measureText(longer, bold) <= room || !lines.at(-1) || lines.length === most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => shortenText(line, room, bold));
}

/** Format a number with fixed decimals and a minus of full width; a zero has no sign. */
export function formatNumber(value, digits = 4, sign = false) {
  if (!Number.isFinite(value)) return "\u2013";
  const shown = Math.abs(value).toFixed(digits);
  return (Number(shown) === 0 ? "" : value < 0 ? "\u2212" : sign ? "+" : "") + shown;
}

/** Format a share in percent. */
export function formatShare(share) {
  if (!Number.isFinite(share)) return "\u2013";
  return share > 0 && share < 0.005 ? text("figures.rare") : `${Math.round(100 * share)}%`;
}

/** Name a calendar quarter, counted as 4 * year + quarter - 1. */
export const nameQuarter = (quarter) => `${Math.floor(quarter / YEAR)}Q${(quarter % YEAR) + 1}`;

/** Return the place of a value on an axis. */
export const makeScale = (low, high, from, to) => (value) => from + ((value - low) / (high - low || 1)) * (to - from);

/** List round numbers from low to high, at most about `most`, and the decimals that they need. */
export function listTicks(low, high, most = 4) {
  const rough = (high - low) / most || 1, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((k) => k * power >= rough * 0.999) * power, ticks = [];
  for (let k = Math.ceil(low / step - 1e-6); k * step <= high + 1e-6 * step; k++) ticks.push(k * step);
  return { ticks, digits: Math.max(0, Math.ceil(-Math.log10(step) - 1e-6)) };
}

/** List the quarters that get a label: the smallest step at which no two labels meet. */
export function listQuarters({ first, horizon }, width) {
  const place = makeScale(0, Math.max(horizon - 1, 1), 0, width);
  for (const step of [1, 2, 4, 8, 20, 40, 80, 200]) {
    const all = Array.from({ length: horizon }, (_, t) => t).filter((t) => (first + t) % step === 0);
    const ticks = all.map((t) => ({ t, name: step < YEAR ? nameQuarter(first + t) : String((first + t) / YEAR) }));
    const room = measureText(ticks[0]?.name ?? "") + 8;
    if (ticks.length && (ticks.length === 1 || place(step) >= room)) return ticks;
  }
  return [{ t: 0, name: nameQuarter(first) }];
}

/** Draw the axis of quarters below a panel; labels at the edges are moved inwards. */
export function drawQuarters(time, { x, y, width, height }, labelled) {
  const place = makeScale(0, Math.max(time.horizon - 1, 1), x, x + width), base = y + height;
  const ticks = listQuarters(time, width).map(({ t, name }) => {
    const half = measureText(name) / 2, at = Math.min(Math.max(place(t), x + half - 6), x + width - half + 6);
    return [drawLine(place(t), base, place(t), base + 4, "axis"), labelled ? write(at, base + 17, name, "middle") : null];
  });
  return draw("g", { class: "quarters" }, drawLine(x, base, x + width, base, "axis"), ticks);
}

/** List the events that get a mark, by quarter: neither courses of many values nor what is in force before. */
export function listTurns({ first, horizon, events }) {
  const often = (path) => events.filter((event) => event.path === path).length > SERIES;
  const turns = events.filter((event) => event.quarter >= 0 && event.quarter < horizon && !often(event.path));
  const end = ({ until }) => (until > 0 ? text("figures.until", { quarter: nameQuarter(first + until) }) : "");
  return turns.map((e) => ({ quarter: e.quarter, words: [e.label || e.name, end(e)].filter(Boolean).join(" ") }))
    .sort((a, b) => a.quarter - b.quarter);
}

/** Place labels in lanes right of their rules, so that none meets another or crosses another's rule. */
export function placeLabels(turns, place, right) {
  const rules = [];
  return turns.toReversed().map((turn) => {
    const at = place(turn.quarter), words = shortenText(turn.words, right - at - 4);
    const end = at + measureText(words) + 10;
    const lane = Math.max(-1, ...rules.filter((rule) => rule.at < end).map((rule) => rule.lane)) + 1;
    rules.push({ at, lane });
    return { ...turn, words, at, lane };
  });
}

/** Plan the marks of events above a panel: labels, or numbers with a key where labels take too much room. */
export function planEvents(time, x, width, right) {
  const turns = listTurns(time), place = makeScale(0, Math.max(time.horizon - 1, 1), x, x + width);
  const labels = placeLabels(turns, place, right), lanes = Math.max(0, ...labels.map((label) => label.lane + 1));
  const cut = labels.some((label) => label.words.endsWith("\u2026"));
  if (lanes <= MOST_LANES && !cut) return { turns, labels, lanes, key: [] };
  const numbers = turns.map((turn, k) => ({ ...turn, words: String(k + 1) }));
  const key = turns.map((t, k) => `${k + 1} ${nameQuarter(time.first + t.quarter)} ${t.words}`);
  const placed = placeLabels(numbers, place, right);
  return { turns, labels: placed, lanes: Math.max(...placed.map((label) => label.lane + 1)), key };
}

/** Draw the labels of events above a panel whose top is at y, each at the end of its rule. */
export function drawLabels(plan, top, y) {
  const height = (lane) => top + (plan.lanes - 1 - lane) * ROW;
  return plan.labels.map((label) => draw("g", { class: "event" },
    drawLine(label.at, height(label.lane), label.at, y, "rule"),
    write(label.at + 4, height(label.lane) + 12, label.words)));
}

/** Draw the rules of events through a panel, each with its name for who points at it. */
export function drawRules(time, plan, { x, y, width, height }) {
  const place = makeScale(0, Math.max(time.horizon - 1, 1), x, x + width);
  return plan.turns.map(({ quarter, words }) => draw("g", { class: "event_rule" },
    draw("title", null, `${nameQuarter(time.first + quarter)}: ${words}`),
    drawLine(place(quarter), y, place(quarter), y + height, "rule")));
}

/** Fill an element with a figure made for its width, and make it again when the width changes. */
export function showChart(holder, make) {
  const redraw = () => {
    holder.shownAt = holder.clientWidth;
    if (holder.shownAt) holder.replaceChildren(holder.make(holder.shownAt));
  };
  holder.make = make;
  holder.watcher ??= new ResizeObserver(() => {
    if (holder.clientWidth !== holder.shownAt) requestAnimationFrame(redraw);
  });
  holder.watcher.observe(holder);
  redraw();
}

/** Write a figure as an SVG file that needs no style sheet, in the light colours of print. */
export function serialiseChart(svg) {
  const names = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-weight", "text-anchor"];
  const copy = svg.cloneNode(true), from = [...svg.querySelectorAll("*")];
  svg.classList.add("paper");
  [...copy.querySelectorAll("*")].forEach((element, k) => {
    const look = getComputedStyle(from[k]);
    for (const name of names) element.setAttribute(name, look.getPropertyValue(name));
    element.removeAttribute("class");
    element.removeAttribute("style");
  });
  svg.classList.remove("paper");
  for (const name of ["class", "style"]) copy.removeAttribute(name);
  fillElement(copy, { xmlns: SVG_SPACE, "font-family": "sans-serif", "font-size": 12 }, []);
  copy.prepend(draw("rect", { width: "100%", height: "100%", fill: "#ffffff" }));
  return new XMLSerializer().serializeToString(copy);
}

// What all figures share: words, elements, numbers, scales, the axis of quarters and the marks of events.

const SVG_SPACE = "http://www.w3.org/2000/svg";
const FONT = '12px system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif';
const ROW = 16, YEAR = 4, SERIES = 3, MOST_LANES = 6, FILE_WIDTH = 720;
const TEXTS = {}, PEN = {};
const LOOK = ["fill", "stroke", "stroke-width", "stroke-linejoin", "stroke-dasharray", "paint-order",
  "opacity", "font-weight", "text-anchor"];

/** Take over the table of all words of the page. */
export const setTexts = (table) => Object.assign(TEXTS, table);

/** Return the words of a key with its {fields} filled in. */
export function text(key, fields = {}) {
  if (!Object.hasOwn(TEXTS, key)) throw new Error(`there is no text ${key}`);
  return TEXTS[key].replace(/\{(\w+)\}/g, (_, name) => {
    if (!Object.hasOwn(fields, name)) throw new Error(`the text ${key} needs ${name}`);
    return fields[name];
  });
}

/** Fill an element with attributes, listeners and children; words become text nodes, never markup. */
function fillElement(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(4).filter((child) => child instanceof Node || typeof child === "string"));
  return element;
}

/** Build an element of the page. */
export const build = (tag, attributes, ...children) =>
  fillElement(document.createElement(tag), attributes, children);

/** Build an element of a figure. */
export const draw = (tag, attributes, ...children) =>
  fillElement(document.createElementNS(SVG_SPACE, tag), attributes, children);

/** Build a table that scrolls sideways where it must; the first of each row's cells is its head. */
export function buildTable(caption, heads, rows, strong = -1) {
  const line = ([first, ...cells], k) => build("tr", { class: k === strong && "strong" },
    build("th", { scope: "row" }, first), cells.map((cell) => build("td", null, cell)));
  const head = build("tr", null, heads.map((words) => build("th", { scope: "col" }, words)));
  return build("div", { class: "scroll" }, build("table", { class: "numbers" },
    caption && build("caption", null, caption),
    build("thead", null, head), build("tbody", null, rows.map(line))));
}

/** Build the SVG element of a figure; the finding is what a screen reader says. */
export function drawFrame(width, height, finding, ...children) {
  const box = { viewBox: `0 0 ${width} ${height}`, width, height };
  return draw("svg", { class: "picture", role: "img", "aria-label": finding, ...box }, ...children);
}

/** Write words at a place; anchor is start, middle or end. */
export const write = (x, y, words, anchor = "start", kind = null) =>
  draw("text", { x, y, "text-anchor": anchor, class: kind }, String(words));
export const drawLine = (x1, y1, x2, y2, kind) => draw("line", { x1, y1, x2, y2, class: kind });
const listPoints = (places, values) =>
  Array.from(values, (y, k) => `${places[k].toFixed(1)} ${y.toFixed(2)}`);

/** Draw a course of values, by their places. */
export const drawCourse = (places, values, kind) =>
  values.length ? draw("path", { d: `M${listPoints(places, values).join("L")}`, class: kind }) : null;

/** Draw the area between two courses. */
export function drawArea(places, low, high, kind) {
  const points = [...listPoints(places, high), ...listPoints(places, low).reverse()];
  return draw("path", { d: `M${points.join("L")}Z`, class: kind });
}

/** Measure words in px. */
export function measureText(words, bold = false) {
  PEN.context ??= build("canvas").getContext("2d", { willReadFrequently: true });
  PEN.context.font = bold ? `bold ${FONT}` : FONT;
  return PEN.context.measureText(words).width;
}

/** Shorten words with an ellipsis to the room that they have. */
export function shortenText(words, room, bold = false) {
  if (measureText(words, bold) <= room) return words;
  let end = words.length;
  const cut = () => `${words.slice(0, end).trimEnd()}\u2026`;
  while (end > 0 && measureText(cut(), bold) > room) end--;
  return cut();
}

/** Break words into at most so many lines, a line that is too long shortened. */
export function wrapText(words, room, most = 99, bold = false) {
  const [first, ...others] = words.split(" "), lines = [first];
  for (const word of others) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length === most || measureText(longer, bold) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => shortenText(line, room, bold));
}

/** Print a number with fixed decimals, ties to even as Python does; a zero has no sign. */
export function printFixed(value, digits = 3, sign = false) {
  if (Number.isNaN(value)) return "-";
  const size = Math.abs(value), tie = /^50*$/.test(size.toFixed(100).split(".")[1].slice(digits));
  const up = size.toFixed(digits), odd = tie && Number(up.at(-1)) % 2;
  const shown = odd ? (Number(up) - 10 ** -digits).toFixed(digits) : up;
  if (value < 0) return sign && !Number(shown) ? shown : `-${shown}`;
  return sign && Number(shown) ? `+${shown}` : shown;
}

/** Print a share in percent; none or all only where it is none or all. */
export function printShare(share) {
  if (!Number.isFinite(share)) return "\u2013";
  const shown = `${printFixed(100 * share, 0)}%`;
  if (share < 1 && shown === "100%") return ">99%";
  return share > 0 && shown === "0%" ? "<1%" : shown;
}

/** Format a number with fixed decimals for the eye: a minus of full width, and a zero has no sign. */
export function formatNumber(value, digits = 4, sign = false) {
  if (!Number.isFinite(value)) return "\u2013";
  const shown = printFixed(value, digits, sign);
  return Number(shown) ? shown.replace("-", "\u2212") : shown.replace("-", "");
}

/** Name a calendar quarter, counted as 4 * year + quarter - 1. */
export const nameQuarter = (quarter) => `${Math.floor(quarter / YEAR)}Q${(quarter % YEAR) + 1}`;

/** Return the function from a value to its place on an axis. */
export const makeScale = (low, high, from, to) => (value) =>
  from + ((value - low) / (high - low || 1)) * (to - from);

/** Return the scales of a panel: quarters to the right, from 0 to 1 up, and the places of all quarters. */
export function makePlane(time, { x, y, width, height }) {
  const place = makeScale(0, Math.max(time.horizon - 1, 1), x, x + width);
  const places = Array.from({ length: time.horizon }, (_, t) => place(t));
  return { x: place, y: makeScale(0, 1, y + height, y), places };
}

/** List round numbers from low to high, about `most` of them, each with its label. */
export function listTicks(low, high, most, sign = false) {
  const rough = (high - low) / most || 1, power = 10 ** Math.floor(Math.log10(rough)), ticks = [];
  const step = [1, 2, 5, 10].find((k) => k * power >= 0.999 * rough) * power;
  const digits = Math.max(0, Math.ceil(-Math.log10(step) - 1e-6));
  for (let k = Math.ceil(low / step - 1e-6); k * step <= high + 1e-6 * step; k++)
    ticks.push({ value: k * step, name: k === 0 ? "0" : formatNumber(k * step, digits, sign) });
  return ticks;
}

/** List the quarters that get a label: the smallest step at which no two meet, one moved inwards or not. */
export function listQuarters({ first, horizon }, width) {
  const quarters = Array.from({ length: horizon }, (_, t) => t), each = width / Math.max(horizon - 1, 1);
  for (const step of [1, 2, 4, 8, 20, 40, 80, 200, 400]) {
    const name = (t) => (step < YEAR ? nameQuarter(first + t) : String((first + t) / YEAR));
    const ticks = quarters.filter((t) => (first + t) % step === 0).map((t) => ({ t, name: name(t) }));
    if (ticks.length === 1 || (ticks.length && step * each >= 1.5 * measureText(ticks[0].name))) return ticks;
  }
  return [{ t: 0, name: nameQuarter(first) }];
}

/** Draw the axis of quarters below a panel; a label at an edge is moved inwards. */
export function drawQuarters(time, panel, labelled) {
  const { x, y, width, height } = panel, plane = makePlane(time, panel), base = y + height;
  const ticks = listQuarters(time, width).map(({ t, name }) => {
    const half = measureText(name) / 2, at = Math.min(Math.max(plane.x(t), x + half), x + width - half);
    const label = labelled ? write(at, base + 17, name, "middle") : null;
    return [drawLine(plane.x(t), base, plane.x(t), base + 4, "axis"), label];
  });
  return draw("g", { class: "quarters" }, drawLine(x, base, x + width, base, "axis"), ticks);
}

/** Name an event by its label, else by its name in words. */
const nameEvent = ({ label, name }) => label || name[0].toUpperCase() + name.slice(1).replaceAll("_", " ");

/** List the events that get a mark: neither courses of many values nor what is in force before the start. */
export function listTurns({ first, horizon, events }) {
  const often = ({ path }) => events.filter((event) => event.path === path).length > SERIES;
  const end = (quarter) => ` ${text("figures.until", { quarter: nameQuarter(first + quarter) })}`;
  return events.filter((event) => event.quarter >= 0 && event.quarter < horizon && !often(event))
    .map((e) => ({ quarter: e.quarter, words: nameEvent(e) + (e.until > 0 ? end(e.until) : "") }))
    .sort((a, b) => a.quarter - b.quarter);
}

/** Place labels in lanes right of their rules, so that none meets another or crosses another's rule. */
export function placeLabels(turns, place, right) {
  const rules = [];
  return [...turns].reverse().map(({ quarter, words }) => {
    const at = place(quarter), end = at + measureText(words) + 10;
    const lane = Math.max(-1, ...rules.filter((rule) => rule.at < end).map((rule) => rule.lane)) + 1;
    rules.push({ at, lane });
    return { at, lane, words, fits: end <= right + 5 };
  });
}

/** Number events in one lane; those too close share a label such as 4\u20136. */
function numberLabels(turns, place) {
  const groups = [];
  for (const [k, { quarter }] of turns.entries()) {
    const near = groups.at(-1), number = k + 1;
    if (near && place(quarter) < near.at + 45) near.words = `${near.first}\u2013${number}`;
    else groups.push({ at: place(quarter), first: number, words: String(number), lane: 0 });
  }
  return groups;
}

/** Plan the marks of events above a panel: labels, or numbers with a key where labels need too much room. */
export function planEvents(time, panel, right) {
  const turns = listTurns(time), { x } = makePlane(time, { y: 0, height: 1, ...panel });
  const labels = placeLabels(turns, x, right), lanes = Math.max(0, ...labels.map(({ lane }) => lane + 1));
  if (lanes <= MOST_LANES && labels.every(({ fits }) => fits))
    return { turns, labels, right, height: lanes * ROW, key: [] };
  const key = turns.map(({ quarter, words }, k) => `${k + 1} ${nameQuarter(time.first + quarter)} ${words}`);
  return { turns, labels: numberLabels(turns, x), right, height: ROW, key: key.map((words) => ({ words })) };
}

/** Draw the labels of events from the top of a figure, each at the end of its rule, which reaches to base. */
export function drawLabels({ labels, height, right }, base) {
  return labels.map(({ at, lane, words }) => {
    const top = height - (lane + 1) * ROW, x = Math.min(at + 4, right - measureText(words));
    return draw("g", { class: "event" }, drawLine(at, top, at, base, "rule"), write(x, top + 12, words));
  });
}

/** Draw the rules of events through a panel, each with its name for who points at it. */
export function drawRules(time, { turns }, panel) {
  const plane = makePlane(time, panel);
  return turns.map(({ quarter, words }) => draw("g", null,
    draw("title", null, `${nameQuarter(time.first + quarter)}: ${words}`),
    drawLine(plane.x(quarter), panel.y, plane.x(quarter), panel.y + panel.height, "rule")));
}

/** Fill an element with a figure made for its width, and make it again when that changes; null empties it. */
export function showChart(holder, make) {
  const redraw = () => {
    const width = (holder.shownAt = holder.clientWidth);
    if (width) holder.replaceChildren(...(holder.make ? [holder.make(width)] : []));
  };
  holder.make = make;
  holder.watcher ??= new ResizeObserver(() => {
    if (holder.clientWidth !== holder.shownAt) requestAnimationFrame(redraw);
  });
  holder.watcher.observe(holder);
  redraw();
}

/** Return a colour in words that every reader of SVG files knows. */
function printColour(colour) {
  if (!colour.startsWith("okl")) return colour;
  measureText("");
  PEN.context.fillStyle = colour;
  PEN.context.fillRect(0, 0, 1, 1);
  return `rgb(${[...PEN.context.getImageData(0, 0, 1, 1).data].slice(0, 3).join(", ")})`;
}

/** Write the figure of an element as a file, made anew: one on a hidden sheet shows an older setting. */
export function writeChart(holder) {
  const svg = holder.appendChild(holder.make(FILE_WIDTH)), file = serialiseChart(svg);
  svg.remove();
  return file;
}

/** Write a figure as an SVG file that needs no style sheet, in the light colours of print. */
export function serialiseChart(svg) {
  const copy = svg.cloneNode(true), shown = [...svg.querySelectorAll("*")];
  svg.classList.add("paper");
  [...copy.querySelectorAll("*")].forEach((element, k) => {
    const style = getComputedStyle(shown[k]);
    LOOK.forEach((name) => element.setAttribute(name, printColour(style.getPropertyValue(name))));
    ["class", "style"].forEach((name) => element.removeAttribute(name));
  });
  svg.classList.remove("paper");
  copy.removeAttribute("class");
  fillElement(copy, { xmlns: SVG_SPACE, "font-family": "sans-serif", "font-size": 12 }, []);
  const [width, height] = ["width", "height"].map((name) => Number(svg.getAttribute(name)) + 16);
  fillElement(copy, { width, height, viewBox: `-8 -8 ${width} ${height}` }, []);
  copy.prepend(draw("rect", { x: -8, y: -8, width, height, fill: "#ffffff" }));
  return new XMLSerializer().serializeToString(copy);
}

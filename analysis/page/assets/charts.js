// The figures of the page as SVG, each a function of its data and of the width that it has.

const DIMENSIONS = ["security", "economy", "autonomy", "utility"];
const LEFT = 42, GAP = 12, LEAST = 88, FOOT = 22;

/** Draw a key in as many rows as it takes: items are { mark: a function of x and y, words }. */
function drawKey(items, y, width) {
  let x = 0, row = 0;
  const parts = items.map(({ mark, words }) => {
    const room = measureText(words) + (mark ? 50 : 18);
    if (x > 0 && x + room > width) [x, row] = [0, row + 1];
    const at = x, base = y + row * 18;
    x += room;
    return [mark ? mark(at, base + 8) : null, write(at + (mark ? 32 : 0), base + 12, shortenText(words, width))];
  });
  return { parts: draw("g", { class: "key" }, parts), height: items.length ? (row + 1) * 18 + 4 : 0 };
}

const lineMark = (kind) => (x, y) => drawLine(x, y, x + 24, y, kind);
const areaMark = (kind) => (x, y) => draw("rect", { x, y: y - 6, width: 24, height: 12, class: kind });

/** Find the ends of an axis that covers numbers and zero, with a margin. */
function findSpan(numbers, least = 5e-4) {
  const finite = numbers.filter(Number.isFinite), low = Math.min(0, ...finite), high = Math.max(0, ...finite);
  const margin = Math.max(0.06 * (high - low), least);
  return [low - margin, high + margin];
}

const listEnds = (e) => [e.mean, e.low, e.high, e.drawsLow, e.drawsHigh, e.held];
const leavesZero = (low, high) => low > 0 || high < 0;

/** Describe an estimate in words: its mean, how sure it is, and its spread over draws. */
function describeGain(gain) {
  const [mean, low, high] = [gain.mean, gain.low, gain.high].map((value) => formatNumber(value, 4, true));
  const said = [text("figures.gain", { label: gain.label, mean, low, high })];
  if (Number.isFinite(gain.drawsLow)) {
    const [from, to] = [gain.drawsLow, gain.drawsHigh].map((value) => formatNumber(value, 4, true));
    said.push(text("figures.gain_draws", { from, to, share: formatShare(gain.share) }));
  }
  return said.join(" ");
}

/** Draw an estimate: the spread of draws, the interval of the mean, the mean, and the one held. */
function drawGain(gain, x, y) {
  const { mean, low, high, drawsLow, drawsHigh, held } = gain, spread = Number.isFinite(drawsLow);
  const kind = `spread ${leavesZero(drawsLow, drawsHigh) ? "sure" : ""}`, unsure = leavesZero(low, high) ? "" : "unsure";
  return draw("g", { class: "gain" }, draw("title", null, describeGain(gain)),
    spread && draw("rect", { x: x(drawsLow), y: y - 5, width: x(drawsHigh) - x(drawsLow), height: 10, class: kind }),
    Number.isFinite(held) && draw("circle", { cx: x(held), cy: y, r: 4, class: "dot held" }),
    Number.isFinite(low) && drawLine(x(low), y, x(high), y, "interval"),
    draw("circle", { cx: x(mean), cy: y, r: 4, class: `dot ${unsure}` }));
}

/** Draw what hedging gains over rivals: a row each, labels beside the marks or, where narrow, above them. */
export function drawGains({ groups }, width) {
  const rows = groups.flatMap((group) => group.rows), shown = rows.filter((row) => Number.isFinite(row.mean));
  const beside = width >= 480, numbers = shown.some((row) => Number.isFinite(row.share)) ? 110 : 66;
  const longest = Math.max(...rows.map((row) => measureText(row.label, row.strong))) + 12;
  const left = beside ? Math.min(longest, 0.38 * width) : 8, right = beside ? width - numbers : width - 8;
  const span = findSpan(shown.flatMap(listEnds)), x = makeScale(...span, left, right), parts = [];
  const room = beside ? left - 10 : width - numbers - 8;
  let y = 22;
  const writeRow = (row) => {
    const lines = wrapText(row.label, room, 2, row.strong), kind = row.strong ? "strong" : null;
    const height = beside ? 12 + 14 * lines.length : 22 + 14 * lines.length;
    const middle = beside ? y + height / 2 : y + height - 11, base = beside ? middle + 4 : y + 15;
    const first = beside ? middle + 4 - 7 * (lines.length - 1) : y + 15;
    parts.push(lines.map((line, k) => write(0, first + 14 * k, line, "start", kind)));
    if (Number.isFinite(row.mean)) {
      parts.push(write(width - numbers + 64, base, formatNumber(row.mean, 4, true), "end", kind), drawGain(row, x, middle));
      if (Number.isFinite(row.share)) parts.push(write(width, base, formatShare(row.share), "end", "faint"));
    }
    y += height;
  };
  for (const group of groups) {
    if (group.heading) parts.push(write(0, y + 16, shortenText(group.heading, width, true), "start", "strong"));
    y += group.heading ? 24 : 0;
    group.rows.forEach(writeRow);
    y += 6;
  }
  return finishGains(shown, parts, { x, y, left, right, width, span, numbers });
}

/** Add axis, heads and key to the rows of gains. */
function finishGains(shown, parts, { x, y, left, right, width, span, numbers }) {
  const { ticks, digits } = listTicks(...span, Math.min(5, (right - left) / 70)), spread = numbers > 66;
  const grid = ticks.map((tick) => [
    drawLine(x(tick), 20, x(tick), y, Math.abs(tick) < 1e-12 ? "zero" : "grid"),
    write(x(tick), y + 14, formatNumber(tick, digits, true), "middle", "faint")]);
  const heads = [write(width - numbers + 64, 13, text("figures.less"), "end", "faint"),
    spread ? write(width, 13, text("figures.above"), "end", "faint") : null];
  const held = shown.some((row) => Number.isFinite(row.held));
  const dot = (kind) => (cx, cy) => draw("circle", { cx: cx + 12, cy, r: 4, class: kind });
  const mean = (cx, cy) => draw("g", null, lineMark("interval")(cx, cy), dot("dot")(cx, cy));
  const key = drawKey([{ mark: mean, words: text("figures.mean") },
    ...(spread ? [{ mark: areaMark("spread sure"), words: text("figures.spread") }] : []),
    ...(held ? [{ mark: dot("dot held"), words: text("figures.held") }] : [])], y + 24, width);
  const over = shown.filter((row) => row.mean > 0).length;
  const finding = text("figures.gains", { first: shown.length ? describeGain(shown[0]) : "", over, count: shown.length });
  return drawFrame(width, y + 24 + key.height, finding, grid, heads, parts, key.parts);
}

/** Plan the panels of actors: side by side in a row for each dimension, or patrons below the hedger. */
function planPanels(width, actors, series) {
  const others = actors.length - 1, unit = (width - LEFT - GAP * others) / (others + 1.3), beside = unit >= LEAST;
  const across = beside ? others : Math.max(1, Math.min(others, Math.floor((width - LEFT + GAP) / (LEAST + GAP))));
  const small = beside ? unit : (width - LEFT - GAP * (across - 1)) / across, panels = [];
  let y = 0;
  for (const dimension of DIMENSIONS) {
    const found = actors.filter(({ id }) => series.some((s) => s.actor === id && s.dimension === dimension));
    if (!found.length) continue;
    found.forEach((actor, k) => {
      const at = beside ? k : (k - 1) % across, below = beside || k === 0 ? 0 : 128 + Math.floor((k - 1) / across) * 96;
      const x = k === 0 ? LEFT : beside ? LEFT + 1.3 * unit + GAP + (k - 1) * (unit + GAP) : LEFT + at * (small + GAP);
      const size = k === 0 ? { width: beside ? 1.3 * unit : width - LEFT, height: 92 } : { width: small, height: beside ? 92 : 58 };
      panels.push({ actor, dimension, x, y: y + below, ...size, edge: beside ? k === 0 : k === 0 || at === 0 });
    });
    y += beside ? 106 : 128 + Math.ceil((found.length - 1) / across) * 96;
  }
  return { panels, beside, height: y + (beside ? FOOT : 0) };
}

/** Draw the axes and the name of a panel. */
function drawPanel(time, panel, beside, last, first) {
  const { x, y, width, height, actor, dimension, edge } = panel, parts = [];
  for (const value of [0, 0.5, 1]) {
    const at = y + height * (1 - value);
    parts.push(drawLine(x, at, x + width, at, "grid"), edge ? write(x - 6, at + 4, value, "end", "faint") : null);
  }
  parts.push(drawLine(x, y, x, y + height, "axis"), drawQuarters(time, panel, !beside || last));
  const name = text(`figures.${dimension}`), style = actor.colour ? `--actor:${actor.colour}` : null;
  const title = beside || actor.id !== "hedger" ? actor.label : `${name}: ${actor.label}`;
  if (!beside || first) parts.push(draw("text", { x, y: y - 6, class: "actor name", style }, shortenText(title, width, true)));
  if (beside && edge)
    parts.push(draw("text", { x: 11, y: y + height / 2, "text-anchor": "middle", transform: `rotate(-90 11 ${y + height / 2})` }, name));
  return parts;
}

/** Draw small multiples of all actors over time; drawSeries draws one of series into its panel. */
function drawPanels({ time, actors, series }, width, drawSeries, items, finding) {
  const { panels, beside, height } = planPanels(width, actors, series), lead = panels[0];
  const events = planEvents(time, lead.x, lead.width, width), top = events.lanes * ROW + ROW + 8;
  const parts = panels.map((panel) => {
    panel.y += top;
    const { actor, dimension } = panel, mine = series.filter((s) => s.actor === actor.id);
    const shown = mine.find((s) => s.dimension === dimension), style = actor.colour ? `--actor:${actor.colour}` : null;
    const x = makeScale(0, Math.max(time.horizon - 1, 1), panel.x, panel.x + panel.width);
    const y = makeScale(0, 1, panel.y + panel.height, panel.y), last = dimension === mine.at(-1).dimension;
    return draw("g", { class: "panel", "data-actor": actor.id, "data-dimension": dimension },
      drawPanel(time, panel, beside, last, dimension === DIMENSIONS[0]), drawRules(time, events, panel),
      draw("g", { class: "actor", style }, drawSeries(shown, x, y, actor)));
  });
  const key = drawKey([...items, ...events.key.map((words) => ({ words }))], top + height + 4, width);
  return drawFrame(width, top + height + 4 + key.height, finding, drawLabels(events, 0, top - ROW - 4), parts, key.parts);
}

/** Describe the course of a series in words, from its first to its last value. */
function describeCourse(time, actor, dimension, values) {
  const [from, to] = [values[0], values[values.length - 1]].map((value) => formatNumber(value, 2));
  const [first, last] = [0, values.length - 1].map((t) => nameQuarter(time.first + t));
  return text("figures.course", { actor: actor.label, dimension: text(`figures.${dimension}`), first, from, last, to });
}

/** Draw the fan of many runs: median and bands of every actor and dimension, with the one held dashed. */
export function drawFan(data, width) {
  const { time, actors, series } = data, hedger = actors[0];
  const drawBands = ({ dimension, quantiles, held }, x, y, actor) => {
    const places = Array.from(quantiles[2], (_, t) => x(t)), at = (k) => Array.from(quantiles[k], y);
    const course = (values, kind) => drawPath(Array.from(values, (value, t) => [x(t), y(value)]), kind);
    return [draw("title", null, describeCourse(time, actor, dimension, quantiles[2])),
      drawArea(places, at(0), at(4), "outer"), drawArea(places, at(1), at(3), "inner"), course(quantiles[2], "median"),
      held ? course(held, "before") : null];
  };
  const items = [{ mark: lineMark("median key"), words: text("figures.median") }, { mark: areaMark("inner"), words: text("figures.half") },
    { mark: areaMark("outer"), words: text("figures.most") }];
  if (series.some((s) => s.held)) items.push({ mark: lineMark("before"), words: text("figures.held") });
  const own = series.filter((s) => s.actor === hedger.id);
  const said = own.map((s) => describeCourse(time, hedger, s.dimension, s.quantiles[2])).join(" ");
  return drawPanels(data, width, drawBands, items, said);
}

/** Draw one run so far: all actors and dimensions up to the present quarter, with other courses to compare. */
export function drawPlay(data, width) {
  const { time, actors, series, now } = data;
  const drawCourses = ({ dimension, values, others }, x, y, actor) => {
    const course = (v, kind) => drawPath(Array.from(v, (value, t) => [x(t), y(value)]), kind), end = values.length - 1;
    return [values.length ? draw("title", null, describeCourse(time, actor, dimension, values)) : null,
      (others ?? []).map((other) => course(other.values, "before")), course(values, "median"),
      values.length ? draw("circle", { cx: x(end), cy: y(values[end]), r: 3, class: "end" }) : null];
  };
  const labels = [...new Set(series.flatMap((s) => (s.others ?? []).map((other) => other.label)))];
  const items = labels.length ? [{ mark: lineMark("before"), words: labels.join(", ") }] : [];
  const quarter = now > 0 ? nameQuarter(time.first + now - 1) : nameQuarter(time.first);
  const own = series.filter((s) => s.actor === actors[0].id && s.values.length);
  const said = own.map((s) => describeCourse(time, actors[0], s.dimension, s.values)).join(" ");
  return drawPanels(data, width, drawCourses, items, text("figures.play", { quarter, said }));
}

/** Spread places that are closer than a row, in their order, within ends. */
function spreadPlaces(places, least, top, bottom) {
  const order = places.map((_, k) => k).sort((a, b) => places[a] - places[b]), out = [...places];
  order.forEach((k, n) => { out[k] = Math.max(out[k], n ? out[order[n - 1]] + least : top); });
  order.toReversed().forEach((k, n, all) => { out[k] = Math.min(out[k], n ? out[all[n - 1]] - least : bottom); });
  return out;
}

/** Draw the patrons' shares of influence over time, stacked, with their last values at the right. */
export function drawShares({ time, patrons, shares, held }, width) {
  const last = time.horizon - 1, names = patrons.map((p, k) => `${p.label} ${formatShare(shares[k][last])}`);
  const right = Math.min(Math.max(...names.map((name) => measureText(name, true))) + 12, 0.4 * width);
  const panel = { x: LEFT - 4, width: width - right - LEFT + 4, height: 190 };
  const events = planEvents(time, panel.x, panel.width, width);
  panel.y = events.lanes * ROW + 12;
  const x = makeScale(0, Math.max(last, 1), panel.x, panel.x + panel.width), y = makeScale(0, 1, panel.y + panel.height, panel.y);
  const stack = (rows, k) => Array.from(rows[0], (_, t) => rows.slice(0, k).reduce((sum, row) => sum + row[t], 0));
  const places = Array.from(shares[0], (_, t) => x(t));
  const middles = patrons.map((_, k) => y((stack(shares, k)[last] + stack(shares, k + 1)[last]) / 2));
  const at = spreadPlaces(middles, 15, panel.y + 6, panel.y + panel.height - 2);
  const areas = patrons.map((patron, k) => {
    const first = formatShare(shares[k][0]), end = formatShare(shares[k][last]), fields = { actor: patron.label, first, last: end };
    return draw("g", { class: "actor", style: patron.colour ? `--actor:${patron.colour}` : null },
      draw("title", null, text("figures.share", fields)),
      drawArea(places, stack(shares, k).map(y), stack(shares, k + 1).map(y), "share"),
      draw("text", { x: panel.x + panel.width + 8, y: at[k] + 4, class: "name" }, shortenText(names[k], right - 8, true)));
  });
  const before = held ? held.slice(1).map((_, k) => drawPath(stack(held, k + 1).map((v, t) => [x(t), y(v)]), "before")) : [];
  const ticks = [0, 0.5, 1].map((v) => write(panel.x - 6, y(v) + 4, formatShare(v), "end", "faint"));
  const items = held ? [{ mark: lineMark("before"), words: text("figures.held") }] : [];
  const base = panel.y + panel.height + FOOT + 4, key = drawKey([...items, ...events.key.map((words) => ({ words }))], base, width);
  const said = patrons.map((p, k) => text("figures.share", { actor: p.label, first: formatShare(shares[k][0]), last: formatShare(shares[k][last]) }));
  return drawFrame(width, base + key.height, said.join(" "), areas, before, ticks, drawQuarters(time, panel, true),
    drawRules(time, events, panel), drawLabels(events, 0, panel.y), key.parts);
}

/** Name a value of an input: a step of a ladder by its name, else a number. */
function nameValue(axis, value) {
  return axis.levels?.length ? axis.levels[Math.round(value)] : String(Number(value.toPrecision(3))).replace("-", "\u2212");
}

/** List the values of an input that get a label, with their names. */
function listValues(axis, room) {
  const { values, levels } = axis, low = values[0], high = values.at(-1);
  const all = levels?.length ? levels.map((_, k) => k) : listTicks(low, high, Math.max(2, room / 60)).ticks;
  return all.filter((value) => value >= low - 1e-9 && value <= high + 1e-9).map((value) => ({ value, name: nameValue(axis, value) }));
}

/** Draw what hedging gains along one input: mean, interval and spread, with the scenario's value marked. */
export function drawSweep({ label, values, levels, points, mark, now }, width) {
  const [low, high] = findSpan(points.flatMap(listEnds)), top = 40, bottom = 240, left = 58, axis = { values, levels };
  const x = makeScale(values[0], values.at(-1), left, width - 14), y = makeScale(low, high, bottom, top);
  const { ticks, digits } = listTicks(low, high, 4), places = values.map(x);
  const grid = ticks.map((tick) => [drawLine(left, y(tick), width - 14, y(tick), Math.abs(tick) < 1e-12 ? "zero" : "grid"),
    write(left - 8, y(tick) + 4, formatNumber(tick, digits, true), "end", "faint")]);
  const area = (from, to, kind) => points.every((p) => Number.isFinite(p[from])) ?
    drawArea(places, points.map((p) => y(p[from])), points.map((p) => y(p[to])), kind) : null;
  const dots = points.map((p, k) => draw("circle", { cx: places[k], cy: y(p.mean), r: 3, class: `dot ${leavesZero(p.low, p.high) ? "" : "unsure"}` },
    draw("title", null, describeGain({ ...p, label: `${label} ${nameValue(axis, values[k])}` }))));
  const names = listValues(axis, width - left).map(({ value, name }) => [drawLine(x(value), bottom, x(value), bottom + 4, "axis"), write(x(value), bottom + 17, name, "middle")]);
  const pin = (value, words) => [drawLine(x(value), top, x(value), bottom, "pin_line"), write(x(value), top - 6, words, "middle", "faint")];
  const over = points.filter((p) => p.mean > 0).length, finding = text("figures.sweep", { label, over, count: points.length });
  return drawFrame(width, bottom + 40, finding, grid, area("drawsLow", "drawsHigh", "gain_spread"), area("low", "high", "gain_band"),
    drawPath(points.map((p, k) => [places[k], y(p.mean)]), "gain_line"), dots, names,
    pin(mark, text("figures.mark", { value: nameValue(axis, mark) })), write(0, 13, text("figures.premium"), "start", "faint"),
    write((left + width - 14) / 2, bottom + 36, shortenText(label, width), "middle"));
}

const isSure = (cell) => leavesZero(cell.low, cell.high);

/** Draw a cell of the heat map: the stronger the further from zero, neutral where zero is within its interval. */
function drawCell(cell, most, box, words, place) {
  const part = isSure(cell) ? Math.round(15 + (85 * Math.abs(cell.mean)) / most) : 0;
  const kind = part === 0 ? "cell" : cell.mean > 0 ? "cell up" : "cell down";
  return draw("rect", { ...box, class: kind, style: `--part:${part}%`, ...place }, draw("title", null, words));
}

/** Draw the legend of the heat map: from the largest loss over what is not clearly anything to the largest gain. */
function drawScale(most, x, y, width) {
  const steps = Array.from({ length: 13 }, (_, k) => (k - 6) / 6), each = width / 13;
  return [steps.map((part, k) => drawCell({ mean: part * most, low: part, high: part }, most,
    { x: x + k * each, y, width: each, height: 12 }, formatNumber(part * most, 4, true))),
  [-1, 0, 1].map((part) => write(x + width * (part + 1) / 2, y + 26, formatNumber(part * most, 4, true),
    ["start", "middle", "end"][part + 1], "faint"))];
}

/** Draw what hedging gains over two inputs as a heat map. */
export function drawHeat({ x: across, y: up, cells }, width) {
  const most = Math.max(...cells.flat().map((cell) => Math.abs(cell.mean)), 1e-4);
  const rows = listValues(up, 300), left = Math.max(...rows.map(({ name }) => measureText(name))) + 12;
  const size = Math.min(width - left, 560), step = size / across.values.length, high = Math.min(step, 26);
  const top = 24, bottom = top + high * up.values.length;
  const x = makeScale(across.values[0], across.values.at(-1), left + step / 2, left + size - step / 2);
  const y = makeScale(up.values[0], up.values.at(-1), bottom - high / 2, top + high / 2);
  const grid = cells.flatMap((row, j) => row.map((cell, i) => drawCell(cell, most,
    { x: x(across.values[i]) - step / 2, y: y(up.values[j]) - high / 2, width: step, height: high },
    describeGain({ ...cell, label: [nameValue(across, across.values[i]), nameValue(up, up.values[j])].join(", ") }),
    { "data-x": i, "data-y": j })));
  const names = [rows.map(({ value, name }) => write(left - 6, y(value) + 4, name, "end")),
    listValues(across, size).map(({ value, name }) => write(x(value), bottom + 16, name, "middle")),
    write(0, 13, shortenText(up.label, width), "start", "strong"), write(left + size / 2, bottom + 36, shortenText(across.label, size), "middle", "strong")];
  const pin = draw("circle", { cx: x(across.mark), cy: y(up.mark), r: 6, class: "pin" }, draw("title", null, text("figures.here")));
  const over = cells.flat().filter((cell) => isSure(cell) && cell.mean > 0).length, under = cells.flat().filter((cell) => isSure(cell) && cell.mean < 0).length;
  const key = drawKey([{ mark: (at, base) => draw("circle", { cx: at + 12, cy: base, r: 6, class: "pin" }), words: text("figures.here") },
    { mark: areaMark("cell"), words: text("figures.nothing") }], bottom + 86, width);
  return drawFrame(width, bottom + 86 + key.height, text("figures.heat", { x: across.label, y: up.label, over, under, count: cells.flat().length }),
    grid, names, pin, drawScale(most, left, bottom + 48, size), key.parts);
}

/** Tabulate a heat map for who reads numbers. */
export function tabulateHeat({ x, y, cells }) {
  const heads = [`${y.label} \\ ${x.label}`, ...x.values.map((value) => nameValue(x, value))];
  const rows = cells.map((row, j) => build("tr", null, build("th", { scope: "row" }, nameValue(y, y.values[j])),
    row.map((cell) => build("td", { class: isSure(cell) ? null : "small" }, formatNumber(cell.mean, 4, true)))));
  return build("table", { class: "numbers" }, build("thead", null, build("tr", null, heads.map((head) => build("th", { scope: "col" }, head)))),
    build("tbody", null, rows.toReversed()));
}

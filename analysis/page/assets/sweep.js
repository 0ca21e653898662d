// What hedging gains as one input changes, or two together.
import { build, formatNumber, showChart, text } from "./axes.js";
import { drawHeat, drawSweep, tabulateHeat } from "./charts.js";
import { take, takeValue } from "./controls.js";
import { listTasks } from "./pool.js";
import { findCase, findControl, findScenario, moveInput, numberDraws } from "./settings.js";
import { estimateMean, listRivals } from "./statistics.js";
import { printValue } from "./verdict.js";

const LINE = { points: 21, runs: 200 }, HEAT = { points: 15, runs: 40 };

/** List the values that an input takes: all of its steps, or evenly spaced ones. */
export function spaceValues({ low, high, levels, switch: onOff }, points) {
  const count = levels.length || onOff ? high - low + 1 : points;
  return Array.from({ length: count }, (_, k) => Number((low + ((high - low) * k) / (count - 1)).toPrecision(12)));
}

/** Estimate what hedging gains over the best other strategy, from utility by strategy; a failed run is NaN. */
export function estimatePoint(utility, draws) {
  const names = Object.keys(utility), kept = Int32Array.from(utility.hedge.keys())
    .filter((run) => names.every((name) => !Number.isNaN(utility[name][run])));
  if (!kept.length) return { mean: NaN, low: NaN, high: NaN, drawsLow: NaN, drawsHigh: NaN };
  const pick = (name) => Float64Array.from(kept, (run) => utility[name][run]), numbers = draws && kept.map((run) => draws[run]);
  const mean = (name) => estimateMean(pick(name), numbers).mean, hedge = pick("hedge");
  const best = pick(listRivals(names).reduce((a, b) => (mean(b) > mean(a) ? b : a)));
  return estimateMean(hedge.map((value, k) => value - best[k]), numbers);
}

/** Play all strategies at settings; onPoint takes the place of each that is done; false if it was stopped. */
export function playPoints({ lab, pool }, settings, runs, onPoint) {
  const names = findScenario(lab, settings[0]).strategies.map(({ name }) => name).filter((name) => name !== "mix");
  const at = findCase(lab, settings[0]).outcomes.indexOf("utility_mean"), draws = numberDraws(lab, settings[0], runs);
  const utilities = settings.map(() => Object.fromEntries(names.map((name) => [name, new Float64Array(runs)])));
  const tasks = settings.flatMap((setting, place) =>
    listTasks(lab, setting, names, [0, runs]).map((task) => ({ ...task, place })));
  const left = settings.map(() => tasks.length / settings.length);
  return pool.play("sweep", tasks, ({ name, first, place }, { outcomes, sound }) => {
    utilities[place][name].set(outcomes[at].map((value, run) => (sound[run] ? value : NaN)), first);
    left[place] -= 1;
    if (left[place] === 0) onPoint(place, estimatePoint(utilities[place], draws));
  });
}

/** Return an axis of a sweep: an input with its values, the scenario's and the one now. */
function makeAxis(page, path, points) {
  const control = findControl(findScenario(page.lab, page.setting), path);
  const levels = control.switch ? [0, 1].map((value) => printValue(control, value)) : control.levels;
  const values = spaceValues(control, points);
  return { path, label: control.label, values, levels, mark: control.value, now: takeValue(page.setting, control) };
}

/** Sweep the inputs chosen, and show how far it is, then the figure. */
async function runSweep(page) {
  const paths = [take("sweep_x").value, take("sweep_y").value], two = paths[1] && paths[1] !== paths[0];
  const { points, runs } = two ? HEAT : LINE, [x, y] = paths.slice(0, two ? 2 : 1).map((path) => makeAxis(page, path, points));
  const settings = (y?.values ?? [null]).flatMap((b) => x.values.map((a) => {
    const moved = moveInput(page.lab, page.setting, x.path, a);
    return y ? moveInput(page.lab, moved, y.path, b) : moved;
  }));
  const found = [], scenario = findScenario(page.lab, page.setting);
  showSweeping(true);
  take("sweep_progress").max = settings.length;
  const all = await playPoints(page, settings, runs, (place, point) => {
    found[place] = point;
    take("sweep_progress").value = found.filter(Boolean).length;
  });
  showSweeping(false);
  if (!all || findScenario(page.lab, page.setting) !== scenario) return;
  page.sweep = { x, y, found, runs };
  showSweep(page);
}

/** Show either the way to start a sweep, or how far it is and the way to stop it. */
function showSweeping(on) {
  for (const id of ["sweep_stop", "sweep_progress"]) take(id).hidden = !on;
  for (const id of ["sweep_start", "sweep_x", "sweep_y"]) take(id).disabled = on;
  take("sweep_progress").value = 0;
}

/** Show the figure of a sweep, and its numbers in a table. */
function showSweep(page) {
  const { x, y, found, runs } = page.sweep, width = x.values.length;
  const cells = y?.values.map((_, k) => found.slice(k * width, (k + 1) * width));
  const table = y ? tabulateHeat({ x, y, cells }) : tabulateLine(x, found);
  showChart(take("sweep_chart"), (room) => (y ? drawHeat({ x, y, cells }, room) : drawSweep({ ...x, points: found }, room)));
  take("sweep_note").textContent = text(y ? "sweep.note_two" : "sweep.note", { runs });
  take("sweep_table").replaceChildren(table);
  take("sweep_fold").hidden = false;
}

/** Tabulate a sweep of one input for who reads numbers. */
function tabulateLine({ label, values, levels }, found) {
  const ends = (point) => ["mean", "low", "high"].map((end) => build("td", null, formatNumber(point[end], 4, true)));
  const rows = values.map((value, k) =>
    build("tr", null, build("th", { scope: "row" }, levels[value] ?? String(value)), ends(found[k])));
  const heads = [label, ...["gain", "low", "high"].map((key) => text(`sweep.${key}`))];
  const head = build("tr", null, heads.map((name) => build("th", { scope: "col" }, name)));
  return build("table", { class: "numbers" }, build("thead", null, head), build("tbody", null, rows));
}

/** Move both inputs to the cell that is clicked. */
function moveToCell(page, { target }) {
  const { x, y } = page.sweep ?? {}, cell = target.closest("[data-x]");
  if (!cell) return;
  const moved = moveInput(page.lab, page.setting, x.path, x.values[cell.dataset.x]);
  page.change(moveInput(page.lab, moved, y.path, y.values[cell.dataset.y]));
}

/** Offer the inputs of the scenario now, and forget the sweep of another. */
export function fillSweep(page) {
  page.pool.cancel("sweep");
  const options = () => findScenario(page.lab, page.setting).controls.map(({ heading, controls }) =>
    build("optgroup", { label: heading }, controls.map(({ path, label }) => build("option", { value: path }, label))));
  take("sweep_x").replaceChildren(...options());
  take("sweep_y").replaceChildren(build("option", { value: "" }, text("sweep.none")), ...options());
  take("sweep_chart").replaceChildren();
  take("sweep_fold").hidden = true;
  take("sweep_note").textContent = "";
}

/** Let sweeps be started and stopped. */
export function startSweep(page) {
  take("sweep_start").addEventListener("click", () => runSweep(page).catch(page.fail));
  take("sweep_stop").addEventListener("click", () => page.pool.cancel("sweep"));
  take("sweep_chart").addEventListener("click", (event) => moveToCell(page, event));
}

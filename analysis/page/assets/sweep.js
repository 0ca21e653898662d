// What hedging gains as one input changes, or two together.
import { build, buildTable, formatNumber, showChart, text } from "./axes.js";
import { drawHeat, drawSweep, tabulateHeat } from "./charts.js";
import { take, takeValue } from "./controls.js";
import { allowSaves } from "./keep_sheet.js";
import { listTasks } from "./pool.js";
import { countDraws, findCase, findControl, findScenario, moveInput, numberDraws } from "./settings.js";
import { estimateMean, listRivals } from "./statistics.js";
import { addSide, nameSetting, printValue } from "./verdict.js";

const LINE = { points: 21, runs: 200 }, HEAT = { points: 15, runs: 40 };

/** List the values that an input takes: all of its steps, or evenly spaced ones. */
export function spaceValues({ low, high, levels, switch: onOff }, points) {
  const steps = levels.length || onOff ? high - low : points - 1;
  const place = (k) => Number((low + ((high - low) * k) / steps).toPrecision(12));
  return Array.from({ length: steps + 1 }, (_, k) => place(k));
}

/** Estimate what hedging gains over the best other strategy from utility by run, NaN where a run failed. */
export function estimatePoint(utility, draws) {
  const names = Object.keys(utility), kept = Int32Array.from(utility.hedge.keys())
    .filter((run) => names.every((name) => !Number.isNaN(utility[name][run])));
  if (!kept.length) return { mean: NaN, low: NaN, high: NaN, drawsLow: NaN, drawsHigh: NaN };
  const pick = (name) => Float64Array.from(kept, (run) => utility[name][run]);
  const numbers = draws && kept.map((run) => draws[run]);
  const mean = (name) => estimateMean(pick(name), numbers).mean, hedge = pick("hedge");
  const best = pick(listRivals(names).reduce((a, b) => (mean(b) > mean(a) ? b : a)));
  return estimateMean(hedge.map((value, k) => value - best[k]), numbers);
}

/** Play all strategies at settings; onPoint takes the place of each that is done; false if it was stopped. */
export function playPoints({ lab, pool }, settings, runs, onPoint) {
  const all = findScenario(lab, settings[0]).strategies.map(({ name }) => name);
  const names = ["hedge", ...listRivals(all)], draws = numberDraws(lab, settings[0], runs);
  const at = findCase(lab, settings[0]).outcomes.indexOf("utility_mean");
  const makeColumns = () => Object.fromEntries(names.map((name) => [name, new Float64Array(runs)]));
  const utilities = settings.map(makeColumns), tasks = settings.flatMap((setting, place) =>
    listTasks(lab, setting, names, [0, runs]).map((task) => ({ ...task, place })));
  const left = settings.map(() => tasks.length / settings.length);
  return pool.play("sweep", tasks, ({ name, first, place }, { outcomes, sound }) => {
    utilities[place][name].set(outcomes[at].map((value, run) => (sound[run] ? value : NaN)), first);
    left[place] -= 1;
    if (left[place] === 0) onPoint(place, addSide(lab, estimatePoint(utilities[place], draws)));
  });
}

/** Return an axis of a sweep: an input with its values and the scenario's. */
function makeAxis({ scenario }, path, points) {
  const control = findControl(scenario, path), { label, value: mark } = control;
  const levels = control.switch ? [0, 1].map((value) => printValue(control, value)) : control.levels;
  return { path, label, values: spaceValues(control, points), levels, mark };
}

/** Return what a sweep takes from a setting: all but the inputs that it moves itself. */
function takeBase({ scenario, seed, point, moves }, axes) {
  const rest = Object.entries(moves).filter(([path]) => axes.every((axis) => axis.path !== path));
  return { scenario, seed, point, moves: Object.fromEntries(rest.sort()) };
}

/** List the settings at the points of a sweep, row by row. */
function listSettings({ lab, setting }, [x, y]) {
  const move = (from, axis, value) => moveInput(lab, from, axis.path, value);
  const rows = y ? y.values.map((value) => move(setting, y, value)) : [setting];
  return rows.flatMap((row) => x.values.map((value) => move(row, x, value)));
}

/** Sweep the inputs chosen, and show how far it is, then the figure. */
async function runSweep(page) {
  const paths = [...new Set([take("sweep_x").value, take("sweep_y").value])].filter(Boolean);
  const { points, runs } = paths.length > 1 ? HEAT : LINE, found = [];
  const axes = paths.map((path) => makeAxis(page, path, points)), base = takeBase(page.setting, axes);
  const settings = listSettings(page, axes);
  showSweeping(true);
  take("sweep_progress").max = settings.length;
  try {
    const all = await playPoints(page, settings, runs, (place, point) => {
      found[place] = point;
      take("sweep_progress").value = found.filter(Boolean).length;
    });
    if (all) page.sweep = { axes, found, runs, base };
  } finally {
    showSweeping(false);
  }
  showSweep(page);
}

/** Show either the way to start a sweep, or how far it is and the way to stop it; the focus goes along. */
function showSweeping(on) {
  const [from, to] = on ? ["sweep_start", "sweep_stop"] : ["sweep_stop", "sweep_start"];
  const focused = document.activeElement === take(from);
  for (const id of ["sweep_stop", "sweep_progress"]) take(id).hidden = !on;
  for (const id of ["sweep_start", "sweep_x", "sweep_y"]) take(id).disabled = on;
  take("sweep_progress").value = 0;
  if (focused) take(to).focus();
}

/** Show the figure of a sweep, if there is one, with the values now and its numbers in a table. */
export function showSweep(page) {
  const { lab, setting, sweep } = page, scenario = findScenario(lab, setting);
  if (!sweep) return;
  const { axes, found, runs, base } = sweep;
  const locate = ({ path }) => takeValue(setting, findControl(scenario, path));
  const [x, y] = axes.map((axis) => ({ ...axis, now: locate(axis) })), width = x.values.length;
  const cells = y?.values.map((_, k) => found.slice(k * width, (k + 1) * width));
  const drawFound = (room) => y ? drawHeat({ x, y, cells }, room) : drawSweep({ ...x, points: found }, room);
  showChart(take("sweep_chart"), drawFound);
  const old = JSON.stringify(takeBase(setting, axes)) !== JSON.stringify(base), count = countDraws(lab, base);
  take("sweep_chart").classList.toggle("stale", old);
  const note = { runs, count, setting: nameSetting(lab, base), seed: base.seed };
  take("sweep_note").textContent = [y ? "two" : "one", runs < count && "few", old && "old"]
    .filter(Boolean).map((key) => text(`sweep.${key}`, note)).join(" ");
  take("sweep_table").replaceChildren(y ? tabulateHeat({ x, y, cells }) : tabulateLine(x, found));
  take("sweep_fold").hidden = false;
  allowSaves(page);
}

/** Tabulate a sweep of one input for who reads numbers. */
function tabulateLine({ label, values, levels }, found) {
  const heads = [label, ...["gain", "low", "high"].map((key) => text(`sweep.${key}`))];
  const write = ({ mean, low, high }) => [mean, low, high].map((number) => formatNumber(number, 4, true));
  const rows = values.map((value, k) => [levels[value] ?? String(value), ...write(found[k])]);
  return buildTable(null, heads, rows);
}

/** Move both inputs to the cell that is clicked. */
function moveToCell(page, { target }) {
  const cell = target.closest("[data-x]"), [x, y] = page.sweep?.axes ?? [];
  if (!cell) return;
  const moved = moveInput(page.lab, page.setting, x.path, x.values[cell.dataset.x]);
  page.change(moveInput(page.lab, moved, y.path, y.values[cell.dataset.y]));
}

/** Offer the inputs of the scenario now, and forget the sweep of another. */
export function fillSweep(page) {
  page.pool.cancel("sweep");
  page.sweep = null;
  const option = ({ path, label }) => build("option", { value: path }, label);
  const options = () => findScenario(page.lab, page.setting).controls
    .map(({ heading, controls }) => build("optgroup", { label: heading }, controls.map(option)));
  take("sweep_x").replaceChildren(...options());
  take("sweep_y").replaceChildren(build("option", { value: "" }, text("sweep.none")), ...options());
  showChart(take("sweep_chart"), null);
  take("sweep_fold").hidden = true;
  take("sweep_note").textContent = "";
}

/** Let sweeps be started and stopped. */
export function startSweep(page) {
  take("sweep_start").addEventListener("click", () => runSweep(page).catch(page.fail));
  take("sweep_stop").addEventListener("click", () => page.pool.cancel("sweep"));
  take("sweep_chart").addEventListener("click", (event) => moveToCell(page, event));
}

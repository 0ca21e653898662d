// What hedging gains as one input changes, or two together.
import { build, formatNumber, showChart, text } from "./axes.js";
import { drawHeat, drawSweep, tabulateHeat } from "./charts.js";
import { take, takeValue } from "./controls.js";
import { listTasks } from "./pool.js";
import { countDraws, findCase, findControl, findScenario, moveInput, numberDraws } from "./settings.js";
import { estimateMean, listRivals } from "./statistics.js";
import { addSide, printValue } from "./verdict.js";

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

/** List the strategies that a sweep compares: all but the mix, which is not among the rivals. */
function listNames(lab, setting) {
  return findScenario(lab, setting).strategies.map(({ name }) => name).filter((name) => name !== "mix");
}

/** Play all strategies at settings; onPoint takes the place of each that is done; false if it was stopped. */
export function playPoints({ lab, pool }, settings, runs, onPoint) {
  const names = listNames(lab, settings[0]), draws = numberDraws(lab, settings[0], runs);
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

/** Return an axis of a sweep: an input with its values, the scenario's and the one now. */
function makeAxis({ lab, setting }, path, points) {
  const control = findControl(findScenario(lab, setting), path), { label, value: mark } = control;
  const levels = control.switch ? [0, 1].map((value) => printValue(control, value)) : control.levels;
  const values = spaceValues(control, points), now = takeValue(setting, control);
  return { path, label, values, levels, mark, now };
}

/** Sweep the inputs chosen, and show how far it is, then the figure. */
async function runSweep(page) {
  const paths = [...new Set([take("sweep_x").value, take("sweep_y").value])].filter(Boolean), { lab } = page;
  const { points, runs } = paths.length > 1 ? HEAT : LINE;
  const [x, y] = paths.map((path) => makeAxis(page, path, points));
  const settings = (y?.values ?? [null]).flatMap((b) => x.values.map((a) => {
    const moved = moveInput(lab, page.setting, x.path, a);
    return y ? moveInput(lab, moved, y.path, b) : moved;
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
  const drawFound = (room) => y ? drawHeat({ x, y, cells }, room) : drawSweep({ ...x, points: found }, room);
  showChart(take("sweep_chart"), drawFound);
  const count = countDraws(page.lab, page.setting), few = runs < count ? text("sweep.few", { runs, count }) : "";
  take("sweep_note").textContent = text(y ? "sweep.note_two" : "sweep.note", { runs, few });
  take("sweep_table").replaceChildren(table);
  take("sweep_fold").hidden = false;
}

/** Tabulate a sweep of one input for who reads numbers. */
function tabulateLine({ label, values, levels }, found) {
  const write = (number) => build("td", null, formatNumber(number, 4, true));
  const ends = ({ mean, low, high }) => [mean, low, high].map(write);
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
  const option = ({ path, label }) => build("option", { value: path }, label);
  const options = () => findScenario(page.lab, page.setting).controls
    .map(({ heading, controls }) => build("optgroup", { label: heading }, controls.map(option)));
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

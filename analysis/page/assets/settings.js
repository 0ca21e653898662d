// A setting of the page: what is moved, as a job for the engine and as the fragment of a link.
import { text } from "./axes.js";

const TWINS = { agreement: "framework", framework: "agreement" };

/** Return the setting in which a scenario is opened. */
export function makeSetting(lab, scenario = 0) {
  const shown = lab.scenarios[scenario].strategies[0].name;
  return { scenario, moves: {}, point: false, seed: lab.limits.seed, shown, code: "" };
}

export const findScenario = (lab, setting) => lab.scenarios[setting.scenario];
export const findCase = (lab, setting) => lab.cases[findScenario(lab, setting).case];
export const findStrategy = (scenario, name) => scenario.strategies.find((each) => each.name === name);

/** Find the control of a path; undefined where the page has none. */
export const findControl = (scenario, path) =>
  scenario.controls.flatMap((group) => group.controls).find((each) => each.path === path);

/** Return a setting with an input moved; one that is moved back to the scenario's value is not kept. */
export function moveInput(lab, setting, path, value) {
  const { [path]: _, ...moves } = setting.moves;
  const own = findControl(findScenario(lab, setting), path)?.value;
  return { ...setting, moves: value === own ? moves : { ...moves, [path]: value } };
}

/** Return the first row of events' values, counted from the first input, in a module's buffer. */
const firstEvent = (lab, module) => lab.modules[module].layout.size - lab.modules[module].layout.inputs;

/** List the rows that a moved value sets, each with its number, as Scenario.vary does. */
export function listRows(lab, scenario, path, value) {
  const { paths } = lab.cases[scenario.case], [section, name, last] = path.split(".");
  const event = scenario.events.findIndex((each) => section === "events" && each.name === name);
  if (event >= 0) return [[firstEvent(lab, scenario.module) + event, value]];
  const rows = [[paths.indexOf(path), value]], twin = section === "patrons" && TWINS[last];
  // the step of an agreement is a framework, and a framework leaves no agreement
  if (twin) rows.push([paths.indexOf(`patrons.${name}.${twin}`), last === "agreement" ? value / 4 : -1]);
  return rows;
}

/** Build the job in which the engine plays a strategy under a setting; what is moved beats its draw. */
export function buildJob(lab, setting, strategy) {
  const scenario = findScenario(lab, setting), inputs = [...scenario.inputs];
  const { plan, module, columns: own = [] } = findStrategy(scenario, strategy);
  const changes = scenario.changes.map((change) => [...change]), settled = new Set();
  const events = firstEvent(lab, scenario.module);
  for (const [path, value] of Object.entries(setting.moves))
    for (const [row, number] of listRows(lab, scenario, path, value)) {
      if (row < events) inputs[row] = number;
      else changes[row - events][4] = number;
      settled.add(row);
    }
  // values of events lie behind all other rows, of which a plan with steps has more
  const place = (row) => (row < events ? row : row - events + firstEvent(lab, module));
  const draws = countDraws(lab, setting), drawn = draws ? [...scenario.draws.columns, ...own] : [];
  const columns = drawn.filter(([row]) => !settled.has(row))
    .map(([row, index]) => [place(row), lab.columns[index]]);
  return { inputs, plan, changes, horizon: scenario.horizon, seed: setting.seed, columns, draws };
}

/** Count the draws that runs take in turn; 0 where they play the scenario's own numbers. */
export const countDraws = (lab, setting) =>
  setting.point ? 0 : (findScenario(lab, setting).draws?.count ?? 0);

/** Return the draw of each run from 0 on; null where runs carry none. */
export function numberDraws(lab, setting, runs) {
  const count = countDraws(lab, setting);
  return count ? Int32Array.from({ length: runs }, (_, run) => run % count) : null;
}

/** Encode a setting as the fragment of a link: the scenario, and what differs from how it is opened. */
export function encodeSetting(lab, setting) {
  const usual = makeSetting(lab, setting.scenario), parts = { scenario: findScenario(lab, setting).name };
  if (setting.point) parts.numbers = "point";
  for (const part of ["seed", "shown", "code"].filter((each) => setting[each] !== usual[each]))
    parts[part] = setting[part];
  const escape = (word) => encodeURIComponent(word).replace(/%2F/g, "/").replace(/%3A/g, ":");
  return Object.entries({ ...parts, ...setting.moves }).map((part) => part.map(escape).join("=")).join("&");
}

/** Decode the fragment of a link: { setting, faults }, a sentence on every part that the page cannot take. */
export function decodeSetting(lab, fragment) {
  const parts = [...new URLSearchParams(fragment.replace(/^#/, ""))], faults = [];
  const name = parts.find(([part]) => part === "scenario")?.[1];
  const found = lab.scenarios.findIndex((each) => each.name === name);
  if (name !== undefined && found < 0) faults.push(text("link.scenario", { value: name }));
  const setting = makeSetting(lab, Math.max(found, 0)), rest = parts.filter(([part]) => part !== "scenario");
  for (const [part, value] of rest) faults.push(...takePart(lab, setting, part, value));
  return { setting, faults };
}

/** Take one part of a link into a setting, or return the sentence on what is wrong with it. */
function takePart(lab, setting, part, value) {
  const scenario = findScenario(lab, setting), number = value.trim() === "" ? NaN : Number(value);
  const control = findControl(scenario, part);
  if (control) {
    const { low, high } = control, steps = control.levels.length || control.switch;
    if (!(number >= low && number <= high) || (steps && !Number.isInteger(number)))
      return [text(steps ? "link.steps" : "link.value", { part, value, low, high })];
    if (number !== control.value) setting.moves[part] = number;
  } else if (part === "numbers" && value === "point") setting.point = true;
  else if (part === "seed" && Number.isSafeInteger(number) && number >= 0) setting.seed = number;
  else if (part === "shown" && findStrategy(scenario, value)) setting.shown = value;
  else if (part === "code" && /^\P{Cc}{1,40}$/u.test(value)) setting.code = value;
  else {
    const names = scenario.strategies.map(({ name }) => name).join(", ");
    const key = ["numbers", "seed", "shown", "code"].includes(part) ? part : "input";
    const allowed = text(`link.${key}`, { names });
    return [text("link.part", { part, value, allowed })];
  }
  return [];
}

// The panel of inputs and the tabs of the page.
import { build, text } from "./axes.js";
import { printValue } from "./verdict.js";

export const take = (id) => document.getElementById(id);
export const takeValue = (setting, control) => setting.moves[control.path] ?? control.value;

/** Build what a control is moved by: a slider, a list of steps, or a switch. */
export function buildInput(control, id) {
  if (control.switch) return build("input", { type: "checkbox", role: "switch", id });
  const { low: min, high: max, step } = control;
  if (!control.levels.length) return build("input", { type: "range", id, min, max, step });
  return build("select", { id }, ...control.levels.map((name, k) => build("option", { value: k }, name)));
}

/** Read the value of an input; one within half a step of the scenario's is the scenario's. */
export function readInput(input, control) {
  const value = control.switch ? Number(input.checked) : Number(input.value);
  return Math.abs(value - control.value) < control.step / 2 ? control.value : value;
}

/** Build a control: label, value, what it means, and what it is moved by. */
export function buildControl(control, id, move) {
  const input = buildInput(control, id);
  input.addEventListener("input", () => move(control, readInput(input, control)));
  const help = build("button", {
    class: "help", type: "button", "aria-label": text("controls.help", { label: control.label }),
    "aria-expanded": "false", "aria-describedby": `${id}_about`,
  }, "?");
  help.addEventListener("click", () => showHelp(help, help.getAttribute("aria-expanded") !== "true"));
  help.addEventListener("keydown", (event) => event.key === "Escape" && showHelp(help, false));
  help.addEventListener("blur", () => showHelp(help, false));
  const place = control.levels.length || control.switch ? null
    : `--at: ${(control.value - control.low) / (control.high - control.low || 1)}`;
  return build("div", { class: "control", style: place },
    build("label", { for: id }, control.label), build("output", { for: id }), help,
    build("p", { class: "about", id: `${id}_about`, role: "tooltip" }, control.about), input,
    control.note && build("p", { class: "note" }, control.note));
}

/** Show or hide what an input means; only one is shown at a time. */
function showHelp(help, shown) {
  document.querySelectorAll(".help").forEach((each) => each.setAttribute("aria-expanded", shown && each === help));
}

/** Fill the panel with a scenario's controls in their groups, the first of them open. */
export function fillControls(scenario, move) {
  let count = 0;
  take("groups").replaceChildren(...scenario.controls.map(({ heading, controls }, k) =>
    build("details", { class: "group", open: k === 0 }, build("summary", {}, heading),
      ...controls.map((control) => buildControl(control, `input_${count++}`, move)))));
}

/** Set every control to its value in a setting, and mark those that are moved. */
export function showValues(scenario, setting) {
  scenario.controls.flatMap((group) => group.controls).forEach((control, k) => {
    const input = take(`input_${k}`), value = takeValue(setting, control), box = input.parentElement;
    if (control.switch) input.checked = value > 0.5;
    else if (readInput(input, control) !== value) input.value = value;
    const moved = control.path in setting.moves;
    const shown = printValue(control, value), own = printValue(control, control.value);
    box.querySelector("output").textContent = moved ? text("controls.moved", { value: shown, own }) : shown;
    box.classList.toggle("moved", moved);
  });
  take("reset").disabled = !Object.keys(setting.moves).length;
}

/** Let the tabs be chosen with a click, and with the arrow keys, Home and End. */
export function startTabs(tabs) {
  const choose = (tab, focus) => {
    for (const each of tabs) {
      each.setAttribute("aria-selected", String(each === tab));
      each.tabIndex = each === tab ? 0 : -1;
      take(each.getAttribute("aria-controls")).hidden = each !== tab;
    }
    if (focus) tab.focus();
  };
  tabs.forEach((tab, k) => {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", ({ key }) => {
      const to = { ArrowRight: k + 1, ArrowLeft: k + tabs.length - 1, Home: 0, End: tabs.length - 1 }[key];
      if (to !== undefined) choose(tabs[to % tabs.length], true);
    });
  });
}

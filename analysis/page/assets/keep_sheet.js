// The sheet of what a user takes away: link, command line, scenario file, tables and figures.
import { build, serialiseChart, text } from "./axes.js";
import { take } from "./controls.js";
import { composeCommand, composeLink, download, listBands, listOutcomes } from "./keep.js";
import { nameFile, writeCsv, writeScenario } from "./keep.js";
import { RUNS, countRuns, takeAnswer } from "./played.js";

const CSV = "text/csv", FIGURES = ["gains", "fan", "shares", "sweep_chart"]; // ids of what holds them;

/** Build a line of code with a button that copies it. */
export function buildCopy(id, code) {
  const button = build("button", { class: "quiet", id: `copy_${id}` }, text("keep.copy"));
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code).catch(() => getSelection().selectAllChildren(line));
    button.textContent = text("keep.copied");
  });
  const line = build("code", null, code);
  return build("div", { class: "copy" }, line, button);
}

/** Build a button that saves a file made when it is pressed. */
function buildSave(page, id, end, kind, make) {
  const save = () => download(nameFile(page.lab, page.setting, end), make(), kind);
  return build("button", { id: `save_${id}`, onclick: save }, text(`keep.${id}`));
}

/** Show the sheet for the setting now. */
export function showKeep(page) {
  const { lab, setting } = page, save = (id, end, kind, make) => buildSave(page, id, end, kind, make);
  const listRuns = () => listOutcomes(lab, setting, takeAnswer(lab, page.played));
  const part = () => page.played.parts[setting.shown];
  const listCourses = () => listBands(lab, setting, { ...part(), runs: countRuns(part().counts) });
  const figures = FIGURES.map((id) =>
    save(id, `${id}.svg`, "image/svg+xml", () => serialiseChart(take(id).querySelector("svg"))));
  take("sheet_keep").replaceChildren(
    build("p", { class: "small" }, text("keep.about")),
    build("h2", null, text("keep.link")), buildCopy("link", composeLink(lab, setting)),
    build("h2", null, text("keep.command")), buildCopy("command", composeCommand(lab, setting, RUNS)),
    build("h2", null, text("keep.save")), build("div", { class: "row" },
      save("scenario", "setting.toml", "application/toml", () => writeScenario(lab, setting, RUNS)),
      save("outcomes", "runs.csv", CSV, () => writeCsv(listRuns())),
      save("bands", "courses.csv", CSV, () => writeCsv(listCourses())), figures));
}

// The sheet of what a user takes away: link, command line, scenario file, tables and figures.
import { build, serialiseChart, text } from "./axes.js";
import { take } from "./controls.js";
import { composeCommand, composeLink, download, listBands, listOutcomes, nameFile, writeCsv, writeScenario } from "./keep.js";
import { RUNS, countRuns, takeAnswer } from "./played.js";

const CSV = "text/csv", SVG = "image/svg+xml";
const FIGURES = ["gains", "fan", "shares", "sweep_chart"]; // ids of what holds them;

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
  const { lab, setting } = page, answer = () => takeAnswer(lab, page.played);
  const bands = () => ({ ...page.played.parts[setting.shown], runs: countRuns(page.played.parts[setting.shown].counts) });
  take("sheet_keep").replaceChildren(
    build("p", { class: "small" }, text("keep.about")),
    build("h2", null, text("keep.link")), buildCopy("link", composeLink(lab, setting)),
    build("h2", null, text("keep.command")), buildCopy("command", composeCommand(lab, setting, RUNS)),
    build("div", { class: "row" },
      buildSave(page, "scenario", "setting.toml", "application/toml", () => writeScenario(lab, setting, RUNS)),
      buildSave(page, "outcomes", "runs.csv", CSV, () => writeCsv(listOutcomes(lab, setting, answer()))),
      buildSave(page, "bands", "courses.csv", CSV, () => writeCsv(listBands(lab, setting, bands()))),
      FIGURES.map((id) => buildSave(page, id, `${id}.svg`, SVG, () => serialiseChart(take(id).querySelector("svg"))))));
}

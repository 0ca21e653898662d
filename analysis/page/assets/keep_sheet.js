// The sheet of what a user takes away: link, command line, scenario file, tables and figures.
import { build, text, writeChart } from "./axes.js";
import { take } from "./controls.js";
import { composeCommand, composeLink, download, listBands, listOutcomes } from "./keep.js";
import { nameFile, writeCsv, writeScenario } from "./keep.js";
import { findScenario, findStrategy } from "./settings.js";
import { RUNS, countRuns, takeAnswer } from "./played.js";

const CSV = "text/csv", FIGURES = ["gains", "fan", "shares", "sweep_chart"]; // ids of what holds them

/** Build a line of code with a button that copies it. */
export function buildCopy(id, code) {
  const button = build("button", { class: "quiet", id: `copy_${id}` }, text("keep.copy"));
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code); // a page that is not opened securely has no clipboard
      button.textContent = text("keep.copied");
    } catch {
      getSelection().selectAllChildren(line);
      button.textContent = text("keep.selected");
    }
  });
  const line = build("code", null, code);
  return build("div", { class: "copy" }, line, button);
}

/** Build the link to a setting, and say how to pass it on. */
export function buildLink(id, lab, setting) {
  const way = text(location.protocol === "file:" ? "keep.pass_file" : "keep.pass_link");
  return [build("p", { class: "small" }, way), buildCopy(id, composeLink(lab, setting))];
}

/** Return whether the page plays a mix that the command leaves out: it does not fit what is moved. */
const lacksMix = (lab, setting) =>
  Object.keys(setting.moves).length && findStrategy(findScenario(lab, setting), "mix");

/** Show the sheet for the setting now. */
export function showKeep(page) {
  const { lab, setting } = page, save = (id, end, kind, make) => {
    const onclick = () => download(nameFile(lab, setting, end), make(), kind);
    return build("button", { id: `save_${id}`, onclick }, text(`keep.${id}`));
  };
  const figures = FIGURES.map((id) => save(id, `${id}.svg`, "image/svg+xml", () => writeChart(take(id))));
  take("sheet_keep").replaceChildren(build("div", null,
    build("p", { class: "small" }, text("keep.about")),
    build("h2", null, text("keep.link")), buildLink("link", lab, setting),
    build("h2", null, text("keep.command")), buildCopy("command", composeCommand(lab, setting, RUNS)),
    lacksMix(lab, setting) && build("p", { class: "small" }, text("keep.no_mix")),
    build("h2", null, text("keep.save")), build("div", { class: "row" },
      save("scenario", "setting.toml", "application/toml", () => writeScenario(lab, setting, RUNS)),
      save("outcomes", "runs.csv", CSV, () => writeCsv(listRuns(page))),
      save("bands", "courses.csv", CSV, () => writeCsv(listCourses(page))), figures)));
  allowSaves(page);
}

const listRuns = ({ lab, played }) => listOutcomes(lab, played.setting, takeAnswer(lab, played));
const listCourses = ({ lab, played: { setting, parts: { [setting.shown]: part } } }) =>
  listBands(lab, setting, { ...part, runs: countRuns(part.counts) });

/** Let be saved what is there: runs once all of the setting now are played, figures once they are drawn. */
export function allowSaves({ setting, played }) {
  const all = played?.setting === setting && played.runs === RUNS;
  for (const id of ["outcomes", "bands", ...FIGURES]) {
    const drawn = !FIGURES.includes(id) || Boolean(take(id).make);
    take(`save_${id}`).disabled = !drawn || (id !== "sweep_chart" && !all);
  }
}

// What a user takes away: a link, a command line, a scenario file, tables and figures.
import { build, nameQuarter, text } from "./axes.js";
import { encodeSetting, findCase, findControl, findScenario } from "./settings.js";
import { bandMeans, bandQuantiles } from "./statistics.js";

const QUANTILES = { p05: 0.05, p25: 0.25, p50: 0.5, p75: 0.75, p95: 0.95 };

/** Compose the link that opens the page with a setting; of a file, which has no address for others, its end. */
export function composeLink(lab, setting) {
  return `${location.protocol === "file:" ? "" : location.href.split("#")[0]}#${encodeSetting(lab, setting)}`;
}

/** Quote a word for a shell, as shlex does. */
const quoteWord = (word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`);

/** Quote a text for TOML, as JSON does. */
const quoteText = (value) => JSON.stringify(value).replaceAll("\x7f", "\\u007f");

/** Write a moved value for a command line: a step by its name, a switch as a word, else all digits. */
function writeMove({ levels, switch: isSwitch }, value) {
  if (isSwitch) return String(value > 0.5);
  return levels[value] ?? (Number.isInteger(value) ? value.toFixed(1) : String(value));
}

/** List the moved values of a setting as texts by path; `quote` writes the names among them. */
function listMoves(lab, setting, quote = String) {
  const write = (control, value) => (control.levels.length ? quote : String)(writeMove(control, value));
  const find = (path) => findControl(findScenario(lab, setting), path);
  return Object.entries(setting.moves).map(([path, value]) => [path, write(find(path), value)]);
}

/** Compose the command line that plays all strategies and ends with the page's verdict. */
export function composeCommand(lab, setting, runs) {
  const words = ["hedgesim", "batch", findScenario(lab, setting).source, "--strategies", "all"];
  words.push("--runs", String(runs), "--seed", String(setting.seed));
  for (const [path, value] of listMoves(lab, setting)) words.push("--set", `${path}=${value}`);
  return [...words, ...(setting.point ? ["--point"] : [])].map(quoteWord).join(" ");
}

/** Write a setting as a scenario file that extends the opened one. */
export function writeScenario(lab, setting, runs) {
  const { source, title } = findScenario(lab, setting), moves = listMoves(lab, setting, quoteText);
  return [
    `# ${text("keep.saved")}`,
    `#   ${composeCommand(lab, setting, runs)}`,
    `title = ${quoteText(moves.length ? text("keep.moved", { title }) : title)}`,
    `extends = ${quoteText(source)}`,
    `strategies = [${quoteText(setting.shown)}]`,
    ...(moves.length ? [""] : []), ...moves.map((move) => move.join(" = ")), "",
  ].join("\n");
}

/** Write rows as CSV; what is no number stays empty. */
export function writeCsv(rows) {
  const writeCell = (cell) => {
    const shown = cell === null || Number.isNaN(cell) ? "" : String(cell);
    return /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
  };
  return rows.map((row) => `${row.map(writeCell).join(",")}\n`).join("");
}

/** List outcomes by strategy and run under hedgesim's names of columns, the names first. */
export function listOutcomes(lab, setting, { strategies, sound, draws, runs }) {
  const { name } = findScenario(lab, setting), { outcomes, regimes } = findCase(lab, setting);
  const { seed, moves } = setting, draw = draws ? ["draw"] : [];
  const heads = ["scenario", "strategy", "run", "seed", ...draw, ...Object.keys(moves)];
  const write = (column, value) => {
    if (column === "regime") return regimes[value];
    return column === "hedging_lost_quarter" && value < 0 ? null : value; // -1: never lost
  };
  const listRun = (strategy, run) => {
    const design = [name, strategy, run, seed, ...draw.map(() => draws[run]), ...Object.values(moves)];
    const good = sound[strategy][run], values = strategies[strategy].map((column) => column[run]);
    const cells = values.map((value, k) => (good ? write(outcomes[k], value) : null));
    return [...design, ...cells, good ? "ok" : "failed"];
  };
  const listAll = (strategy) => Array.from({ length: runs }, (_, run) => listRun(strategy, run));
  return [[...heads, ...outcomes, "status"], ...Object.keys(strategies).flatMap(listAll)];
}

/** List the bands of a strategy's figure, from its histograms, under hedgesim's names of columns. */
export function listBands(lab, setting, { counts, sums, runs }) {
  const scenario = findScenario(lab, setting), { bands } = findCase(lab, setting);
  const columns = [...bandQuantiles(counts, runs, Object.values(QUANTILES)), bandMeans(sums, runs)];
  const rows = Array.from(sums, (_, k) => {
    const quarter = Math.floor(k / bands.length), { actor, dimension } = bands[k % bands.length];
    const design = [scenario.name, setting.shown, quarter, nameQuarter(scenario.firstQuarter + quarter)];
    return [...design, actor, dimension, ...columns.map((column) => column[k])];
  });
  const heads = ["scenario", "strategy", "quarter", "date", "actor", "dimension"];
  return [[...heads, ...Object.keys(QUANTILES), "mean"], ...rows];
}

/** Save a text as a file. */
export function download(name, content, type) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  build("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

/** Name a file after the scenario. */
export const nameFile = (lab, setting, end) => `${findScenario(lab, setting).name.split("/").at(-1)}_${end}`;

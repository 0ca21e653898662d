import { build, buildTable, formatNumber, nameQuarter, printShare, showChart, text } from "./axes.js";
import { drawFan } from "./charts.js";
import { Game, chooseCode, findRun, findStop, moveShare, roundShares } from "./gamebook.js";
import { listHeads, showResult } from "./gameresult.js";
import { buildLink } from "./keep_sheet.js";
import { makeEngines } from "./pool.js";
import { buildJob, findCase, findScenario } from "./settings.js";
import { average } from "./statistics.js";
import { nameSetting } from "./verdict.js";

const INDICES = ["security", "economy", "autonomy", "utility"];
const TERMS = ["coercion", "inducement", "investment", "access", "agreement", "belief", "influence"];
const PERCENT = ["inducement", "investment"]; // of GDP
const COURSE = 3; // dates of a value
const NONE = "\u2013", STEP = 0.005; // the least change that gets an arrow

/** Show the way into a game in an element; a game that is under way there goes on with its own setting. */
export function startGame(lab, setting, root, plain = false) {
  root.desk ??= new Desk(lab, root, makeEngines(lab, plain));
  root.desk.offer(setting);
}

/** What a player has before it: the way in, what patrons set, sliders of effort, and at last the result. */
class Desk {
  constructor(lab, root, engines) {
    Object.assign(this, { lab, engines, game: null, title: build("h2"), table: build("div") });
    this.about = build("p", { class: "small no_print" });
    this.player = build("input", { id: "game_player", maxlength: 60, autocomplete: "off" });
    this.code = build("input", { id: "game_code", maxlength: 40, autocomplete: "off" });
    const field = (key, input) => build("label", { class: "choice" }, build("span", null, text(key)), input);
    const way = build("form", { class: "row no_print", onsubmit: (event) => this.begin(event) },
      field("game.player", this.player), field("game.code", this.code),
      build("button", { class: "main", id: "game_start" }, text("game.start")));
    // a game that is reloaded is lost
    addEventListener("beforeunload", (event) => this.game && !this.game.over && event.preventDefault());
    root.append(this.title, this.about, way, this.table);
  }

  /** Take over the setting for the next game. */
  offer(setting) {
    if (setting.code && setting.code !== this.next?.code) this.code.value = setting.code;
    this.next = setting;
    const { hedger } = findScenario(this.lab, this.game ? this.setting : setting);
    this.title.textContent = text("game.title", { hedger });
    this.about.textContent = text(this.game ? "game.going" : "game.about", { hedger });
  }

  /** Begin a game with the setting as it is now. */
  async begin(event) {
    event.preventDefault();
    if (this.game && !this.game.over && !confirm(text("game.leave"))) return;
    const code = this.code.value.trim() || chooseCode();
    this.game = null;
    this.offer(this.next);
    this.code.value = code;
    this.takeSetting({ ...this.next, code });
    const job = buildJob(this.lab, this.setting, this.scenario.strategies[0].name);
    this.game = new Game(await this.engines(this.scenario.module), job, findRun(code), this.part);
    this.lay();
    this.show();
    this.now.focus();
  }

  /** Take from a setting all that the game needs to name; effort is spread evenly at first. */
  takeSetting(setting) {
    const scenario = findScenario(this.lab, setting), part = findCase(this.lab, setting);
    const { firstQuarter: first, horizon, events, hedger, controls } = scenario, { labels } = part;
    const all = controls.flatMap((group) => group.controls);
    Object.assign(this, { setting, scenario, part, time: { first, horizon } });
    this.events = events.map((event) => ({ ...event, quarter: Math.max(event.quarter, 0),
      // the many dates of one value are its course; each would be an event without end
      turn: Boolean(event.label) || events.filter(({ path }) => path === event.path).length <= COURSE }));
    this.steps = all.find(({ path }) => path.endsWith(".agreement"))?.levels ?? [];
    this.self = { id: "hedger", label: hedger, colour: null };
    this.packages = [...labels.map((patron) => text("game.security_of", { patron })),
      ...labels.map((patron) => text("game.economy_of", { patron })), text("game.self_reliance")];
    this.shares = this.packages.map(() => 1 / this.packages.length);
  }

  /** Lay the board, the moves and the chart. */
  lay() {
    [this.terms, this.chart] = [build("div", { class: "terms" }), build("div", { class: "chart" })];
    const { lab, setting } = this, fields = { name: nameSetting(lab, setting), code: setting.code };
    this.about.textContent = text("game.going");
    document.getElementById("game_start").className = "";
    this.now = build("p", { class: "now", tabindex: -1, id: "game_now" });
    [this.news, this.forced] = [build("ul", { class: "news" }), build("p", { class: "small" })];
    const about = TERMS.map((name) => [
      build("dt", null, text(`game.${name}`)), build("dd", null, text(`game.about_${name}`))]);
    const fold = build("details", { class: "fold" },
      build("summary", null, text("game.terms")), build("dl", { class: "small" }, about));
    this.moves = build("div", { class: "moves" }, build("h3", null, text("game.effort")), this.layPresets(),
      this.packages.map((label, k) => this.laySlider(label, k)), this.forced, this.layButtons(),
      build("p", { class: "small" }, text("game.link")), buildLink("game", this.lab, this.setting));
    const playing = build("p", { class: "small", id: "game_setting" }, text("game.playing", fields));
    const board = build("div", null, playing, build("div", { role: "status" }, this.now, this.news), this.terms, fold);
    this.table.replaceChildren(build("div", { class: "game" }, board, this.moves, this.chart));
  }

  layButtons() {
    const lay = (name, kind, until) => build("button",
      { id: `game_${name}`, class: kind, onclick: () => this.play(until()) }, text(`game.${name}`));
    return build("div", { class: "row" },
      lay("quarter", "main", () => this.game.quarter + 1),
      lay("year", null, () => findStop(this.time, this.game.quarter, this.events.filter(({ turn }) => turn))),
      lay("rest", "quiet", () => this.time.horizon));
  }

  /** Lay the choice of a strategy whose effort, as it would choose it now, the sliders take over. */
  layPresets() {
    // a strategy with triggers has a state of its own, which this game lacks
    const fitting = this.scenario.strategies.filter(({ module }) => module === this.scenario.module);
    const choice = build("select", { id: "game_preset" },
      fitting.map(({ label }, k) => build("option", { value: k }, label)));
    const set = () => this.setShares(this.game.advise(fitting[choice.value].plan));
    return build("div", { class: "row" },
      build("label", { class: "choice" }, build("span", null, text("game.preset")), choice),
      build("button", { id: "game_set", onclick: set }, text("game.set")));
  }

  laySlider(label, k) {
    const id = `game_share_${k}`;
    const oninput = ({ target }) => this.setShares(moveShare(this.shares, k, target.value / 100));
    return build("div", { class: "control share" },
      build("label", { for: id }, label), build("output", { for: id }),
      build("input", { type: "range", id, min: 0, max: 100, step: 1, oninput }));
  }

  /** Set all sliders; the mark of each is at the effort of the last quarter. */
  setShares(shares) {
    const percents = roundShares(shares), last = this.game.records.at(-1);
    this.shares = shares;
    this.moves.querySelectorAll(".share").forEach((control, k) => {
      const input = control.querySelector("input");
      input.value = percents[k];
      input.setAttribute("aria-valuetext", `${percents[k]}%`);
      control.querySelector("output").textContent = `${percents[k]}%`;
      control.style.setProperty("--at", last ? last[this.game.places[k]] : 0);
    });
  }

  /** Play up to a quarter; after the last one the result takes the place of the board. */
  play(until) {
    this.game.play(this.shares, until);
    if (this.game.over) showResult(this);
    else this.show();
  }

  /** Return a number of a record by its name. */
  pick(record, name) {
    return record[this.part.records.indexOf(name)];
  }

  /** Show the quarter to come: what happened, what patrons set in it, and the course so far. */
  show() {
    const { game, time } = this, { quarter: t } = game, last = game.records.at(-1);
    const share = last && printShare(this.pick(last, "forced")), quarter = nameQuarter(time.first + t);
    this.now.textContent = text("game.now", { quarter, number: t + 1, horizon: time.horizon });
    this.news.replaceChildren(...this.listNews((game.decisions.at(-1)?.from ?? -1) + 1, t));
    this.terms.replaceChildren(this.layTerms(last), this.layIndices(last));
    this.forced.textContent = last ? text("game.forced", { share }) : text("game.inertia");
    showChart(this.chart, (width) => drawFan(this.takeCourse(), width));
    this.setShares(this.shares);
    this.now.scrollIntoView({ block: "nearest" });
  }

  /** List the events from one quarter to another with their sources; steps of courses share a line. */
  listNews(first, last) {
    const found = this.events.filter(({ quarter }) => quarter >= first && quarter <= last);
    const name = (event) => event.label || event.name.replaceAll("_", " ");
    const items = found.filter(({ turn }) => turn).map((event) => build("li", null,
      build("b", null, nameQuarter(this.time.first + event.quarter)), ` ${name(event)} `,
      build("span", { class: "small" }, event.source)));
    const names = found.filter(({ turn }) => !turn).map(name).join(", ");
    return names ? [...items, build("li", { class: "small" }, text("game.values", { names }))] : items;
  }

  /** Collect the player's course for a figure, with those of other { label, records }; no event to come. */
  takeCourse(rows = []) {
    const { game, time, self } = this, now = game.quarter;
    const course = (records, k) => records.map((record) => record[k]);
    const series = INDICES.map((dimension, k) => ({
      actor: self.id, dimension, values: course(game.records, k),
      others: rows.map(({ label, records }) => ({ label, values: course(records, k) })),
    }));
    const came = this.events.filter(({ turn, quarter }) => turn && quarter <= now);
    const events = came.map((event) => (event.until > now ? { ...event, until: null } : event));
    return { time: { ...time, events }, actors: [self], now, series };
  }

  /** Lay the table of what patrons set in the quarter to come, and of their influence after the last one. */
  layTerms(last) {
    const { patrons, labels } = this.part, coming = this.game.look();
    const rows = TERMS.map((name) => [text(`game.${name}`), ...patrons.map((id) => {
      const [before, now] = [last, coming].map((record) => record && this.pick(record, `${name}_${id}`));
      return this.formatTerm(name, name === "influence" ? before : now, before);
    })]);
    const shown = rows.filter(([, ...cells]) => cells.some((cell) => cell !== NONE));
    return buildTable(text("game.patrons"), [...listHeads("term"), ...labels], shown);
  }

  /** Write a term with an arrow where it changes; -1 is no agreement, a belief of 0 a patron never cold. */
  formatTerm(name, value, before) {
    if (value < 0 || (name === "belief" && value === 0)) return NONE;
    if (name === "agreement") return this.steps[Math.floor(value)] ?? formatNumber(value, 0);
    const words = PERCENT.includes(name) ? formatNumber(100 * value, 1) : printShare(value);
    return words + (value > before + STEP ? " \u2191" : value < before - STEP ? " \u2193" : "");
  }

  /** Lay the table of the player's own indices: in the last quarter, and their means so far. */
  layIndices(last) {
    const mean = (k) => average(this.game.records.map((record) => record[k]));
    const rows = INDICES.map((name, k) => [
      text(`figures.${name}`), formatNumber(last?.[k], 3), formatNumber(mean(k), 3)]);
    return buildTable(this.self.label, listHeads("index", "last", "mean"), rows);
  }
}

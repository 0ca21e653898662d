// "You are Minsk" without the page: shares of effort, seminar codes, a game quarter by quarter, its comparison.

const FNV_START = 2166136261, FNV_PRIME = 16777619, CODES = 1000000;
const FIRM = 1e9; // strength to resist, so large that no patron forces a part of effort

/** Find the run that a seminar code stands for: a number is the run's own, a word counts by its letters. */
export function findRun(code) {
  const word = code.normalize("NFKC").trim().toLowerCase();
  if (/^\d{1,9}$/.test(word)) return Number(word);
  let hash = FNV_START;
  for (const byte of new TextEncoder().encode(word)) hash = Math.imul(hash ^ byte, FNV_PRIME) >>> 0;
  return hash % CODES;
}

/** Move one share to a value from 0 to 1 and scale the others, so that all sum to 1. */
export function moveShare(shares, place, value) {
  const others = shares.reduce((sum, share, k) => (k === place ? sum : sum + share), 0);
  const left = 1 - value, alike = left / (shares.length - 1);
  return shares.map((share, k) => (k === place ? value : others > 0 ? (share / others) * left : alike));
}

/** Round shares to whole percents that sum to 100: the largest remainders are rounded up. */
export function toPercents(shares) {
  const parts = shares.map((share) => 100 * share), percents = parts.map(Math.floor);
  const missing = 100 - percents.reduce((sum, part) => sum + part, 0);
  const order = parts.map((_, k) => k).sort((a, b) => parts[b] - percents[b] - (parts[a] - percents[a]) || a - b);
  for (const k of order.slice(0, missing)) percents[k] += 1;
  return percents;
}

/** Build the numbers of a plan that spends fixed shares of effort (hedgesim.model.strategies.spend_fixed). */
export function planShares(shares) {
  return [0, 0, 0, 1, 1, 1, ...shares.map(() => 1), ...shares];
}

/** A game: one run, whose effort the player sets; the records so far stay as they are. */
export class Game {
  /** Begin a game in an engine of its own; `rows` are the places of inputs by path. */
  constructor(engine, job, run, rows) {
    Object.assign(this, { engine, job, run, rows, records: [], decisions: [], outcomes: null, sound: true });
    engine.open(job, Array(engine.lanes).fill(run));
  }

  get quarter() {
    return this.records.length;
  }

  get over() {
    return this.quarter === this.job.horizon;
  }

  /** Play some quarters with these shares of effort. */
  play(shares, quarters) {
    const from = this.quarter, until = Math.min(from + quarters, this.job.horizon);
    this.decisions.push({ from, until, shares: [...shares] });
    this.engine.setPlan(planShares(shares));
    for (let t = from; t < until; t++) {
      this.engine.step(t, 0, 1);
      this.records.push(this.engine.copyRecord(0));
    }
    if (this.over) this.finish();
  }

  /** Compute the outcomes once all quarters are played. */
  finish() {
    const { engine } = this, at = engine.layout;
    engine.close();
    this.sound = engine.read(at.finite, 0) === 0;
    this.outcomes = Array.from({ length: at.size - at.outcome }, (_, k) => engine.read(at.outcome + k, 0));
  }

  /**
   * Return the record that the coming quarter would have with a plan, and leave the game as it is.
   *
   * What patrons set in a quarter comes before effort is divided, so it is the same with every plan.
   */
  look(plan, changes = {}) {
    const { engine, quarter: t } = this, kept = engine.buffer.slice(), dates = engine.dates;
    if (t > 0 && dates.has(t)) engine.foldEvents(t);
    engine.dates = new Set(); // the events of the quarter are in, and must not undo the changes
    engine.setPlan(plan);
    for (const [path, value] of Object.entries(changes)) engine.fill(engine.layout.inputs + this.rows[path], value);
    engine.step(t, 0, 1);
    const record = engine.copyRecord(0);
    engine.buffer.set(kept);
    engine.dates = dates;
    return record;
  }

  /** Return the shares of effort that a strategy would choose now, without inertia and forced compliance. */
  advise(plan, places) {
    const free = { "hedger.effort_speed": 1, "hedger.resist_strength": FIRM };
    const record = this.look(plan, free);
    return places.map((place) => record[place]);
  }
}

/** List the places of effort in a record, in the order of the packages. */
export function findEffort(records, patrons) {
  const names = ["security", "economy"].flatMap((side) => patrons.map((id) => `effort_${side}_${id}`));
  return [...names, "effort_self_reliance"].map((name) => records.indexOf(name));
}

/** Compute the means of the first four numbers of records: security, economy, autonomy and utility. */
export function averageIndices(records) {
  return [0, 1, 2, 3].map((k) => records.reduce((sum, record) => sum + record[k], 0) / records.length);
}

/** List the events that begin in the quarters from `first` to the one before `until`. */
export function findEvents(events, first, until) {
  return events.filter(({ quarter }) => Math.max(quarter, 0) >= first && Math.max(quarter, 0) < until);
}

// A game without the page: shares of effort, seminar codes, a run quarter by quarter, its comparison.

const FIRM = 1e9; // strength to resist, so large that no patron forces a part of effort
const SAME = 5e-5; // a difference that shows as none
const CODES = 1000000;

/** Find the run that a seminar code stands for: a number is the run's own, a word counts by its letters. */
export function findRun(code) {
  const word = code.normalize("NFKC").trim().toLowerCase();
  if (/^\d{1,9}$/.test(word)) return Number(word);
  let hash = 2166136261; // FNV-1a
  for (const byte of new TextEncoder().encode(word)) hash = Math.imul(hash ^ byte, 16777619) >>> 0;
  return hash % CODES;
}

/** Choose a code where nobody gives one. */
export const chooseCode = () => String(Math.floor(Math.random() * CODES));

/** Move one share to a value from 0 to 1 and scale the others, so that all sum to 1. */
export function moveShare(shares, place, value) {
  const others = shares.reduce((sum, share, k) => (k === place ? sum : sum + share), 0);
  const left = 1 - value, alike = left / (shares.length - 1);
  return shares.map((share, k) => (k === place ? value : others > 0 ? (share / others) * left : alike));
}

/** Round shares to whole percents that sum to 100: the largest remainders are rounded up. */
export function roundShares(shares) {
  const parts = shares.map((share) => 100 * share), percents = parts.map(Math.floor);
  const missing = 100 - percents.reduce((sum, part) => sum + part, 0), rest = (k) => parts[k] - percents[k];
  const order = parts.map((_, k) => k).sort((a, b) => rest(b) - rest(a) || a - b);
  for (const k of order.slice(0, missing)) percents[k] += 1;
  return percents;
}

/** Build the numbers of a plan that spends fixed shares of effort (hedgesim.model.strategies.spend_fixed). */
export const planShares = (shares) => [0, 0, 0, 1, 1, 1, ...shares.map(() => 1), ...shares];

/** One run whose effort a player sets; what has been played stays as it is. */
export class Game {
  /** Begin a game in an engine that nobody else uses until it is over; `names` are those of a case's rows. */
  constructor(engine, job, run, { paths, records, patrons }) {
    const sides = ["security", "economy"].flatMap((side) => patrons.map((id) => `effort_${side}_${id}`));
    this.places = [...sides, "effort_self_reliance"].map((name) => records.indexOf(name));
    this.free = [[paths.indexOf("hedger.effort_speed"), 1], [paths.indexOf("hedger.resist_strength"), FIRM]];
    Object.assign(this, { engine, job, run, records: [], decisions: [], outcomes: null, sound: true });
    engine.open(job, Array(engine.lanes).fill(run));
  }

  get quarter() {
    return this.records.length;
  }

  get over() {
    return this.quarter === this.job.horizon;
  }

  /** Play up to the quarter `until` with these shares of effort. */
  play(shares, until) {
    this.decisions.push({ from: this.quarter, until, shares: [...shares] });
    this.engine.setPlan(planShares(shares));
    for (let t = this.quarter; t < until; t++) {
      this.engine.step(t, 0, 1);
      this.records.push(this.engine.copyRecord(0));
    }
    if (this.over) this.finish();
  }

  finish() {
    const { engine } = this, at = engine.layout;
    engine.close();
    this.sound = engine.read(at.finite, 0) === 0;
    this.outcomes = Array.from({ length: at.size - at.outcome }, (_, k) => engine.read(at.outcome + k, 0));
  }

  /**
   * Return the record that the coming quarter would have with a plan and changed inputs; the game stays.
   * What patrons set in a quarter comes before effort is divided: it is the same with every plan.
   */
  look(plan = this.job.plan, changes = []) {
    const { engine, quarter: t } = this, { buffer, dates } = engine, kept = buffer.slice();
    if (t > 0 && dates.has(t)) engine.foldEvents(t);
    engine.dates = new Set(); // the quarter's events have come, and must not undo the changes
    engine.setPlan(plan);
    for (const [row, value] of changes) engine.fill(engine.layout.inputs + row, value);
    engine.step(t, 0, 1);
    const record = engine.copyRecord(0);
    engine.dates = dates;
    buffer.set(kept);
    return record;
  }

  /** Return the shares of effort that a strategy would choose now, but for inertia and what patrons force. */
  advise(plan) {
    const record = this.look(plan, this.free);
    return this.places.map((place) => record[place]);
  }
}

/** Find the quarter up to which a year is played: the next year's first, or that of an event before it. */
export function findStop({ first, horizon }, now, turns) {
  const end = Math.min((Math.floor((first + now) / 4) + 1) * 4 - first, horizon);
  return Math.min(end, ...turns.map(({ quarter }) => quarter).filter((quarter) => quarter > now));
}

/** List decisions; alike ones that follow each other are one. */
export function joinDecisions(decisions) {
  const list = [];
  for (const { from, until, shares } of decisions) {
    const last = list.at(-1);
    if (last && shares.every((share, k) => share === last.shares[k])) last.until = until;
    else list.push({ from, until, shares });
  }
  return list;
}

/** Compare a utility with those of strategies, rows of { label, utility }; the first is the one to beat. */
export function judgeGame(own, rows) {
  const [hedge] = rows, best = rows.reduce((most, row) => (row.utility > most.utility ? row : most));
  const gain = own - hedge.utility, beaten = rows.filter((row) => row.utility < own).length;
  return { side: Math.abs(gain) < SAME ? "same" : gain > 0 ? "better" : "worse", gain, hedge, best, beaten };
}

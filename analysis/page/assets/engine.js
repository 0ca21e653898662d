// The loop over quarters around the compiled rules: inputs, dated events, worst quarters, histograms.
// It repeats hedgesim.model.engines.compiled.loop operation by operation: the bits must be the same.

const ADD = 1, RAMP = 3, SET = 0;
const UNIT = 2 ** 31, BINS = 1002, TWO_52 = 2 ** 52, WORD = 2 ** 32;
const BASE = 1024; // address of the buffer: 0 would be a null pointer

/** Apply one event to the value of its row in a quarter (hedgesim.model.scenario.timeline.fold_event). */
export function foldEvent(now, [, first, until, operation], value, t) {
  if (t < first) return now;
  if (operation === RAMP) {
    const part = (t - first) / (until - first);
    return part >= 1 ? value : now + (value - now) * part;
  }
  if (until >= 0 && t >= until) return now;
  if (operation === SET) return value;
  return operation === ADD ? now + value : now * value;
}

/** Return the bin, 0 to 1001, of a value in multiples of 2**-31 (hedgesim.model.engines.histogram). */
export const findBin = (whole) => whole === 0 ? 0 : Math.floor((whole * 1000) / UNIT) + 1;

/** List the quarters in which some event begins, ends or moves a value. */
export function listDates(changes) {
  const dates = new Set();
  for (const [, first, until, operation] of changes) {
    dates.add(Math.max(first, 0)).add(until);
    for (let t = Math.max(first, 0); t <= until && operation === RAMP; t++) dates.add(t);
  }
  return dates;
}

/** Round a value from 0 to 1 to a multiple of 2**-31, ties to even. */
export const toUnits = (value) => Math.min(Math.max(value, 0), 1) * UNIT + TWO_52 - TWO_52;

/** One module of compiled rules and the memory that a block of runs is played in. */
export class Engine {
  /** Compile a module; `layout` names the rows of the buffer (hedgesim.model.engines.webassembly). */
  static async load(bytes, layout) {
    const memory = new WebAssembly.Memory({ initial: 16 });
    const { instance } = await WebAssembly.instantiate(bytes, { env: { __linear_memory: memory } });
    return new Engine(instance.exports, memory, layout);
  }

  constructor(stages, memory, layout) {
    Object.assign(this, { stages, layout, lanes: layout.lanes });
    this.buffer = new Float64Array(memory.buffer, BASE);
  }

  /** Store a number in every lane of a row. */
  fill(row, number) {
    for (let i = 0; i < this.lanes; i++) this.buffer[row * this.lanes + i] = number;
  }

  read(row, lane) {
    return this.buffer[row * this.lanes + lane];
  }

  /**
   * Begin a block of runs, one in each lane.
   *
   * job: { inputs: numbers of case and start, plan: numbers of the strategy, changes: events as
   * [row, first, until, operation, value], horizon, seed, columns: [[row, values by draw]], draws: how many }.
   * A row of columns counts from the first input; rows behind the layout's are the events' values.
   */
  open(job, runs) {
    const { layout: at, lanes } = this, events = job.changes.length;
    Object.assign(this, { job, seed: BigInt(job.seed), dates: listDates(job.changes) });
    this.sizes = at.size;
    this.worst = at.size + 2 * events;
    this.place = 0.1 * (job.horizon - 1);
    this.kept = Math.min(Math.floor(this.place) + 2, job.horizon);
    job.inputs.forEach((value, k) => this.fill(at.inputs + k, value));
    this.setPlan(job.plan);
    job.changes.forEach((change, k) => this.fill(this.sizes + k, change[4]));
    for (const [row, values] of job.columns ?? [])
      for (let i = 0; i < lanes; i++) this.buffer[(at.inputs + row) * lanes + i] = values[runs[i] % job.draws];
    for (let i = 0; i < lanes; i++) {
      this.buffer[at.low * lanes + i] = runs[i] % WORD;
      this.buffer[at.high * lanes + i] = Math.floor(runs[i] / WORD);
    }
    job.changes.forEach(([row], k) => {
      const from = (at.inputs + row) * lanes;
      this.buffer.copyWithin((this.sizes + events + k) * lanes, from, from + lanes);
    });
    for (let k = 0; k < 4 * this.kept; k++) this.fill(this.worst + k, Infinity);
    this.foldEvents(0);
    this.stages.opening(BASE);
  }

  setPlan(plan) {
    plan.forEach((value, k) => this.fill(this.layout.plan + k, value));
  }

  /** Apply the events of quarter t, in the order of the file, each row from its value before any event. */
  foldEvents(t) {
    const { lanes, job: { changes } } = this, base = this.sizes + changes.length, seen = new Set();
    changes.forEach((change, k) => {
      const at = (this.layout.inputs + change[0]) * lanes;
      for (let i = 0; i < lanes; i++) {
        const now = seen.has(change[0]) ? this.buffer[at + i] : this.read(base + k, i);
        this.buffer[at + i] = foldEvent(now, change, this.read(this.sizes + k, i), t);
      }
      seen.add(change[0]);
    });
  }

  /** Play quarter t of the block; bands and full say whether its band series and whole record are wanted. */
  step(t, bands = 0, full = 0) {
    if (t > 0 && this.dates.has(t)) this.foldEvents(t);
    this.stages.quarter(BASE, this.seed, t, t, this.job.horizon, bands, full);
    this.stages.insertion(BASE, this.worst, this.kept);
  }

  /** Compute the outcomes of the block, once all quarters are played. */
  close() {
    const { layout: at, lanes, kept, job: { horizon } } = this;
    const below = Math.floor(this.place), part = this.place - below, above = Math.min(below + 1, kept - 1);
    const count = horizon / 10, whole = Math.floor(count);
    for (let d = 0; d < 4; d++)
      for (let i = 0; i < lanes; i++) {
        const sorted = (k) => this.read(this.worst + d * kept + k, i);
        this.buffer[(at.deciles + d) * lanes + i] = sorted(below) + part * (sorted(above) - sorted(below));
        let every = 0;
        for (let k = 0; k < whole; k++) every += sorted(k);
        this.buffer[(at.tails + d) * lanes + i] = (every + (count - whole) * sorted(whole)) / count;
      }
    this.stages.ending(BASE, horizon);
  }

  /**
   * Play runs `first` to `first + count - 1` of a job.
   *
   * wanted: { bands: record rows whose histograms are counted, paths: whether every record is kept }.
   * Returns { outcomes: one array per outcome, sound, counts, sums, paths: [run][quarter] records }.
   */
  play(job, first, count, { bands = [], paths = false } = {}) {
    const { layout: at, lanes } = this, width = at.size - at.outcome, horizon = job.horizon;
    const outcomes = Array.from({ length: width }, () => new Float64Array(count));
    const sound = new Uint8Array(count), stored = new Float64Array(bands.length * horizon * lanes);
    const counts = new Int32Array(bands.length * horizon * BINS), sums = new Float64Array(bands.length * horizon);
    const kept = paths ? Array.from({ length: count }, () => []) : [];
    for (let lo = 0; lo < count; lo += lanes) {
      const used = Math.min(lanes, count - lo);
      this.open(job, Array.from({ length: lanes }, (_, i) => first + lo + Math.min(i, used - 1)));
      for (let t = 0; t < horizon; t++) {
        this.step(t, bands.length, Number(paths));
        bands.forEach((row, s) => {
          for (let i = 0; i < used; i++) stored[(t * bands.length + s) * lanes + i] = this.read(at.record + row, i);
        });
        for (let i = 0; i < used && paths; i++) kept[lo + i].push(this.copyRecord(i));
      }
      this.close();
      for (let i = 0; i < used; i++) {
        for (let k = 0; k < width; k++) outcomes[k][lo + i] = this.read(at.outcome + k, i);
        sound[lo + i] = Number(this.read(at.finite, i) === 0);
        if (sound[lo + i]) this.count(stored, i, counts, sums);
      }
    }
    return { outcomes, sound, counts, sums, paths: kept };
  }

  copyRecord(lane) {
    const { record, outcome } = this.layout;
    return Float64Array.from({ length: outcome - record }, (_, k) => this.read(record + k, lane));
  }

  /** Add the band series of one run to the histograms and sums. */
  count(stored, lane, counts, sums) {
    for (let k = 0; k < sums.length; k++) {
      const whole = toUnits(stored[k * this.lanes + lane]);
      counts[k * BINS + findBin(whole)] += 1;
      sums[k] += whole;
    }
  }
}

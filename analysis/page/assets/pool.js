import { Engine } from "./engine.js";
import { buildJob } from "./settings.js";

const PART = 100; // runs of a task: some 15 ms, after which stale work stops
const MOST = 4; // workers
const VECTORS = "AGFzbQEAAAABBQFgAAF7AwIBAAoKAQgAQQD9D/1iCw=="; // a function that makes one

/** Decode base64 into bytes. */
export const decodeBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** Return whether this browser compiles vectors. */
export const hasVectors = () => WebAssembly.validate(decodeBytes(VECTORS));

/** Return a module's bytes and layout: by choice or need the one without vectors, with the same bits. */
export function takeModule(lab, key, plain) {
  const { layout, lanes, ...codes } = lab.modules[key], kind = plain || !hasVectors() ? "plain" : "simd";
  return { layout: { ...layout, lanes: lanes[kind] }, bytes: decodeBytes(codes[kind]) };
}

/** Return a function that gives the engine of a module, loaded once on this thread. */
export function makeEngines(lab, plain) {
  const engines = {};
  return (key) => {
    const { bytes, layout } = engines[key] ? {} : takeModule(lab, key, plain);
    return (engines[key] ??= Engine.load(bytes, layout));
  };
}

/**
 * List the tasks of runs `first` to `last - 1` of strategies; want(name) is what Engine.play takes as wanted.
 * Tasks of the same `mark` have the same columns of draws, which a worker need not be sent again.
 */
export function listTasks(lab, setting, names, [first, last], want = () => ({})) {
  return names.flatMap((name) => {
    const job = buildJob(lab, setting, name), parts = Math.ceil((last - first) / PART);
    const mark = [setting.scenario, ...job.columns.map(([row]) => row)].join();
    const { module } = lab.scenarios[setting.scenario].strategies.find((each) => each.name === name);
    const task = { name, key: module, mark, job, wanted: want(name) };
    return Array.from({ length: parts }, (_, k) => first + k * PART)
      .map((from) => ({ ...task, first: from, count: Math.min(PART, last - from) }));
  });
}

/** Make a player of tasks on this thread, which lets the page answer between two of them. */
export function makeSlices(engines) {
  return async ({ key, job, first, count, wanted }) => {
    await new Promise((resolve) => setTimeout(resolve));
    return (await engines(key)).play(job, first, count, wanted);
  };
}

/** Make a worker's player of tasks, which has each module sent once; `spare` plays for a broken worker. */
export function makeWorker(address, take, spare) {
  const worker = new Worker(address), sent = new Set();
  let broken = false, last = null;
  return (task) => (broken ? spare(task) : new Promise((resolve, reject) => {
    const { key, mark, job, first, count, wanted } = task, columns = mark === last ? null : job.columns;
    worker.onmessage = ({ data }) => (data.fault ? reject(new Error(data.fault)) : resolve(data.result));
    worker.onerror = () => resolve(spare(task), (broken = true));
    const module = sent.has(key) ? null : take(key);
    worker.postMessage({ key, module, job: { ...job, columns }, first, count, wanted });
    sent.add(key);
    last = mark;
  }));
}

/** List players of tasks: workers of the page's own code, or this thread where there can be none. */
export function listPlayers(lab, plain, code) {
  const spare = makeSlices(makeEngines(lab, plain)), take = (key) => takeModule(lab, key, plain);
  try {
    const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    const size = Math.min(navigator.hardwareConcurrency || 1, MOST);
    return Array.from({ length: size }, () => makeWorker(address, take, spare));
  } catch {
    return [spare];
  }
}

/** Players that share tasks: those of the picture first, then those of the sweep. */
export class Pool {
  constructor(players) {
    Object.assign(this, { idle: [...players], calls: { picture: null, sweep: null } });
  }

  /** Play tasks in their order, in place of older ones of the same call; false if newer ones came. */
  play(name, tasks, onPart) {
    this.cancel(name);
    return new Promise((resolve, reject) => {
      this.calls[name] = { name, tasks: [...tasks], left: tasks.length, onPart, resolve, reject };
      if (!tasks.length) resolve(true);
      this.idle.splice(0).forEach((player) => this.work(player));
    });
  }

  cancel(name) {
    this.calls[name]?.resolve(false);
    this.calls[name] = null;
  }

  /** Let a player work until no task is left. */
  async work(player) {
    for (let call; (call = Object.values(this.calls).find((each) => each?.tasks.length)); )
      await this.playTask(player, call, call.tasks.shift());
    this.idle.push(player);
  }

  async playTask(player, call, task) {
    try {
      const result = await player(task);
      if (this.calls[call.name] !== call) return;
      call.onPart(task, result);
      call.left -= 1;
      if (call.left === 0) call.resolve(true);
    } catch (error) {
      call.reject(error);
      if (this.calls[call.name] === call) this.cancel(call.name);
    }
  }
}

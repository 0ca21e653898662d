import { Engine } from "./engine.js";

/** Play tasks that arrive as messages; modules and columns of draws are kept for the tasks that follow. */
export function startWorker(scope) {
  const engines = {};
  let columns = [];
  scope.onmessage = async ({ data: { key, module, job, first, count, wanted } }) => {
    try {
      if (module) engines[key] = Engine.load(module.bytes, module.layout);
      columns = job.columns ?? columns;
      const result = (await engines[key]).play({ ...job, columns }, first, count, wanted);
      const arrays = [...result.outcomes, result.sound, result.counts, result.sums];
      scope.postMessage({ result }, arrays.map((array) => array.buffer));
    } catch (error) {
      scope.postMessage({ fault: String(error) });
    }
  };
}

import { Engine } from "./engine.js";

/** Play tasks that arrive as messages, each module loaded once, and send their results back. */
export function startWorker(scope) {
  const engines = {};
  scope.onmessage = async ({ data: { key, module, job, first, count, wanted } }) => {
    try {
      if (module) engines[key] = Engine.load(module.bytes, module.layout);
      const result = (await engines[key]).play(job, first, count, wanted);
      const arrays = [...result.outcomes, result.sound, result.counts, result.sums];
      scope.postMessage({ result }, arrays.map((array) => array.buffer));
    } catch (error) {
      scope.postMessage({ fault: String(error) });
    }
  };
}

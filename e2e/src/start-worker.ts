import { Worker } from "node:worker_threads";

/**
 * Starts a thread with a file of this directory: TypeScript on the host (a thread does not inherit tsx), JavaScript in
 * the VM.
 *
 * @param name of the file, without its extension
 */
export function startWorker(name: string, workerData: unknown): Worker {
  const isSource = import.meta.url.endsWith(".ts");
  const file = new URL(`./${name}${isSource ? ".ts" : ".js"}`, import.meta.url);
  if (!isSource) return new Worker(file, { workerData });
  const tsx = import.meta.resolve("tsx/esm/api");
  const load = `import(${JSON.stringify(tsx)}).then(({ register }) => (register(), import(${JSON.stringify(file.href)})))`;
  return new Worker(load, { eval: true, workerData });
}

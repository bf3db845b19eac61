/** A thread that adds elements to a map and deletes them, until it is told to stop; tells how many it added. */
import { parentPort, workerData } from "node:worker_threads";
import { type NumberedKind, NumberedMap } from "./numbered-map.js";
import { Random } from "./random.js";

/** What the thread is told. */
export interface WriterOrder {
  path: string;
  kind: NumberedKind;
  /** The first number of its keys. */
  from: number;
  /** How many numbers it has. */
  count: number;
  /** One word, 1 once the thread shall end. */
  stop: SharedArrayBuffer;
}

const { path, kind, from, count, stop } = workerData as WriterOrder;
const random = new Random(from);
const stopped = new Int32Array(stop);
const number = (): number => from + random.below(count);

using map = new NumberedMap(path, kind);
parentPort!.postMessage("ready");
let added = 0;
while (Atomics.load(stopped, 0) === 0) {
  for (let i = 0; i < 16; i++, added++) map.set(number());
  for (let i = 0; i < 16; i++) map.delete(number());
}
parentPort!.postMessage(added);

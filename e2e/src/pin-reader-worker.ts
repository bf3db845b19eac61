/** Opens one pin again and again until it is told to stop; counts what it saw. */
import { parentPort, workerData } from "node:worker_threads";
import { BpfError, objGet, progInfo } from "@bpf/syscall";
import type { PinReaderOrder, PinReaderResult } from "./pin-reader.js";

const { path, stop } = workerData as PinReaderOrder;
const flag = new Int32Array(stop);
const seen = new Set<number>();
const missed: string[] = [];
let opened = 0;
parentPort!.postMessage("ready");
while (Atomics.load(flag, 0) === 0) {
  try {
    using fd = objGet(path);
    opened++;
    seen.add(progInfo(fd).id);
  } catch (error) {
    if (!BpfError.is(error)) throw error;
    missed.push(error.code);
  }
}
parentPort!.postMessage({ opened, seen: [...seen], missed } satisfies PinReaderResult);

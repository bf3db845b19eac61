import { once } from "node:events";
import { startWorker } from "./start-worker.js";

export interface PinReaderOrder {
  path: string;
  /** One word; anything but 0 ends the reader. */
  stop: SharedArrayBuffer;
}

export interface PinReaderResult {
  opened: number;
  /** Ids of the programs that were found at the path. */
  seen: number[];
  /** Codes of the errors of opening it. */
  missed: string[];
}

/** Starts a thread that opens a pin in a loop; the function that is given back ends it and tells what it saw. */
export async function readPin(path: string): Promise<() => Promise<PinReaderResult>> {
  const stop = new SharedArrayBuffer(4);
  const worker = startWorker("pin-reader-worker", { path, stop } satisfies PinReaderOrder);
  await once(worker, "message");
  return async () => {
    const answer = once(worker, "message");
    Atomics.store(new Int32Array(stop), 0, 1);
    const [result] = (await answer) as [PinReaderResult];
    await worker.terminate();
    return result;
  };
}

/**
 * One of many processes that load or unpin an object at the same time. The parent holds a lock on the gate file; each
 * worker says that it is ready, waits for the lock, and does its work the moment it is given.
 */
import { openMaps, PinError, type PinnedMaps, unpinMaps } from "@bpf/pinning";
import { flock, OpenFlag, openat2 } from "@bpf/syscall";
import { parseFile } from "./objects.js";

/** What the parent asks for. */
export type RaceOrder =
  | {
      verb: "load" | "unpin";
      file: string;
      paths: Record<string, string>;
      gate: string;
      hold: boolean;
      times: number;
    }
  | { verb: "close" };

/** What one piece of work led to: ids and outcomes of a load, or how many pins an unpin removed. */
export type RaceResult =
  | { ready: true }
  | { maps: { name: string; id: number; outcome: string }[]; removed: number; errors: string[] };

const held: PinnedMaps[] = [];

const work = (order: RaceOrder & { verb: "load" | "unpin" }): RaceResult => {
  const object = parseFile(order.file);
  const result = {
    maps: [] as { name: string; id: number; outcome: string }[],
    removed: 0,
    errors: [] as string[],
  };
  const gate = openat2(undefined, order.gate, { flags: OpenFlag.O_RDONLY });
  flock(gate, "shared");
  for (let time = 0; time < order.times; time++) {
    try {
      if (order.verb === "unpin") {
        const report = unpinMaps(object, { paths: order.paths });
        result.removed += report.removed.length;
        result.errors.push(...report.failed.map(({ error }) => error.message));
      } else {
        const maps = openMaps(object, { paths: order.paths, hold: order.hold });
        held.push(maps);
        for (const { name, id, outcome } of maps.maps.values()) result.maps.push({ name, id, outcome });
      }
    } catch (error) {
      result.errors.push(
        PinError.is(error) ? `${error.code}: ${error.message}` : String((error as Error).stack),
      );
    }
  }
  gate.close();
  return result;
};

process.on("message", (order: RaceOrder) => {
  if (order.verb === "close") {
    for (const maps of held.splice(0)) maps.close();
    process.send!({ ready: true } satisfies RaceResult);
    return;
  }
  // Waiting for the lock stops this thread, so the word has to be out before.
  process.send!({ ready: true } satisfies RaceResult, () => process.send!(work(order)));
});

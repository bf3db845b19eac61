/** A process that loads the object of the scene: killed at a step, or again and again beside others. */
import { progFromId } from "@bpf/syscall";
import { type KernelCall, realKernel } from "../../src/kernel.js";
import { prepareMaps } from "../../src/prepare/prepare-maps.js";
import { PinRaceError } from "../../src/race-error.js";
import { faulty } from "../fake-kernel/faulty.js";
import { closeAll, everything, replacing } from "./scene.js";

/** What it is told to do, as JSON. */
export interface LoadingOrder {
  /** Ids of the loaded programs, by name. */
  ids: Readonly<Record<string, number>>;
  /** Loads to do, one after the other. */
  rounds: number;
  /** Before the Nth step of the first commit that changes anything the process kills itself. */
  killAt?: number;
}

/** What it did, as JSON. */
export interface LoadingResult {
  created: number;
  raced: number;
}

/** Calls after which the bpffs, or a map, is not as it was. */
const changing = new Set<KernelCall>(["linkat", "mapUpdate", "mkdirat", "objPin", "renameat2", "unlinkat"]);

function load({ ids, killAt }: LoadingOrder, result: LoadingResult): void {
  const counted = faulty(realKernel);
  const programs = Object.entries(ids).map(([name, id]) => ({ name, symbol: name, id, fd: progFromId(id) }));
  try {
    using prepared = prepareMaps(everything, replacing(counted.kernel));
    let changes = 0;
    counted.before = (_, call) => {
      if (changing.has(call) && ++changes === killAt) process.kill(process.pid, "SIGKILL");
    };
    using object = prepared.commit(programs);
    for (const { outcome } of object.maps.values()) if (outcome === "created") result.created++;
  } finally {
    closeAll(programs);
  }
}

const order: LoadingOrder = JSON.parse(process.argv[2]!);
const result: LoadingResult = { created: 0, raced: 0 };
for (let round = 0; round < order.rounds; ) {
  try {
    load(order, result);
    round++;
  } catch (error) {
    if (!PinRaceError.is(error) || ++result.raced > 1000) throw error;
  }
}
console.log(JSON.stringify(result));

import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

/** What nothing holds is gone afterwards, finalizers included: those of addons run when the event loop turns. */
export async function collected(): Promise<void> {
  for (let round = 0; round < 5; round++) {
    collect();
    await turn();
  }
}

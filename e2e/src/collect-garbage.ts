import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");

/** Runs V8's garbage collector, as `node --expose-gc` offers it. */
export const collectGarbage = runInNewContext("gc") as () => void;

import type { Context } from "../context.js";
import type { run } from "../run.js";

/** What each bundle of the command exports. */
export interface StartBundle {
  readonly run: typeof run;
  readonly processContext: () => Context;
}

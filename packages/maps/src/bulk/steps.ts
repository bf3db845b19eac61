import { setImmediate } from "node:timers/promises";
import { type ElementBatch, FdClosedError } from "@bpf/syscall";
import { closedError, type OpenedMap } from "../open/core.js";
import { failedAfter } from "./failed-after.js";

/** A command on a batch, as ElementBatch names it. */
export type BatchCall = "update" | "updateEach" | "delete" | "deleteEach" | "take" | "lookup" | "walk";

/** What a step asks its driver to call. */
export interface CallStep {
  readonly batch: ElementBatch;
  readonly call: BatchCall;
  readonly flags?: number;
  /** Number of the batch's first element that is to be updated or deleted. */
  readonly from?: number;
  /** Elements that are done so far. */
  readonly done: number;
}

/** Work that only this thread can do was done for a while: in the promise form others have a turn. */
export interface RestStep {
  readonly call: "rest";
  readonly done: number;
}

export type Step = CallStep | RestStep;

/** Elements that are done one by one on this thread between two rests: a few ms. */
export const restAfter = 1024;

/**
 * Work on a whole map: each `yield` asks the driver for one call and is given its result, 0 or -errno. A call that
 * throws is thrown there. So the
 * synchronous and the promise form share everything but the call.
 */
export type Steps<Result = number> = Generator<Step, Result, number>;

/** Of whole-map work in its promise form. */
export interface BulkOptions {
  /** Stops before the next batch: the promise is rejected with the signal's reason. What is done stays done. */
  signal?: AbortSignal | undefined;
  /** Called after each batch, and at the end with the result. */
  onProgress?: ((progress: { readonly done: number }) => void) | undefined;
}

/** Runs all steps on this thread. @throws what they throw; MapError ERR_MAP_CLOSED once the map is closed */
export function runSteps<Result>(map: OpenedMap, steps: Steps<Result>): Result {
  try {
    let step = steps.next();
    while (step.done !== true) {
      let result: number;
      try {
        result = call(step.value);
      } catch (error) {
        step = steps.throw(toldAsClosed(map, error));
        continue;
      }
      step = steps.next(result);
    }
    return step.value;
  } catch (error) {
    throw toldAsClosed(map, error);
  }
}

function call(step: Step): number {
  if (step.call === "rest") return 0;
  const { batch, call: name, flags = 0, from = 0 } = step;
  return name === "deleteEach" ? batch.deleteEach(from) : batch[name](flags, from);
}

/** Runs the calls of all steps on a thread of libuv's pool, one at a time. @throws as {@link runSteps} */
export async function runStepsAsync<Result>(
  map: OpenedMap,
  steps: Steps<Result>,
  { signal, onProgress }: BulkOptions = {},
): Promise<Result> {
  signal?.throwIfAborted();
  try {
    let step = steps.next();
    let told = 0;
    while (step.done !== true) {
      const { done } = step.value;
      if (done > told) onProgress?.({ done });
      told = done;
      signal?.throwIfAborted();
      let result: number;
      try {
        result = await callAsync(step.value);
      } catch (error) {
        step = steps.throw(toldAsClosed(map, error));
        continue;
      }
      step = steps.next(result);
    }
    const done = step.value;
    if (typeof done === "number" && (done > told || done === 0)) onProgress?.({ done });
    return step.value;
  } catch (error) {
    throw toldAsClosed(map, error);
  } finally {
    // Ends a walk over the caller's own iterable.
    steps.return(undefined as Result);
  }
}

function callAsync(step: Step): Promise<number> {
  if (step.call === "rest") return setImmediate(0);
  const { batch, call: name, flags = 0, from = 0 } = step;
  return name === "deleteEach" ? batch.deleteEachAsync(from) : batch[`${name}Async`](flags, from);
}

/** A map may be closed while an iterator, or a call on another thread, is under way. */
function toldAsClosed(map: OpenedMap, error: unknown): unknown {
  if (!FdClosedError.is(error) || !map.fd.closed) return error;
  const { done } = error as { done?: number };
  return done === undefined ? closedError(map) : failedAfter(closedError(map), done);
}

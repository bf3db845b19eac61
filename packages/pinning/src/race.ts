import { PinError } from "./errors.js";

/**
 * How often one step is tried again when others take or remove what it needs. Each failure means that another process
 * got something done in between, so reaching it takes somebody who works against this call.
 */
export const raceLimit = 100;

/** A directory of this call was removed or swapped by somebody else; the walk starts again. Never leaves the package. */
export class StaleDirectory extends Error {
  override readonly name = "StaleDirectory";
}

/** The map or program whose path it is, where an object names one. */
export interface PinOwner {
  readonly map?: string | undefined;
  readonly program?: string | undefined;
}

/** ERR_PIN_RACE: the tries are used up. */
export class GaveUp extends PinError {
  constructor(path: string, owner: PinOwner = {}, cause?: unknown) {
    super(
      "ERR_PIN_RACE",
      `Gave up on ${path} after ${raceLimit} tries: other processes keep making and removing it (or /proc is not mounted). Find out who, and try again.`,
      { ...owner, path, cause },
    );
  }
}

/** Runs `attempt` until it gives a result; on a StaleDirectory, or undefined, `again` is called and it is run anew. */
export function withRetries<T>(
  path: string,
  owner: PinOwner,
  again: () => void,
  attempt: () => T | undefined,
): T {
  let last: unknown;
  for (let count = 0; count < raceLimit; count++) {
    try {
      const result = attempt();
      if (result !== undefined) return result;
    } catch (error) {
      if (!(error instanceof StaleDirectory)) throw error;
      last = error;
    }
    again();
  }
  throw new GaveUp(path, owner, last);
}

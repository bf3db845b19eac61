import { PinError, type PinErrorDetails } from "./errors.js";

const brand = Symbol.for("@bpf/pinning.PinRaceError");

/**
 * ERR_PIN_OVERTAKEN: between `prepareMaps` and `commit` another process pinned or removed what this object needs, so its
 * programs were verified against other maps than those that are pinned now. Rolled back; prepare and load anew.
 */
export class PinRaceError extends PinError {
  override readonly name = "PinRaceError";

  constructor(why: string, details: PinErrorDetails) {
    super(
      "ERR_PIN_OVERTAKEN",
      `${why} while the programs were being loaded: another process was faster. Load the object again.`,
      details,
    );
    Object.defineProperty(this, brand, { value: true });
  }

  static override is(value: unknown): value is PinRaceError {
    return typeof value === "object" && value !== null && brand in value;
  }
}

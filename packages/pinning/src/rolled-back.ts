import { type Leftover, PinError } from "./errors.js";
import { systemError } from "./system-error.js";

const leftoverText = (leftovers: readonly Leftover[]): string =>
  `\nRolling back left behind: ${leftovers.map(({ path, reason }) => `${path} (${reason})`).join("; ")}`;

/** The error of a call that was rolled back, with what the roll-back had to leave. */
export function rolledBack(error: unknown, leftovers: readonly Leftover[]): unknown {
  const told = systemError(error, "pin the object's maps");
  if (leftovers.length === 0) return told;
  const text = told instanceof Error ? told.message : String(told);
  const carrier = PinError.is(told) ? told : new PinError("ERR_PIN_SYSTEM", text, { cause: told });
  carrier.leftovers = leftovers;
  carrier.message += leftoverText(leftovers);
  return carrier;
}

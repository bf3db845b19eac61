import { UsageError } from "../errors.js";
import { splitMapValue } from "./map-value.js";

/** What a program is for, as the command line says it. */
export interface AttachArgument {
  readonly program: string;
  /** A function, hook, tracepoint or iterator; undefined: the one that the section names. */
  readonly target: string | undefined;
  /** Path of the pinned program whose function it is. */
  readonly pin: string | undefined;
}

/**
 * Reads `PROGRAM=TARGET`, `PROGRAM=TARGET@PIN` or `PROGRAM=@PIN`. No name of a function has an `@` in it.
 * @throws {UsageError}
 */
export function parseAttachTo(text: string, verb: string): AttachArgument {
  const [program, rest] = splitMapValue("attach-to", text, verb, "PROGRAM=TARGET[@PIN]");
  const at = rest.indexOf("@");
  if (at < 0) return { program, target: rest, pin: undefined };
  const pin = rest.slice(at + 1);
  if (pin === "")
    throw new UsageError(`--attach-to ${JSON.stringify(text)} has no path of a pin after the @`, verb);
  return { program, target: rest.slice(0, at) || undefined, pin };
}

import { UsageError } from "../errors.js";
import type { VerbDefinition } from "../help/verbs.js";
import { findOption, type OptionName } from "./options.js";
import type { OptionValues } from "./parse.js";

/**
 * Whether a verb can take these arguments at all.
 * @throws {UsageError} too few or too many arguments, an empty one, an option that names a map where none is read
 */
export function checkInvocation(
  definition: VerbDefinition,
  positionals: readonly string[],
  options: OptionValues,
): void {
  const { verb, usage, arguments: bounds, readsObject } = definition;
  const [least, most] = bounds;
  const form = `bpf ${verb} ${usage.join(" | ")}`;
  if (positionals.length < least) throw new UsageError(`${verb} needs more arguments: ${form}`, verb);
  if (positionals.length > most) {
    const extra = JSON.stringify(positionals[most]);
    throw new UsageError(`${verb} takes no argument ${extra}: ${form}`, verb);
  }
  for (const argument of positionals) {
    if (argument === "") throw new UsageError(`an argument of ${verb} is empty: ${form}`, verb);
    if (argument.includes("\0")) throw new UsageError(`an argument of ${verb} holds a NUL`, verb);
  }
  if (readsObject) return;
  for (const name of Object.keys(options) as OptionName[])
    if (findOption(name)?.group === "map")
      throw new UsageError(`--${name} names a map of an object, and ${verb} reads none`, verb);
}

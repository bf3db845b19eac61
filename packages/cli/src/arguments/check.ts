import { UsageError } from "../errors.js";
import type { VerbDefinition } from "../help/verb-definition.js";
import { aboutObject } from "./about-object.js";
import type { OptionValues } from "./option-values.js";
import type { OptionDefinition } from "./options.js";

/** Options of which only one can be meant. */
const exclusive = ["create", "update"] as const;

function checkOption(option: OptionDefinition, { verb, readsObject, options = [] }: VerbDefinition): void {
  const { name, group } = option;
  const about = aboutObject(option);
  if (about !== undefined && !readsObject)
    throw new UsageError(`--${name} ${about}, and ${verb} reads none`, verb);
  if (group === "verb" && !options.some((own) => own === name))
    throw new UsageError(`--${name} is no option of ${verb}`, verb);
}

/**
 * Whether a verb can take these arguments at all.
 * @param known all options that there are
 * @throws {UsageError} too few or too many arguments, an empty one where no value is meant, an option of other verbs
 */
export function checkInvocation(
  definition: VerbDefinition,
  positionals: readonly string[],
  options: OptionValues,
  known: readonly OptionDefinition[],
): void {
  const { verb, usage, arguments: bounds, takesValues } = definition;
  const [least, most] = bounds;
  for (const option of known) if (option.name in options) checkOption(option, definition);
  if (exclusive.every((name) => options[name] === true))
    throw new UsageError(`${exclusive.map((name) => `--${name}`).join(" and ")} exclude each other`, verb);
  const form = `bpf ${verb} ${usage.join(" | ")}`;
  if (positionals.length < least) throw new UsageError(`${verb} needs more arguments: ${form}`, verb);
  if (positionals.length > most) {
    const extra = JSON.stringify(positionals[most]);
    throw new UsageError(`${verb} takes no argument ${extra}: ${form}`, verb);
  }
  for (const argument of takesValues ? positionals.slice(0, 1) : positionals) {
    if (argument === "") throw new UsageError(`an argument of ${verb} is empty: ${form}`, verb);
    if (argument.includes("\0")) throw new UsageError(`an argument of ${verb} holds a NUL`, verb);
  }
}

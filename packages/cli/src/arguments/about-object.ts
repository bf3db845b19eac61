import { UsageError } from "../errors.js";
import type { OptionValues } from "./option-values.js";
import { commonOptions, type OptionDefinition } from "./options.js";
import { programOptions } from "./program-options.js";

/** What an option says of an object that has to be read for it; undefined for options that need none. */
export function aboutObject({ group }: OptionDefinition): string | undefined {
  if (group === "object-map") return "names a map of an object";
  return group === "program" ? "is about an object's programs" : undefined;
}

/**
 * Refuses options that need an object, where a verb was given something else.
 * @param why what follows "and": "pins by path have none"
 * @throws {UsageError}
 */
export function refuseObjectOptions(options: OptionValues, why: string, verb: string): void {
  const known: readonly OptionDefinition[] = [...programOptions, ...commonOptions];
  for (const option of known) {
    const about = aboutObject(option);
    if (about !== undefined && option.name in options)
      throw new UsageError(`--${option.name} ${about}, and ${why}`, verb);
  }
}

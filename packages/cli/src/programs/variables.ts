import type { ObjectSpec } from "@bpf/elf";
import { objectVariables } from "@bpf/loader";
import type { JsonValue } from "@bpf/maps";
import { splitMapValue } from "../arguments/map-value.js";
import { UsageError } from "../errors.js";
import { valueArgument } from "../map/value-argument.js";

/**
 * Values of variables, as JSON by their types, from the texts of `--set`. A name that is no variable's is left for
 * `@bpf/loader` to refuse.
 * @throws {UsageError}
 */
export function variableValues(
  object: ObjectSpec,
  texts: readonly string[],
  verb: string,
): Record<string, JsonValue> {
  const values: Record<string, JsonValue> = Object.create(null);
  if (texts.length === 0) return values;
  const variables = new Map(objectVariables(object).map((variable) => [variable.name, variable]));
  for (const each of texts) {
    const [name, text] = splitMapValue("set", each, verb, "VAR=VALUE");
    if (name in values) throw new UsageError(`variable ${JSON.stringify(name)} is given twice`, verb);
    const layout = variables.get(name)?.layout;
    const shape = { what: `the VALUE of --set ${name}`, verb, whyBytes: "its type in C says no more" };
    values[name] = layout === undefined ? text : valueArgument(text, { ...shape, layout });
  }
  return values;
}

import type { JsonValue, Layout } from "@bpf/maps";

/** A number inside a value: how it is called, and where it is in the value's JSON. */
export interface NumberField {
  /** `packets`, `times.first`, `[2]`; "value" for a value that is a number. */
  readonly name: string;
  readonly read: (value: JsonValue) => number | bigint | undefined;
}

/** Numbers of one value that are followed; further ones are not. */
const mostFields = 64;

type Step = string | number;

function stepInto(value: JsonValue | undefined, step: Step): JsonValue | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as { readonly [name: Step]: JsonValue })[step];
}

/** Integers of 64 bits come as decimal strings. */
function numberOf(value: JsonValue | undefined): number | bigint | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?[0-9]+$/.test(value) ? BigInt(value) : undefined;
}

function nameOf(steps: readonly Step[]): string {
  if (steps.length === 0) return "value";
  return steps
    .map((step, at) => (typeof step === "number" ? `[${step}]` : at === 0 ? step : `.${step}`))
    .join("");
}

function collect(layout: Layout, steps: readonly Step[], into: NumberField[]): void {
  if (into.length >= mostFields) return;
  if (layout.kind === "integer" || layout.kind === "float")
    into.push({
      name: nameOf(steps),
      read: (value) => numberOf(steps.reduce<JsonValue | undefined>(stepInto, value)),
    });
  else if (layout.kind === "array")
    for (let i = 0; i < Math.min(layout.length, mostFields); i++)
      collect(layout.element, [...steps, i], into);
  else if (layout.kind === "struct" || layout.kind === "union")
    for (const { name, layout: field, kernelOwned } of layout.fields)
      if (kernelOwned !== true) collect(field, name === "" ? steps : [...steps, name], into);
}

/**
 * The numbers of a layout's values, in their order.
 * @param cpus for values that are lists, one value of the layout for each CPU
 */
export function numberFields(layout: Layout, cpus?: number): NumberField[] {
  const fields: NumberField[] = [];
  if (cpus === undefined) collect(layout, [], fields);
  else for (let cpu = 0; cpu < cpus; cpu++) collect(layout, [cpu], fields);
  return fields;
}

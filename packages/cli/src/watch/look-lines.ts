import { valueText } from "../output/value-text.js";
import type { Look, WatchedElement } from "./look.js";
import type { NumberField } from "./number-fields.js";
import { rateText } from "./rate-text.js";

function line({ key, value, numbers, rates }: WatchedElement, fields: readonly NumberField[]): string {
  const parts = fields.flatMap(({ name }, at) => {
    const rate = rateText(rates?.[at]);
    return numbers[at] === undefined ? [] : [`${name} ${numbers[at]}${rate === "" ? "" : ` ${rate}`}`];
  });
  return `${valueText(key)}  ${parts.length > 0 ? parts.join("  ") : valueText(value)}\n`;
}

/** A look as plain lines: the elements that have changed since the last, all in the first, and the keys that are gone. */
export function lookLines({ elements, gone }: Look, fields: readonly NumberField[]): string {
  const changed = elements.filter((element) => element.changed).map((element) => line(element, fields));
  return changed.concat(gone.map((key) => `${valueText(key)}  gone\n`)).join("");
}

/** A look as one line of JSON; `rates` is null for an element that the last look did not find. */
export function lookJson({ elements, gone }: Look, fields: readonly NumberField[], time: Date): string {
  const document = {
    time: time.toISOString(),
    elements: elements.map(({ key, value, rates }) => ({
      key,
      value,
      rates: rates === undefined ? null : Object.fromEntries(fields.map(({ name }, at) => [name, rates[at]])),
    })),
    gone,
  };
  return `${JSON.stringify(document)}\n`;
}

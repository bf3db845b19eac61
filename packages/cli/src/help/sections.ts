import { commonOptions, type OptionDefinition } from "../arguments/options.js";
import { columns } from "../output/columns.js";
import type { Style } from "../output/style.js";

function optionRow(option: OptionDefinition): [string, string] {
  const short = option.short === undefined ? "" : `-${option.short}, `;
  const value = option.value === undefined ? "" : ` ${option.value}`;
  return [`${short}--${option.name}${value}`, option.summary + (option.repeatable ? " (repeatable)" : "")];
}

/** Rows of all common options of these groups. */
export function optionRows(...groups: OptionDefinition["group"][]): [string, string][] {
  const options: readonly OptionDefinition[] = commonOptions;
  return options.filter(({ group }) => groups.includes(group)).map(optionRow);
}

/** Rows of the options of these names. */
export const ownRows = (names: readonly string[], options: readonly OptionDefinition[]): [string, string][] =>
  options.filter(({ name }) => names.includes(name)).map(optionRow);

/** A title, and rows below it. */
export function section(title: string, rows: readonly (readonly string[])[], style: Style): string {
  return `${style.bold(`${title}:`)}\n${columns(rows, { indent: 2 })}`;
}

export const aboutMap = "  MAP is a map's name, its symbol, or a section that holds one map.\n";

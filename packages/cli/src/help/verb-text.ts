import type { OptionDefinition } from "../arguments/options.js";
import { plainStyle, type Style } from "../output/style.js";
import { aboutMap, optionRows, ownRows, section } from "./sections.js";
import type { VerbDefinition } from "./verb-definition.js";

/** The text of `bpf VERB --help`: examples last. */
export function verbHelp(
  definition: VerbDefinition,
  options: readonly OptionDefinition[],
  style: Style = plainStyle,
): string {
  const { verb, usage, summary, details, readsObject, examples, options: own = [] } = definition;
  const parts = [
    `${style.bold(`bpf ${verb}`)} - ${summary}\n`,
    `${style.bold("Usage:")}\n${usage.map((form) => `  bpf ${verb} ${form} [OPTIONS]\n`).join("")}`,
    `${details.join("\n")}\n`,
  ];
  if (own.length > 0) parts.push(section("Options", ownRows(own, options), style));
  if (readsObject)
    parts.push(section("Where pins go", optionRows("root", "object", "object-map"), style), aboutMap);
  else parts.push(section("Where pins are", optionRows("root"), style));
  parts.push(section("General options", optionRows("general"), style), section("Examples", examples, style));
  return parts.join("\n");
}

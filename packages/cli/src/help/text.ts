import { type OptionDefinition, optionDefinitions } from "../arguments/options.js";
import { columns } from "../output/columns.js";
import { plainStyle, type Style } from "../output/style.js";
import { type VerbDefinition, verbs } from "./verbs.js";

const exitCodes: readonly (readonly [string, string])[] = [
  ["0", "done; pins that were absent anyway included"],
  ["1", "failed: bad object, kernel, permission, any failed unpin"],
  ["2", "wrong usage, a pin that lacks a needed option included"],
  ["3", "an incompatible pin is in the way (load, plan)"],
  ["128+n", "ended by signal n"],
];

function optionRow(option: OptionDefinition): [string, string] {
  const short = option.short === undefined ? "" : `-${option.short}, `;
  const value = option.value === undefined ? "" : ` ${option.value}`;
  return [`${short}--${option.name}${value}`, option.summary + (option.repeatable ? " (repeatable)" : "")];
}

function optionRows(...groups: OptionDefinition["group"][]): [string, string][] {
  const options: readonly OptionDefinition[] = optionDefinitions;
  return options.filter(({ group }) => groups.includes(group)).map(optionRow);
}

function section(title: string, rows: readonly (readonly string[])[], style: Style): string {
  return `${style.bold(`${title}:`)}\n${columns(rows, { indent: 2 })}`;
}

/** The text of `bpf --help`: verbs, options, exit codes, examples last. */
export function generalHelp(style: Style = plainStyle): string {
  return [
    `${style.bold("bpf")} - pin the maps of BPF objects, look at the pins, remove them\n`,
    `${style.bold("Usage:")}\n  bpf VERB [ARGUMENTS] [OPTIONS]\n  bpf help VERB\n`,
    section(
      "Verbs",
      verbs.map(({ verb, usage, summary }) => [`${verb} ${usage.join(" | ")}`, summary]),
      style,
    ),
    section("Where pins go", optionRows("root", "object", "map"), style),
    "  MAP is a map's name, its symbol, or a section that holds one map.\n",
    section("General options", optionRows("general"), style),
    section("Exit codes", exitCodes, style),
    section("Environment", [["NO_COLOR", "no colour, also on a terminal"]], style),
    section(
      "Examples",
      [
        ["bpf mount", "once a boot, where nobody else does it"],
        ["bpf load pinmap.o", "pin its maps"],
        ["bpf ls", "look"],
        ["bpf unpin pinmap.o", "remove what load pinned"],
      ],
      style,
    ),
  ].join("\n");
}

/** The text of `bpf VERB --help`: examples last. */
export function verbHelp(definition: VerbDefinition, style: Style = plainStyle): string {
  const { verb, usage, summary, details, readsObject, examples } = definition;
  const parts = [
    `${style.bold(`bpf ${verb}`)} - ${summary}\n`,
    `${style.bold("Usage:")}\n${usage.map((form) => `  bpf ${verb} ${form} [OPTIONS]\n`).join("")}`,
    `${details.join("\n")}\n`,
  ];
  if (readsObject)
    parts.push(
      section("Where pins go", optionRows("root", "object", "map"), style),
      "  MAP is a map's name, its symbol, or a section that holds one map.\n",
    );
  else parts.push(section("Where pins are", optionRows("root"), style));
  parts.push(section("General options", optionRows("general"), style), section("Examples", examples, style));
  return parts.join("\n");
}

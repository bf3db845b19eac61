import { plainStyle, type Style } from "../output/style.js";
import { aboutMap, optionRows, ownRows, section } from "./sections.js";
import { findGroup, type VerbDefinition, type VerbSet } from "./verb-definition.js";

const exitCodes: readonly (readonly [string, string])[] = [
  ["0", "done; pins that were absent anyway included"],
  ["1", "failed: bad object, kernel, permission, any failed unpin, a key that is not there"],
  ["2", "wrong usage, a pin that lacks a needed option included"],
  ["3", "a pin is in the way, an incompatible one or a program's (load, plan)"],
  ["128+n", "ended by signal n"],
];

const verbRows = (verbs: readonly VerbDefinition[]): string[][] =>
  verbs.map(({ verb, usage, summary }) => [`${verb} ${usage.join(" | ")}`, summary]);

/** The text of `bpf --help`: verbs, options, exit codes, examples last. */
export function generalHelp({ verbs, groups }: VerbSet, style: Style = plainStyle): string {
  return [
    `${style.bold("bpf")} - load and pin the maps and programs of BPF objects, use them, remove the pins\n`,
    `${style.bold("Usage:")}\n  bpf VERB [ARGUMENTS] [OPTIONS]\n  bpf help VERB\n`,
    section(
      "Verbs",
      [
        ...verbRows(verbs),
        ...groups.map(({ group, usage, summary }) => [
          `${group} ${usage}`,
          `${summary}: bpf ${group} --help`,
        ]),
      ],
      style,
    ),
    section("Where pins go", optionRows("root", "object", "object-map"), style),
    aboutMap,
    section("General options", optionRows("general"), style),
    section("Exit codes", exitCodes, style),
    section("Environment", [["NO_COLOR", "no colour, also on a terminal"]], style),
    section(
      "Examples",
      [
        ["bpf mount", "once a boot, where nobody else does it"],
        ["bpf load pinmap.o", "pin its maps"],
        ["bpf load pinmap.o --programs progs", "its programs too, as /sys/fs/bpf/progs/NAME"],
        ["bpf ls", "look"],
        ["bpf map dump pinmap", "what is in one"],
        ["bpf prog run progs/count --data @packet", "a program, on a packet"],
        ["bpf unpin pinmap.o", "remove what load pinned"],
      ],
      style,
    ),
  ].join("\n");
}

/** The text of `bpf GROUP --help`: its verbs, examples last. */
export function groupHelp(set: VerbSet, name: string, style: Style = plainStyle): string {
  const { group, usage, summary, verbs, details, examples } = findGroup(set, name)!;
  return [
    `${style.bold(`bpf ${group}`)} - ${summary}\n`,
    `${style.bold("Usage:")}\n  bpf ${group} ${usage} [OPTIONS]\n  bpf help ${group} VERB\n`,
    section("Verbs", verbRows(verbs), style),
    `${details.join("\n")}\n`,
    section(
      "Options of some verbs",
      ownRows(
        verbs.flatMap((verb) => verb.options ?? []),
        set.options,
      ),
      style,
    ),
    section("Where pins are", optionRows("root"), style),
    section("General options", optionRows("general"), style),
    section("Examples", examples, style),
  ].join("\n");
}

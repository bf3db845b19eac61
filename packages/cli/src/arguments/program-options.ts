import type { OptionDefinition } from "./options.js";

/** Options about the programs of an object; in the order of help. Only verbs that name them show them. */
export const programOptions = [
  {
    name: "programs",
    value: "DIR",
    group: "program",
    summary: "the programs too, pinned in DIR: relative to root, or absolute inside it",
  },
  {
    name: "on-existing",
    value: "HOW",
    group: "program",
    summary: "where a program is pinned already: fail (default), keep it, or replace it",
  },
  {
    name: "autoload",
    value: "PROGRAM",
    repeatable: true,
    group: "program",
    summary: "this program too, which its section says not to load (?)",
  },
  {
    name: "no-autoload",
    value: "PROGRAM",
    repeatable: true,
    group: "program",
    summary: "not this program",
  },
  {
    name: "set",
    value: "VAR=VALUE",
    repeatable: true,
    group: "program",
    summary: "value of a variable, before programs are loaded",
  },
  {
    name: "attach-to",
    value: "PROGRAM=TARGET[@PIN]",
    repeatable: true,
    group: "program",
    summary: "what it is for, over its section; of the program at PIN",
  },
  {
    name: "kernel-btf",
    value: "FILE",
    group: "program",
    summary: "types that CO-RE is resolved against, not the running kernel's",
  },
  {
    name: "kconfig",
    value: "FILE",
    group: "program",
    summary: "kernel configuration for .kconfig variables, not the running one's; may be gzipped",
  },
  { name: "verbose", group: "program", summary: "the verifier's log of each program, on stderr" },
] as const satisfies readonly OptionDefinition[];

export type ProgramOption = (typeof programOptions)[number]["name"];

import type { OptionValues } from "../arguments/option-values.js";
import type { OptionDefinition } from "../arguments/options.js";
import type { ProgramOption } from "../arguments/program-options.js";
import type { VerbOption } from "../arguments/verb-options.js";

/**
 * What a signal that asks to stop does. `end`: it ends the process at once, since nothing is being changed.
 * `finish`: what was begun is finished first, in milliseconds. `stop`: the work stops early, between two elements or
 * programs.
 */
export type OnSignal = "end" | "finish" | "stop";

/** What help and the parser know of a verb; what it does is in `commands/`. */
export interface VerbDefinition {
  /** As it is typed after `bpf`, its group in front: `load`, `map get`. */
  readonly verb: string;
  /** Forms of the arguments after the verb, one a line of usage. */
  readonly usage: readonly string[];
  readonly summary: string;
  /** Least and most positional arguments. */
  readonly arguments: readonly [least: number, most: number];
  /** Whether arguments after the first are keys and values, which may be any text, the empty one too. */
  readonly takesValues?: true;
  /** Whether an object is read, so that options naming maps have a meaning. */
  readonly readsObject: boolean;
  /** Options that its help shows; of those of group `verb` the ones that it has. */
  readonly options?: readonly (VerbOption | ProgramOption)[];
  readonly onSignal: OnSignal | ((options: OptionValues) => OnSignal);
  /** Paragraphs of help below the summary. */
  readonly details: readonly string[];
  /** Command lines, each with what it is for. */
  readonly examples: readonly (readonly [command: string, purpose: string])[];
}

/** Verbs about one kind of thing, typed after its name: `bpf map get`. */
export interface GroupDefinition {
  readonly group: string;
  /** What follows the group's name in usage. */
  readonly usage: string;
  readonly summary: string;
  readonly verbs: readonly VerbDefinition[];
  readonly details: readonly string[];
  readonly examples: readonly (readonly [command: string, purpose: string])[];
}

/** All that a command line can name. */
export interface VerbSet {
  readonly verbs: readonly VerbDefinition[];
  readonly groups: readonly GroupDefinition[];
  /** All options of those verbs. */
  readonly options: readonly OptionDefinition[];
}

/** The verb of that whole name: `load`, `map get`. */
export function findVerb({ verbs, groups }: VerbSet, name: string): VerbDefinition | undefined {
  const all = [...verbs, ...groups.flatMap((group) => group.verbs)];
  return all.find(({ verb }) => verb === name);
}

export function findGroup({ groups }: VerbSet, name: string | undefined): GroupDefinition | undefined {
  return groups.find(({ group }) => group === name);
}

/** The last word of a verb: `get` of `map get`. */
export const lastWord = (verb: string): string => verb.slice(verb.indexOf(" ") + 1);

import { UsageError } from "../errors.js";
import {
  findGroup,
  findVerb,
  type GroupDefinition,
  lastWord,
  type VerbSet,
} from "../help/verb-definition.js";
import { suggest } from "./suggest.js";

/** The verb that the words of a command line begin with, and the words after it. */
export interface NamedVerb {
  readonly verb: string | undefined;
  readonly group: string | undefined;
  readonly rest: readonly string[];
}

const quote = (text: string): string => JSON.stringify(text);

function unknownVerb(word: string, { verbs, groups }: VerbSet): UsageError {
  const names = [...verbs.map(({ verb }) => verb), ...groups.map(({ group }) => group)];
  // `bpf dump` is `bpf map dump` with a word forgotten.
  const grouped = groups.flatMap((group) => group.verbs).find(({ verb }) => lastWord(verb) === word);
  const near = suggest(word, names) ?? grouped?.verb;
  const hint = near === undefined ? `; the verbs are ${names.join(", ")}` : `; did you mean ${near}?`;
  return new UsageError(`unknown verb ${quote(word)}${hint}`);
}

function unknownGroupVerb(word: string, { group, verbs }: GroupDefinition, verbSet: VerbSet): UsageError {
  const names = verbs.map(({ verb }) => lastWord(verb));
  const near = suggest(word, names);
  const other = findVerb(verbSet, word)?.verb;
  const meant = near === undefined ? other : `${group} ${near}`;
  const hint = meant === undefined ? `; the verbs are ${names.join(", ")}` : `; did you mean ${meant}?`;
  return new UsageError(`unknown verb ${quote(word)} of ${group}${hint}`, group);
}

/**
 * Finds the verb that a command line means.
 * @throws {UsageError} there is none of that name; names what was nearly meant
 */
export function nameVerb(words: readonly string[], verbSet: VerbSet): NamedVerb {
  const [first, second] = words;
  if (first === undefined) return { verb: undefined, group: undefined, rest: [] };
  const group = findGroup(verbSet, first);
  if (group === undefined) {
    // Verbs of groups have a space in their names, and so are none of these.
    const found = verbSet.verbs.find(({ verb }) => verb === first);
    if (found === undefined) throw unknownVerb(first, verbSet);
    return { verb: found.verb, group: undefined, rest: words.slice(1) };
  }
  if (second === undefined) return { verb: undefined, group: group.group, rest: [] };
  const found = group.verbs.find(({ verb }) => lastWord(verb) === second);
  if (found === undefined) throw unknownGroupVerb(second, group, verbSet);
  return { verb: found.verb, group: group.group, rest: words.slice(2) };
}

import { parseArgs } from "node:util";
import { UsageError } from "../errors.js";
import { findVerb, type Verb, verbNames } from "../help/verbs.js";
import { findOption, type OptionDefinition, optionDefinitions } from "./options.js";
import { suggest } from "./suggest.js";

/** Values of options as they were written; repeatable ones as lists, switches as true. */
export interface OptionValues {
  readonly root?: string;
  readonly "pin-root"?: string;
  readonly namespace?: string;
  readonly "pin-path"?: readonly string[];
  readonly "no-pin"?: readonly string[];
  readonly "pin-table"?: string;
  readonly layout?: string;
  readonly relaxed?: true;
  readonly name?: string;
  readonly "max-entries"?: readonly string[];
  readonly "unsafe-dirs"?: true;
  readonly json?: true;
  readonly help?: true;
  readonly version?: true;
}

/** A command line, read but not yet interpreted. */
export interface Invocation {
  /** Undefined for `bpf`, `bpf --help`, `bpf help`, `bpf --version`. */
  readonly verb: Verb | undefined;
  /** Whether help was asked for: `--help`, or the verb `help`. */
  readonly help: boolean;
  readonly positionals: readonly string[];
  readonly options: OptionValues;
}

const findRaw = (rawName: string): OptionDefinition | undefined =>
  rawName.startsWith("--")
    ? findOption(rawName.slice(2))
    : (optionDefinitions as readonly OptionDefinition[]).find(({ short }) => rawName === `-${short}`);

/** What parseArgs has to know: which words are options, and which of them take the next word as their value. */
const argumentTypes = Object.fromEntries(
  (optionDefinitions as readonly OptionDefinition[]).map(({ name, short, value }) => [
    name,
    { type: value === undefined ? ("boolean" as const) : ("string" as const), ...(short ? { short } : {}) },
  ]),
);

const quote = (text: string): string => JSON.stringify(text);

function unknownOption(rawName: string, verb: string | undefined): UsageError {
  const known = optionDefinitions.map(({ name }) => `--${name}`);
  const near = rawName.startsWith("--") ? suggest(rawName, known) : undefined;
  return new UsageError(
    `unknown option ${rawName}${near === undefined ? "" : `; did you mean ${near}?`}`,
    verb,
  );
}

function verbOf(word: string): Verb {
  const found = findVerb(word);
  if (found !== undefined) return found.verb;
  const near = suggest(word, verbNames);
  const hint = near === undefined ? `; the verbs are ${verbNames.join(", ")}` : `; did you mean ${near}?`;
  throw new UsageError(`unknown verb ${quote(word)}${hint}`);
}

/**
 * Reads `argv` (without node and script). Options may stand anywhere before `--`; the first other word is the verb.
 * @throws {UsageError} an unknown verb or option, an option without its value or given twice
 */
export function parseArguments(argv: readonly string[]): Invocation {
  // Not strict: our own errors name the verb, and near misses.
  const { tokens } = parseArgs({ args: [...argv], options: argumentTypes, strict: false, tokens: true });
  const words = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  const asksHelp = words[0] === "help";
  const subject = asksHelp ? words[1] : words[0];
  if (asksHelp && words.length > 2) throw new UsageError("help takes one verb");
  const verb = subject === undefined ? undefined : verbOf(subject);

  const options: Record<string, string | string[] | true> = {};
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const definition = findRaw(token.rawName);
    if (definition === undefined) throw unknownOption(token.rawName, verb);
    const value = checkedValue(definition, token.value, token.inlineValue === true, verb);
    const before = options[definition.name];
    if (definition.repeatable) options[definition.name] = [...((before as string[]) ?? []), value as string];
    else if (before === undefined || value === true) options[definition.name] = value;
    else throw new UsageError(`--${definition.name} is given twice`, verb);
  }
  return {
    verb,
    help: asksHelp || options.help === true,
    positionals: asksHelp ? [] : words.slice(1),
    options: options as OptionValues,
  };
}

function checkedValue(
  { name, value: placeholder }: OptionDefinition,
  value: string | undefined,
  inline: boolean,
  verb: string | undefined,
): string | true {
  if (placeholder === undefined) {
    if (value !== undefined) throw new UsageError(`--${name} takes no value`, verb);
    return true;
  }
  if (value === undefined || value === "")
    throw new UsageError(`--${name} needs a value: ${placeholder}`, verb);
  // "--root --json" is far more often a forgotten value than a directory called "--json".
  if (!inline && value.startsWith("-"))
    throw new UsageError(
      `--${name} needs a value: ${placeholder} (write --${name}=${value} to mean ${quote(value)})`,
      verb,
    );
  return value;
}

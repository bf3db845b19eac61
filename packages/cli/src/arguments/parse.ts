import { parseArgs } from "node:util";
import { UsageError } from "../errors.js";
import type { VerbSet } from "../help/verb-definition.js";
import { nameVerb } from "./name-verb.js";
import type { OptionValues } from "./option-values.js";
import type { OptionDefinition } from "./options.js";
import { suggest } from "./suggest.js";

/** A command line, read but not yet interpreted. */
export interface Invocation {
  /** With its group: `map get`. Undefined for `bpf`, `bpf --help`, `bpf help`, `bpf --version`, and a group alone. */
  readonly verb: string | undefined;
  /** The group, where one is named. */
  readonly group: string | undefined;
  /** Whether help was asked for: `--help`, or the verb `help`. */
  readonly help: boolean;
  readonly positionals: readonly string[];
  readonly options: OptionValues;
}

type Options = readonly OptionDefinition[];

const findRaw = (options: Options, rawName: string): OptionDefinition | undefined =>
  options.find(({ name, short }) => rawName === `--${name}` || rawName === `-${short}`);

/** What parseArgs has to know: which words are options, and which of them take the next word as their value. */
const argumentTypes = (options: Options) =>
  Object.fromEntries(
    options.map(({ name, short, value }) => [
      name,
      { type: value === undefined ? ("boolean" as const) : ("string" as const), ...(short ? { short } : {}) },
    ]),
  );

/** An option as parseArgs met it. */
interface OptionToken {
  readonly kind: "option";
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

const quote = (text: string): string => JSON.stringify(text);

function unknownOption(options: Options, rawName: string, verb: string | undefined): UsageError {
  const known = options.map(({ name }) => `--${name}`);
  const near = rawName.startsWith("--") ? suggest(rawName, known) : undefined;
  return new UsageError(
    `unknown option ${rawName}${near === undefined ? "" : `; did you mean ${near}?`}`,
    verb,
  );
}

/** The words of `argv` that are no options: a number below zero is one too, although it begins with a dash. */
function readTokens(argv: readonly string[], known: Options): { words: string[]; options: OptionToken[] } {
  // Not strict: our own errors name the verb, and near misses.
  const { tokens } = parseArgs({
    args: [...argv],
    options: argumentTypes(known),
    strict: false,
    tokens: true,
  });
  const words: string[] = [];
  const options: OptionToken[] = [];
  let last = -1;
  for (const token of tokens) {
    if (token.kind === "positional") words.push(token.value);
    else if (token.kind !== "option") continue;
    else if (!/^-\.?[0-9]/.test(argv[token.index]!)) options.push(token);
    // "-12" has come as the options -1 and -2.
    else if (token.index !== last) words.push(argv[token.index]!);
    last = token.index;
  }
  return { words, options };
}

/** The options, checked one by one. */
function readOptions(tokens: readonly OptionToken[], known: Options, verb: string | undefined): OptionValues {
  const options: Record<string, string | string[] | true> = {};
  for (const token of tokens) {
    const definition = findRaw(known, token.rawName);
    if (definition === undefined) throw unknownOption(known, token.rawName, verb);
    const value = checkedValue(definition, token.value, token.inlineValue === true, verb);
    const before = options[definition.name];
    if (definition.repeatable) options[definition.name] = [...((before as string[]) ?? []), value as string];
    else if (before === undefined || value === true) options[definition.name] = value;
    else throw new UsageError(`--${definition.name} is given twice`, verb);
  }
  return options as OptionValues;
}

/**
 * Reads `argv` (without node and script). Options may stand anywhere before `--`; the first other word is the verb, or
 * a group, whose verb is the next.
 * @throws {UsageError} an unknown verb or option, an option without its value or given twice
 */
export function parseArguments(argv: readonly string[], verbSet: VerbSet): Invocation {
  const { words, options: tokens } = readTokens(argv, verbSet.options);
  const asksHelp = words[0] === "help";
  const { verb, group, rest } = nameVerb(asksHelp ? words.slice(1) : words, verbSet);
  if (asksHelp && rest.length > 0) throw new UsageError("help takes one verb");
  const options = readOptions(tokens, verbSet.options, verb ?? group);
  return { verb, group, help: asksHelp || options.help === true, positionals: rest, options };
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

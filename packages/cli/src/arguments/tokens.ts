/** A word of the command line: an argument, or an option with what was written behind it. */
export type Token =
  | { readonly kind: "argument"; readonly value: string }
  | {
      readonly kind: "option";
      /** As written: `--root`, `-h`. */
      readonly rawName: string;
      /** What follows a `=`. */
      readonly inlineValue?: string;
      /** The word after it, for options that take one. */
      readonly nextValue?: string;
    };

/**
 * Splits a command line as getopt_long(3) does: `--name value`, `--name=value`, `-x`, and after `--` arguments only.
 * By hand, since loading the parser of `node:util` costs half a millisecond of each start.
 * @param takesValue whether the option written so takes a value; unknown ones do not
 */
export function tokenize(argv: readonly string[], takesValue: (rawName: string) => boolean): Token[] {
  const tokens: Token[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index]!;
    if (word === "--") {
      for (const value of argv.slice(index + 1)) tokens.push({ kind: "argument", value });
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      tokens.push({ kind: "argument", value: word });
      continue;
    }
    const at = word.startsWith("--") ? word.indexOf("=") : -1;
    const rawName = at < 0 ? word : word.slice(0, at);
    if (at >= 0) tokens.push({ kind: "option", rawName, inlineValue: word.slice(at + 1) });
    else if (takesValue(rawName) && index + 1 < argv.length)
      tokens.push({ kind: "option", rawName, nextValue: argv[++index]! });
    else tokens.push({ kind: "option", rawName });
  }
  return tokens;
}

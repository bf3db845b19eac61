import { checkInvocation } from "./arguments/check.js";
import { type Invocation, parseArguments } from "./arguments/parse.js";
import type { Command, CommandInput } from "./commands/command.js";
import type { Context } from "./context.js";
import { UsageError } from "./errors.js";
import { ExitCode, exitCodeOf } from "./exit-code.js";
import { findGroup, findVerb, lastWord, type OnSignal, type VerbSet } from "./help/verb-definition.js";
import { jsonText } from "./output/json.js";
import { Messages } from "./output/messages.js";
import { type Style, styleFor } from "./output/style.js";
import { HeldOutput } from "./process/held-output.js";
import { version } from "./version.js";

/** The verbs that a command line may name, and where their implementations come from. */
export interface CommandSet extends VerbSet {
  load(verb: string): Promise<Command>;
  /** The text of `bpf --help`, or of a group. */
  overview(group: string | undefined, style: Style): Promise<string>;
}

/** Whether errors are to be JSON, told even where the command line cannot be read. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return (end < 0 ? argv : argv.slice(0, end)).includes("--json");
}

async function showHelp({ verb, group }: Invocation, context: Context, set: CommandSet): Promise<number> {
  const style = styleFor(context.stdout, context.env);
  const definition = verb === undefined ? undefined : findVerb(set, verb);
  const text =
    definition === undefined
      ? await set.overview(group, style)
      : (await import("./help/verb-text.js")).verbHelp(definition, set.options, style);
  context.stdout.write(text);
  return ExitCode.done;
}

/** Wrong usage: a command line that ends before its verb. */
function verbMissing({ group }: Invocation, set: CommandSet): UsageError {
  const grouped = findGroup(set, group)?.verbs.map(({ verb }) => lastWord(verb));
  if (grouped !== undefined) return new UsageError(`${group} needs a verb: ${grouped.join(", ")}`, group);
  const names = [...set.verbs.map(({ verb }) => verb), ...set.groups.map((each) => `${each.group} VERB`)];
  return new UsageError(`a verb is needed: ${names.join(", ")}`);
}

/** Runs a verb, with what a signal does to it. */
async function perform(command: Command, input: CommandInput, onSignal: OnSignal): Promise<number> {
  const { context } = input;
  if (onSignal === "stop" && context.stoppable !== undefined)
    return context.stoppable(async (signal) => command({ ...input, signal }));
  if (onSignal !== "finish" || context.uninterrupted === undefined) return command(input);
  const stdout = new HeldOutput(context.stdout);
  const code = await context.uninterrupted(async () =>
    command({ ...input, context: { ...context, stdout } }),
  );
  stdout.release();
  return code;
}

async function execute(
  invocation: Invocation,
  context: Context,
  messages: Messages,
  set: CommandSet,
): Promise<number> {
  const { verb, options, positionals } = invocation;
  if (options.version === true) {
    context.stdout.write(options.json === true ? jsonText({ version }) : `${version}\n`);
    return ExitCode.done;
  }
  if (invocation.help) return showHelp(invocation, context, set);
  if (verb === undefined) throw verbMissing(invocation, set);
  const definition = findVerb(set, verb)!;
  checkInvocation(definition, positionals, options, set.options);
  const command = await set.load(verb);
  const { onSignal } = definition;
  const answer = typeof onSignal === "function" ? onSignal(options) : onSignal;
  return perform(command, { positionals, options, context, messages }, answer);
}

/**
 * Runs one command line.
 * @param argv the words after `bpf`
 * @returns the exit code; errors are written to `context.stderr`, never thrown
 */
export async function runCommandLine(
  argv: readonly string[],
  context: Context,
  set: CommandSet,
): Promise<number> {
  const messages = new Messages(context, wantsJson(argv));
  let invocation: Invocation | undefined;
  try {
    invocation = parseArguments(argv, set);
    const code = await execute(invocation, context, messages, set);
    messages.flush();
    return code;
  } catch (error) {
    messages.error(error);
    return exitCodeOf(error, invocation);
  }
}

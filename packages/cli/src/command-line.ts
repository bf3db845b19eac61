import { checkInvocation } from "./arguments/check.js";
import { type Invocation, parseArguments } from "./arguments/parse.js";
import type { Command } from "./commands/command.js";
import type { Context } from "./context.js";
import { UsageError } from "./errors.js";
import { ExitCode, exitCodeOf } from "./exit-code.js";
import { findVerb, type Verb, verbNames } from "./help/verbs.js";
import { jsonText } from "./output/json.js";
import { Messages } from "./output/messages.js";
import { styleFor } from "./output/style.js";
import { HeldOutput } from "./process/held-output.js";
import { version } from "./version.js";

/** Whether errors are to be JSON, told even where the command line cannot be read. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return (end < 0 ? argv : argv.slice(0, end)).includes("--json");
}

async function showHelp({ verb }: Invocation, context: Context): Promise<number> {
  const { generalHelp, verbHelp } = await import("./help/text.js");
  const style = styleFor(context.stdout, context.env);
  const definition = verb === undefined ? undefined : findVerb(verb);
  context.stdout.write(definition === undefined ? generalHelp(style) : verbHelp(definition, style));
  return ExitCode.done;
}

/** Where the implementation of a verb comes from. */
export type LoadCommand = (verb: Verb) => Promise<Command>;

async function execute(
  invocation: Invocation,
  context: Context,
  messages: Messages,
  loadCommand: LoadCommand,
): Promise<number> {
  const { verb, options, positionals } = invocation;
  if (options.version === true) {
    context.stdout.write(options.json === true ? jsonText({ version }) : `${version}\n`);
    return ExitCode.done;
  }
  if (invocation.help) return showHelp(invocation, context);
  if (verb === undefined) throw new UsageError(`a verb is needed: ${verbNames.join(", ")}`);
  const definition = findVerb(verb)!;
  checkInvocation(definition, positionals, options);
  const command = await loadCommand(verb);
  if (!definition.changes || context.uninterrupted === undefined)
    return command({ positionals, options, context, messages });
  const stdout = new HeldOutput(context.stdout);
  const code = await context.uninterrupted(async () =>
    command({ positionals, options, context: { ...context, stdout }, messages }),
  );
  stdout.release();
  return code;
}

/**
 * Runs one command line.
 * @param argv the words after `bpf`
 * @returns the exit code; errors are written to `context.stderr`, never thrown
 */
export async function runCommandLine(
  argv: readonly string[],
  context: Context,
  loadCommand: LoadCommand,
): Promise<number> {
  const messages = new Messages(context, wantsJson(argv));
  let invocation: Invocation | undefined;
  try {
    invocation = parseArguments(argv);
    const code = await execute(invocation, context, messages, loadCommand);
    messages.flush();
    return code;
  } catch (error) {
    messages.error(error);
    return exitCodeOf(error, invocation);
  }
}

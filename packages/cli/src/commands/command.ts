import type { OptionValues } from "../arguments/option-values.js";
import type { Context } from "../context.js";
import { jsonText } from "../output/json.js";
import type { Messages } from "../output/messages.js";
import { type Style, styleFor } from "../output/style.js";

/** What a verb works on. */
export interface CommandInput {
  readonly positionals: readonly string[];
  readonly options: OptionValues;
  readonly context: Context;
  readonly messages: Messages;
  /** Aborted when the work should stop early; only for verbs that a signal stops so. */
  readonly signal?: AbortSignal;
}

/**
 * A verb: writes its report to stdout and gives back the exit code, or throws.
 * It touches nothing of the process but through its input.
 */
export type Command = (input: CommandInput) => number | Promise<number>;

/** Writes a verb's report: `document` with `--json`, else what `render` makes for people. */
export function writeReport(input: CommandInput, document: unknown, render: (style: Style) => string): void {
  const { stdout, env } = input.context;
  stdout.write(
    input.options.json === true ? jsonText(document, stdout.isTerminal) : render(styleFor(stdout, env)),
  );
}

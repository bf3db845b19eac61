import type { Leftover } from "@bpf/pinning";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { type ErrorReport, errorReport } from "./error-report.js";
import { jsonText } from "./json.js";
import { printableLines } from "./printable.js";
import { type Style, styleFor } from "./style.js";

/** An error as people read it: what happened, what was left behind, what to try. */
function errorLines(error: unknown, report: ErrorReport, { red, dim }: Style): string[] {
  const isUsage = error instanceof UsageError;
  // The code stands behind what happened, before what follows on other lines, such as a verifier's log.
  const [first, ...more] = report.message.split("\n");
  const lines = [`bpf: ${red("error:")} ${first}${isUsage ? "" : ` ${dim(`[${report.code}]`)}`}`, ...more];
  const leftovers = (report.leftovers ?? []) as readonly Leftover[];
  for (const { kind, path, reason } of leftovers) lines.push(`  left behind: the ${kind} ${path}: ${reason}`);
  if (typeof report.hint === "string") lines.push(`try: ${report.hint}`);
  if (isUsage) lines.push(`try: bpf ${error.verb === undefined ? "" : `${error.verb} `}--help`);
  // An error without a code of its own is a fault of the command: whoever reports it needs the place.
  if (report.code === "ERR_INTERNAL" && error instanceof Error) lines.push(error.stack ?? "");
  return lines;
}

/**
 * What goes to stderr: notes and warnings, one line each, and at most one error. With `--json` the lines of a command
 * that fails are told inside the error, so that stderr is one document then.
 */
export class Messages {
  readonly #context: Context;
  readonly #json: boolean;
  readonly #style: Style;
  #kept: string[] = [];

  constructor(context: Context, json: boolean) {
    this.#context = context;
    this.#json = json;
    this.#style = styleFor(context.stderr, context.env);
  }

  /** Something that the user should know, and that is as asked. */
  note(text: string): void {
    this.#line(text, `bpf: ${text}`);
  }

  /** Something that may not be what the user wants. */
  warning(text: string): void {
    this.#line(text, `bpf: ${this.#style.yellow("warning:")} ${text}`);
  }

  /** A text of several lines, such as a log, below its title. */
  text(title: string, text: string): void {
    const whole = `${title}:\n${text.trimEnd()}`;
    this.#line(whole, `bpf: ${whole}`);
  }

  #line(text: string, line: string): void {
    if (this.#json) this.#kept.push(text);
    else this.#context.stderr.write(`${printableLines(line)}\n`);
  }

  /** Writes what was kept back, when the command did not fail. */
  flush(): void {
    for (const text of this.#kept) this.#context.stderr.write(`bpf: ${printableLines(text)}\n`);
    this.#kept = [];
  }

  /** The one error of a command that failed. */
  error(error: unknown): void {
    const report = errorReport(error);
    if (this.#json) {
      const messages = this.#kept.length > 0 ? { messages: this.#kept } : {};
      this.#context.stderr.write(
        jsonText({ error: { ...report, ...messages } }, this.#context.stderr.isTerminal),
      );
      return;
    }
    const lines = errorLines(error, report, this.#style).map(printableLines);
    this.#context.stderr.write(`${lines.join("\n")}\n`);
  }
}

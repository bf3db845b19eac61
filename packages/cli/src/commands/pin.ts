import { type PinKind, pinObject } from "@bpf/pinning";
import { parseU32 } from "../arguments/map-value.js";
import { bpffsOptions } from "../arguments/pin-options.js";
import { suggest } from "../arguments/suggest.js";
import { UsageError } from "../errors.js";
import { ExitCode } from "../exit-code.js";
import { type CommandInput, writeReport } from "./command.js";

/** The document of `bpf pin --json`. */
export interface PinReport {
  readonly kind: PinKind;
  readonly id: number;
  readonly path: string;
}

const kinds: readonly PinKind[] = ["map", "prog", "link"];

function parseKind(text: string): PinKind {
  const found = kinds.find((kind) => kind === text);
  if (found !== undefined) return found;
  const near = text.startsWith("prog") ? "prog" : suggest(text, kinds);
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  throw new UsageError(`${JSON.stringify(text)} is none of map, prog, link${hint}`, "pin");
}

/** `bpf pin map|prog|link ID PATH`: pins a live object by its id. */
export function pin(input: CommandInput): number {
  const [kindText, idText, path] = input.positionals as [string, string, string];
  const what = { kind: parseKind(kindText), id: parseU32(idText, 1, "an id", "pin") };
  const pinned = pinObject(what, path, bpffsOptions(input.options, input.context));
  const report: PinReport = { kind: pinned.kind, id: pinned.id, path: pinned.path };
  writeReport(input, report, ({ bold }) => `pinned ${report.kind} ${report.id} at ${bold(report.path)}\n`);
  return ExitCode.done;
}

import type { DisassembledLine } from "@bpf/loader";
import type { DumpReport } from "../report/dump-report.js";
import { printable } from "./printable.js";
import type { Style } from "./style.js";

function lineRows({ index, opcode, text, function: name, source }: DisassembledLine, style: Style): string[] {
  const rows: string[] = [];
  if (name !== undefined) rows.push(...(index === 0 ? [] : [""]), style.bold(`${name}:`));
  if (source !== undefined) {
    const at = `${source.file.slice(source.file.lastIndexOf("/") + 1)}:${source.line}`;
    rows.push(`${style.cyan(`; ${source.text}`)}${style.dim(`  @ ${at}`)}`);
  }
  rows.push(`${style.dim(`${String(index).padStart(4)}: (${opcode})`)} ${text}`);
  return rows;
}

/** What `bpf prog dump` shows to people: the instructions, each run of them below the line of C that it was made of. */
export function dumpText({ instructions }: DumpReport, style: Style): string {
  return instructions
    .flatMap((line) => lineRows(line, style))
    .map((row) => `${printable(row)}\n`)
    .join("");
}

import type { InspectReport, MapReport, ProgramReport } from "../report/inspect-report.js";
import { columns } from "./columns.js";
import type { Style } from "./style.js";

const none = "-";

const hex = (flags: number): string => (flags === 0 ? "0" : `0x${flags.toString(16)}`);

function pinningText({ pinning, namespace }: MapReport): string {
  const text = typeof pinning === "object" ? `id ${pinning.id}` : pinning;
  return namespace === null ? text : `${text} in ${namespace}`;
}

function mapRow(map: MapReport, style: Style, indent = ""): string[] {
  const unresolved = (map.pinning === "custom" || map.pinning === "global") && map.pinPath === null;
  return [
    indent + style.bold(map.name),
    map.section,
    map.definition,
    style.cyan(String(map.type)),
    String(map.keySize),
    String(map.valueSize),
    String(map.maxEntries),
    hex(map.flags),
    pinningText(map),
    map.pinPath ?? (unresolved ? style.yellow("needs an option") : none),
  ];
}

function mapRows(map: MapReport, style: Style): string[][] {
  const rows = [mapRow(map, style)];
  if (map.inner !== null) rows.push(mapRow(map.inner, style, "  "));
  return rows;
}

function programRow(
  { name, section, type, attachType, instructions }: ProgramReport,
  style: Style,
): string[] {
  return [
    style.bold(name),
    section,
    type === null ? style.yellow("unknown") : style.cyan(String(type)),
    attachType === null ? none : String(attachType),
    String(instructions),
  ];
}

const mapHead = [
  "map",
  "section",
  "definition",
  "type",
  "key",
  "value",
  "entries",
  "flags",
  "pinning",
  "path",
];
const programHead = ["program", "section", "type", "attach type", "instructions"];

/** What `bpf inspect` shows to people: the object in a line, then maps and programs as tables. */
export function inspectText(report: InspectReport, style: Style): string {
  const { file, byteOrder, license, maps, programs } = report;
  const dim = (head: readonly string[]): string[] => head.map(style.dim);
  const parts = [
    `${style.bold(file)}: ${byteOrder}-endian, license ${license === "" ? none : JSON.stringify(license)}\n`,
  ];
  if (maps.length === 0) parts.push("no maps\n");
  else
    parts.push(
      columns([dim(mapHead), ...maps.flatMap((map) => mapRows(map, style))], { right: [4, 5, 6, 7] }),
    );
  if (programs.length === 0) parts.push("no programs\n");
  else
    parts.push(
      columns([dim(programHead), ...programs.map((program) => programRow(program, style))], { right: [4] }),
    );
  return parts.join("\n");
}

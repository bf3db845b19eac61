import type { LoadedMapReport, LoadedProgramReport, LoadReport } from "../report/load-report.js";
import { columns } from "./columns.js";
import type { Style } from "./style.js";

const idText = (id: number | null): string => (id === null ? "" : `id ${id}`);

function outcomeText(
  outcome: LoadedMapReport["outcome"] | LoadedProgramReport["outcome"],
  style: Style,
): string {
  if (outcome === "created" || outcome === "pinned" || outcome === "replaced") return style.green(outcome);
  return (outcome === "skipped" ? style.dim : style.cyan)(outcome);
}

const row = (
  { name, id, outcome, path }: LoadedMapReport | LoadedProgramReport,
  style: Style,
  more: readonly string[] = [],
): string[] => [style.bold(name), outcomeText(outcome, style), idText(id), path ?? "", ...more];

/** What `bpf load` shows to people: a line for each map that is there now, and for each program. */
export function loadText({ maps, programs }: LoadReport, style: Style): string {
  const there = maps.filter(({ outcome }) => outcome !== "skipped");
  if (programs === undefined)
    return there.length === 0 ? "no map was pinned\n" : columns(there.map((map) => row(map, style)));
  const rows = [
    ...there.map((map) => row(map, style)),
    ...programs.map((program) => row(program, style, [style.dim(`${program.type ?? program.section}`)])),
  ];
  return rows.length === 0 ? "no maps, and no programs\n" : columns(rows);
}

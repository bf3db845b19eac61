import type { LoadReport } from "../report/load-report.js";
import { columns } from "./columns.js";
import type { Style } from "./style.js";

/** What `bpf load` shows to people: a line for each map that is pinned now. */
export function loadText({ maps }: LoadReport, style: Style): string {
  const pinned = maps.filter(({ outcome }) => outcome !== "skipped");
  if (pinned.length === 0) return "no map was pinned\n";
  return columns(
    pinned.map(({ name, id, outcome, path }) => [
      style.bold(name),
      (outcome === "created" ? style.green : style.cyan)(outcome),
      `id ${id}`,
      path ?? "",
    ]),
  );
}

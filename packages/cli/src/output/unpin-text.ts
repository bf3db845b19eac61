import type { UnpinnedReport, UnpinReport } from "../report/unpin-report.js";
import { columns } from "./columns.js";
import type { Style } from "./style.js";

/** What `bpf unpin` shows to people on stdout: a line a pin. Why some failed is told on stderr. */
export function unpinText({ removed, absent, failed }: UnpinReport, style: Style): string {
  const row = (word: string, { map, program, path }: UnpinnedReport): string[] => [
    word,
    path ?? "-",
    map ?? program ?? "",
  ];
  const rows = [
    ...removed.map((pin) => row(style.green("removed"), pin)),
    ...absent.map((pin) => row(style.dim("absent"), pin)),
    ...failed.map((pin) => row(style.red("failed"), pin)),
  ];
  return rows.length === 0 ? "no pins\n" : columns(rows);
}

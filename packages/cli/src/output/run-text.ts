import type { RunReport } from "../report/run-report.js";
import { columns } from "./columns.js";
import type { Style } from "./style.js";

/** Many return values are a signed number in C: -1 is TC_ACT_UNSPEC. */
function valueText(value: number): string {
  return value < 2 ** 31 ? String(value) : `${value} (${value - 2 ** 32})`;
}

/** What `bpf prog run` shows to people. */
export function runText({ returnValue, durationNs, data, context }: RunReport, { bold, dim }: Style): string {
  const rows = [
    [dim("returned"), bold(valueText(returnValue))],
    [dim("duration"), `${durationNs} ns`],
  ];
  if (data !== null) rows.push([dim("data"), data]);
  if (context !== null) rows.push([dim("context"), context]);
  return columns(rows);
}

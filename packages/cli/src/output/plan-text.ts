import { describeMismatch } from "@bpf/pinning";
import type { ActionReport, PlanReport, ProgramActionReport } from "../report/plan-report.js";
import { columns } from "./columns.js";
import type { Paint, Style } from "./style.js";

function look(action: ActionReport["action"] | ProgramActionReport["action"], style: Style): Paint {
  if (action === "conflict") return style.red;
  if (action === "skip") return style.dim;
  return action === "reuse" || action === "keep" ? style.cyan : style.green;
}

const placeOf = ({ action, path }: ActionReport): string =>
  path ?? `(no pin: would be gone with the ${action === "create" ? "programs that use it" : "command"})`;

/** What is at a program's path. */
function occupant({ kind, id }: ProgramActionReport): string | undefined {
  if (kind === null) return undefined;
  const what = kind === "prog" ? "program" : kind;
  return `there is a ${what}${id === null ? "" : ` (id ${id})`}`;
}

/** What `bpf plan` shows to people: a line a map and program, and below a conflict a line a field that differs. */
export function planText({ actions, programs = [] }: PlanReport, style: Style): string {
  if (actions.length + programs.length === 0) return "no maps\n";
  const rows = [
    ...actions.map((map) => [style.bold(map.map), look(map.action, style)(map.action), placeOf(map)]),
    ...programs.map(({ program, action, path }) => [
      style.bold(program),
      look(action, style)(action),
      path ?? "",
    ]),
  ];
  const below = [
    ...actions.map(({ mismatches }) => mismatches.map(describeMismatch)),
    ...programs.map((program) => [occupant(program) ?? []].flat()),
  ];
  const lines = columns(rows).split("\n");
  return below
    .map((details, index) => [lines[index], ...details.map((detail) => `    ${detail}`), ""].join("\n"))
    .join("");
}

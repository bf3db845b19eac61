import { describeMismatch } from "@bpf/pinning";
import type { ActionReport, PlanReport } from "../report/plan-report.js";
import { columns } from "./columns.js";
import type { Paint, Style } from "./style.js";

function look(action: ActionReport["action"], style: Style): Paint {
  if (action === "create-and-pin") return style.green;
  if (action === "conflict") return style.red;
  return action === "reuse" ? style.cyan : style.dim;
}

/** What `bpf plan` shows to people: a line a map, and below a conflict a line a field that differs. */
export function planText({ actions }: PlanReport, style: Style): string {
  if (actions.length === 0) return "no maps\n";
  const lines = columns(
    actions.map(({ map, action, path }) => [
      style.bold(map),
      look(action, style)(action),
      path ?? "(no pin: would be gone with the command)",
    ]),
  ).split("\n");
  return actions
    .map(({ mismatches }, index) => {
      const fields = mismatches.map((mismatch) => `    ${describeMismatch(mismatch)}\n`);
      return `${lines[index]}\n${fields.join("")}`;
    })
    .join("");
}

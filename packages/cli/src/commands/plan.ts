import { type Plan, planMaps } from "@bpf/pinning";
import { pinOptions } from "../arguments/pin-options.js";
import { ExitCode } from "../exit-code.js";
import { withOptionWords } from "../object/option-words.js";
import { readObject } from "../object/read-object.js";
import { planText } from "../output/plan-text.js";
import type { ActionReport, PlanReport } from "../report/plan-report.js";
import { type CommandInput, writeReport } from "./command.js";

function actionReport({ map, action, path, mismatches }: Plan["actions"][number]): ActionReport {
  // The command skips maps without a pin; elsewhere they are created.
  return { map, action: action === "create" ? "skip" : action, path: path ?? null, mismatches };
}

/** `bpf plan FILE`: what `load` would do, changing nothing; exit code 3 with a conflict. */
export function plan(input: CommandInput): number {
  const [file] = input.positionals as [string];
  const { options, context, messages } = input;
  const pins = pinOptions(options, "plan", context);
  const object = readObject(file, options, "plan", messages);
  const { actions } = withOptionWords(object, () =>
    planMaps(object, { ...pins, skipUnpinned: true, onWarning: (text) => messages.warning(text) }),
  );
  const report: PlanReport = { actions: actions.map(actionReport) };
  writeReport(input, report, (style) => planText(report, style));
  return report.actions.some(({ action }) => action === "conflict") ? ExitCode.conflict : ExitCode.done;
}

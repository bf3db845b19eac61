import type { ObjectSpec } from "@bpf/elf";
import { type PinOptions, type Plan, type PlannedProgram, planMaps } from "@bpf/pinning";
import { pinOptions } from "../arguments/pin-options.js";
import { ExitCode } from "../exit-code.js";
import { withOptionWords, withOptionWordsAsync } from "../object/option-words.js";
import { readObject } from "../object/read-object.js";
import { planText } from "../output/plan-text.js";
import { type ProgramPins, programPins } from "../programs/program-pins.js";
import type { ActionReport, PlanReport, ProgramActionReport } from "../report/plan-report.js";
import { type CommandInput, writeReport } from "./command.js";

function actionReport({ map, action, path, mismatches }: Plan["actions"][number]): ActionReport {
  return { map, action, path: path ?? null, mismatches };
}

function programReport({ program, action, path, kind, id }: PlannedProgram): ProgramActionReport {
  return { program, action, path: path ?? null, kind: kind ?? null, id: id ?? null };
}

/** Without programs, `load` skips maps that get no pin. */
function planAlone(object: ObjectSpec, pins: PinOptions): PlanReport {
  const { actions } = planMaps(object, { ...pins, skipUnpinned: true });
  return { actions: actions.map(actionReport) };
}

async function planPrograms(object: ObjectSpec, pins: PinOptions & ProgramPins): Promise<PlanReport> {
  const { selectPrograms } = await import("@bpf/loader");
  const chosen = selectPrograms(object, pins.autoload).map(({ name }) => name);
  const { actions, programs } = planMaps(object, { ...pins, chosenPrograms: chosen });
  return { actions: actions.map(actionReport), programs: programs.map(programReport) };
}

/** `bpf plan FILE`: what `load` would do, changing nothing; exit code 3 with a conflict. */
export async function plan(input: CommandInput): Promise<number> {
  const [file] = input.positionals as [string];
  const { options, context, messages } = input;
  const pins = {
    ...pinOptions(options, "plan", context),
    onWarning: (text: string) => messages.warning(text),
  };
  const object = readObject(file, options, "plan", messages);
  const programs = programPins(object, options, "plan");
  const report =
    programs === undefined
      ? withOptionWords(object, () => planAlone(object, pins))
      : await withOptionWordsAsync(object, () => planPrograms(object, { ...pins, ...programs }));
  writeReport(input, report, (style) => planText(report, style));
  const all = [...report.actions, ...(report.programs ?? [])];
  return all.some(({ action }) => action === "conflict") ? ExitCode.conflict : ExitCode.done;
}

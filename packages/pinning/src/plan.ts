import type { MapSpec, ObjectSpec } from "@bpf/elf";
import { DirectoryTree } from "./directory-tree.js";
import { PinUsageError } from "./errors.js";
import { isPinned, type Look } from "./look.js";
import type { Mismatch, MismatchField } from "./mismatch.js";
import { foundAt, isFound, type ProgramAction, programAction } from "./programs/action.js";
import type { ObstacleKind } from "./programs/errors.js";
import { closeProgramLooks, surveyPrograms } from "./programs/look.js";
import { concernsPrograms } from "./programs/options.js";
import { entryPrograms } from "./programs/requests.js";
import { type ObjectOptions, type ObjectRequest, objectRequest } from "./request.js";
import { survey } from "./survey.js";

/** What applying a plan does about a map; `create` is a map without a pin, `skip` one that `skipUnpinned` leaves out. */
export type PlanAction = "create-and-pin" | "reuse" | "conflict" | "create" | "skip";

/** What is planned for one map. */
export interface PlannedMap {
  /** The map's name. */
  readonly map: string;
  /** With the caller's max entries. */
  readonly spec: MapSpec;
  readonly action: PlanAction;
  /** Absolute path of its pin. */
  readonly path?: string;
  /** Id of the map that is pinned there. */
  readonly id?: number;
  readonly mismatches: readonly Mismatch[];
}

/** What is planned for one program. */
export interface PlannedProgram {
  /** The program's name. */
  readonly program: string;
  readonly action: ProgramAction;
  /** Absolute path of its pin. */
  readonly path?: string;
  /** What stands there already. */
  readonly kind?: ObstacleKind;
  /** The kernel's id of it. */
  readonly id?: number;
}

/** One program of a plan's report. */
export interface ProgramReport {
  readonly program: string;
  readonly action: ProgramAction;
  readonly path: string | null;
  readonly kind: ObstacleKind | null;
  readonly id: number | null;
}

/** A plan as a report: for reading, not for applying. */
export interface PlanReport {
  readonly actions: readonly {
    readonly map: string;
    readonly action: PlanAction;
    readonly path: string | null;
    readonly mismatches: readonly {
      readonly field: MismatchField;
      readonly pinned: string | number;
      readonly wanted: string | number;
    }[];
  }[];
  /** Only where the options said anything about programs. */
  readonly programs?: readonly ProgramReport[];
  readonly warnings: readonly string[];
}

const brand = Symbol.for("@bpf/pinning.Plan");

const plain = (value: string | number | bigint): string | number =>
  typeof value === "bigint" ? value.toString() : value;

const programReport = ({ program, action, path, kind, id }: PlannedProgram): ProgramReport => ({
  program,
  action,
  path: path ?? null,
  kind: kind ?? null,
  id: id ?? null,
});

/** What {@link openMaps}, or loading, would do, as data. `applyPlan` looks at each path again. */
export class Plan {
  readonly object: ObjectSpec;
  readonly options: ObjectOptions;
  /** In the object's order. */
  readonly actions: readonly PlannedMap[];
  /** In the object's order; none where the options say nothing about programs. */
  readonly programs: readonly PlannedProgram[];
  readonly warnings: readonly string[];

  constructor(
    object: ObjectSpec,
    options: ObjectOptions,
    actions: readonly PlannedMap[],
    warnings: readonly string[],
    programs: readonly PlannedProgram[] = [],
  ) {
    this.object = object;
    this.options = options;
    this.actions = Object.freeze([...actions]);
    this.warnings = Object.freeze([...warnings]);
    this.programs = Object.freeze([...programs]);
    Object.defineProperty(this, brand, { value: true });
    Object.freeze(this);
  }

  /** True for a Plan of any copy of this package; not for its report. */
  static is(value: unknown): value is Plan {
    return typeof value === "object" && value !== null && brand in value;
  }

  toJSON(): PlanReport {
    return {
      actions: this.actions.map(({ map, action, path, mismatches }) => ({
        map,
        action,
        path: path ?? null,
        mismatches: mismatches.map(({ field, pinned, wanted }) => ({
          field,
          pinned: plain(pinned),
          wanted: plain(wanted),
        })),
      })),
      ...(this.programs.length > 0 ? { programs: this.programs.map(programReport) } : {}),
      warnings: this.warnings,
    };
  }
}

const plannedMap = (look: Look, skipUnpinned: boolean): PlannedMap => {
  const map = { map: look.spec.name, spec: look.spec };
  if (!isPinned(look)) return { ...map, action: skipUnpinned ? "skip" : "create", mismatches: [] };
  const { path } = look.place;
  const { seen } = look;
  if (!seen) return { ...map, action: "create-and-pin", path, mismatches: [] };
  const id = seen.id === undefined ? {} : { id: seen.id };
  if (seen.state === "compatible") return { ...map, action: "reuse", path, ...id, mismatches: [] };
  return { ...map, action: "conflict", path, ...id, mismatches: seen.mismatches };
};

function plannedPrograms(request: ObjectRequest, tree: DirectoryTree): PlannedProgram[] {
  const { object, options } = request;
  if (!concernsPrograms(options)) return [];
  const looks = surveyPrograms(tree, request.programs);
  closeProgramLooks(looks);
  const byName = new Map(looks.map((look) => [look.name, look]));
  return entryPrograms(object).map((program): PlannedProgram => {
    const look = byName.get(program);
    if (!look) return { program, action: "skip" };
    const onExisting = options.onExistingProgram ?? "fail";
    const action = programAction(look, onExisting);
    if (isFound(look)) return { action, ...foundAt(look, onExisting) };
    const { path } = look.place;
    return path === undefined ? { program, action } : { program, action, path };
  });
}

/**
 * Finds out what {@link openMaps} would do about each map of an object, and loading about each program where
 * the options say anything about programs. Looks at the bpffs, changes nothing.
 * @throws PinUsageError, PinPathError, PinSystemError, PinError ERR_NOT_BPFFS or ERR_PIN_BYTE_ORDER
 */
export function planMaps(object: ObjectSpec, options: ObjectOptions = {}): Plan {
  const request = objectRequest(object, options);
  for (const warning of request.warnings) options.onWarning?.(warning);
  using tree = new DirectoryTree(request.kernel, request.placement.root, options.unsafeDirs ?? false);
  const looks = survey(request, tree, false);
  const actions = looks.map((look) => plannedMap(look, options.skipUnpinned ?? false));
  const programs = plannedPrograms(request, tree);
  return new Plan(object, { ...options }, actions, request.warnings, programs);
}

/** @throws PinUsageError for anything but a Plan, such as its JSON. */
export function requirePlan(plan: unknown): asserts plan is Plan {
  if (!Plan.is(plan)) {
    throw new PinUsageError("Only a Plan from planMaps can be applied; its JSON is a report to read.");
  }
}

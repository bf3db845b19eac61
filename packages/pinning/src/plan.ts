import type { MapSpec, ObjectSpec } from "@bpf/elf";
import { DirectoryTree } from "./directory-tree.js";
import { PinUsageError } from "./errors.js";
import { isPinned, type Look } from "./look.js";
import type { Mismatch, MismatchField } from "./mismatch.js";
import type { PinOptions } from "./options.js";
import { objectRequest } from "./request.js";
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
  readonly warnings: readonly string[];
}

const brand = Symbol.for("@bpf/pinning.Plan");

const plain = (value: string | number | bigint): string | number =>
  typeof value === "bigint" ? value.toString() : value;

/** What {@link openMaps} would do, as data. `applyPlan` looks at each path again. */
export class Plan {
  readonly object: ObjectSpec;
  readonly options: PinOptions;
  /** In the object's order. */
  readonly actions: readonly PlannedMap[];
  readonly warnings: readonly string[];

  constructor(
    object: ObjectSpec,
    options: PinOptions,
    actions: readonly PlannedMap[],
    warnings: readonly string[],
  ) {
    this.object = object;
    this.options = options;
    this.actions = Object.freeze([...actions]);
    this.warnings = Object.freeze([...warnings]);
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

/**
 * Finds out what {@link openMaps} would do about each map of an object. Looks at the bpffs, changes nothing.
 * @throws PinUsageError, PinPathError, PinSystemError, PinError ERR_NOT_BPFFS or ERR_PIN_BYTE_ORDER
 */
export function planMaps(object: ObjectSpec, options: PinOptions = {}): Plan {
  const request = objectRequest(object, options);
  for (const warning of request.warnings) options.onWarning?.(warning);
  using tree = new DirectoryTree(request.kernel, request.placement.root, options.unsafeDirs ?? false);
  const looks = survey(request, tree, false);
  const actions = looks.map((look) => plannedMap(look, options.skipUnpinned ?? false));
  return new Plan(object, { ...options }, actions, request.warnings);
}

/** @throws PinUsageError for anything but a Plan, such as its JSON. */
export function requirePlan(plan: unknown): asserts plan is Plan {
  if (!Plan.is(plan)) {
    throw new PinUsageError("Only a Plan from planMaps can be applied; its JSON is a report to read.");
  }
}

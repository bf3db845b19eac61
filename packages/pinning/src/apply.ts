import type { ObjectSpec } from "@bpf/elf";
import type { BpfFd } from "@bpf/syscall";
import { MapCreator } from "./create-map.js";
import { DirectoryTree } from "./directory-tree.js";
import { type Conflict, type Leftover, MapIncompatibleError, PinError } from "./errors.js";
import { isPinned, type Look, type PinnedLook } from "./look.js";
import { ObjectBtf } from "./object-btf.js";
import type { PinOptions } from "./options.js";
import { PinnedMap, PinnedMaps } from "./pinned-maps.js";
import { type Plan, requirePlan } from "./plan.js";
import { reopenPinned } from "./reopen.js";
import { type ObjectRequest, objectRequest } from "./request.js";
import { rollBack } from "./rollback.js";
import { MapSettler } from "./settle.js";
import { closeLooks, conflictsOf, survey } from "./survey.js";
import { systemError } from "./system-error.js";

/** So many fds and the process's fd table is grown once, beforehand: each time it grows costs milliseconds. */
const manyFds = 128;

const refuseConflicts = (conflicts: readonly Conflict[]): void => {
  const [first, ...others] = conflicts;
  if (first) throw new MapIncompatibleError([first, ...others], "nothing changed");
};

const growFdTable = ({ kernel, maps }: ObjectRequest): void => {
  if (maps.length < manyFds) return;
  try {
    kernel.growFdTable(maps.length);
  } catch {
    // It saves time, nothing else: where the table may not grow, the fd that does not fit says so.
  }
};

const leftoverText = (leftovers: readonly Leftover[]): string =>
  `\nRolling back left behind: ${leftovers.map(({ path, reason }) => `${path} (${reason})`).join("; ")}`;

/** The error of a call that was rolled back, with what the roll-back had to leave. */
function failure(error: unknown, leftovers: readonly Leftover[]): unknown {
  const told = systemError(error, "pin the object's maps");
  if (leftovers.length === 0) return told;
  const text = told instanceof Error ? told.message : String(told);
  const carrier = PinError.is(told) ? told : new PinError("ERR_PIN_SYSTEM", text, { cause: told });
  carrier.leftovers = leftovers;
  carrier.message += leftoverText(leftovers);
  return carrier;
}

function result(request: ObjectRequest, looks: readonly Look[], warnings: string[]): PinnedMaps {
  const maps: PinnedMap[] = [];
  const skipped: Look[] = [];
  const reopen = (map: PinnedMap): BpfFd => {
    const look = looks.find(({ spec }) => spec === map.spec) as PinnedLook;
    return reopenPinned(request, look, map.id);
  };
  for (const look of looks) {
    const { spec, place, settled } = look;
    const isLeftOut = leftOut(request, look);
    if (settled && !isLeftOut) {
      const { id, outcome, fd } = settled;
      maps.push(new PinnedMap({ spec, id, outcome, path: place.path, fd, reopen }));
    } else skipped.push(look);
    // An inner map without a pin, made for a slot only: its outer map keeps it alive.
    if (isLeftOut) settled?.fd?.close();
  }
  return new PinnedMaps(
    maps,
    skipped.map(({ spec }) => spec),
    warnings,
  );
}

const leftOut = ({ options }: ObjectRequest, look: Look): boolean =>
  options.skipUnpinned === true && !isPinned(look);

function apply(request: ObjectRequest): PinnedMaps {
  const { kernel, object, options, facts, placement } = request;
  const warnings = [...request.warnings];
  const warn = (warning: string): void => {
    warnings.push(warning);
    options.onWarning?.(warning);
  };
  for (const warning of warnings) options.onWarning?.(warning);
  const hold = options.hold ?? true;
  if (hold) growFdTable(request);
  using tree = new DirectoryTree(kernel, placement.root, options.unsafeDirs ?? false);
  const looks = survey(request, tree, hold);
  let settler: MapSettler | undefined;
  try {
    refuseConflicts(conflictsOf(looks));
    using btf = new ObjectBtf(kernel, object);
    settler = new MapSettler(request, tree, new MapCreator(kernel, facts, btf, warn), looks, warn);
    for (const look of looks) if (!leftOut(request, look)) settler.settle(look);
    return result(request, looks, warnings);
  } catch (error) {
    closeLooks(looks);
    for (const { settled } of looks) settled?.fd?.close();
    throw failure(error, rollBack(tree, settler?.pins ?? []));
  }
}

/**
 * Opens every map of an object: reuses what is pinned and fits, creates and pins what is not there, all or nothing.
 * The result owns the fds.
 * @throws MapIncompatibleError, PinUsageError, PinPathError, PinSystemError, PinError; `leftovers` lists what a failed
 * roll-back could not remove.
 */
export function openMaps(object: ObjectSpec, options: PinOptions = {}): PinnedMaps {
  return apply(objectRequest(object, options));
}

/**
 * Does what a plan says, after looking at each path again: a "create" that finds a compatible map reuses it, a "reuse"
 * that finds nothing creates. A plan with conflicts is refused. Throws as {@link openMaps}.
 */
export function applyPlan(plan: Plan): PinnedMaps {
  requirePlan(plan);
  refuseConflicts(
    plan.actions.flatMap(({ map, action, path, id, mismatches }) => {
      if (action !== "conflict") return [];
      const conflict = { map, path: path!, mismatches };
      return [id === undefined ? conflict : { ...conflict, id }];
    }),
  );
  return openMaps(plan.object, plan.options);
}

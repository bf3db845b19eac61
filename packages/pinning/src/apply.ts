import type { ObjectSpec } from "@bpf/elf";
import { MapCreator } from "./create-map.js";
import { DirectoryTree } from "./directory-tree.js";
import { PinUsageError } from "./errors.js";
import { growFdTable } from "./fd-table.js";
import { MapMaker } from "./make-map.js";
import { leftOut, mapResult } from "./map-result.js";
import { ObjectBtf } from "./object-btf.js";
import type { PinOptions } from "./options.js";
import { PinnedMaps } from "./pinned-maps.js";
import { type Plan, requirePlan } from "./plan.js";
import { type ObjectRequest, objectRequest } from "./request.js";
import { rollBack } from "./rollback.js";
import { rolledBack } from "./rolled-back.js";
import { MapSettler } from "./settle.js";
import { closeLooks, conflictsOf, refuseConflicts, survey } from "./survey.js";

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
    const maker = new MapMaker(request, new MapCreator(kernel, facts, btf, warn), looks, warn);
    settler = new MapSettler(tree, maker, hold);
    for (const look of looks) if (!leftOut(request, look)) settler.settle(look);
    const { maps, skipped } = mapResult(request, looks);
    return new PinnedMaps(maps, skipped, warnings);
  } catch (error) {
    closeLooks(looks);
    for (const { settled } of looks) settled?.fd?.close();
    throw rolledBack(error, rollBack(tree, settler?.pins ?? []));
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
  if (plan.programs.length > 0) {
    throw new PinUsageError("The plan loads programs too, which is what loadObject of @bpf/loader does.");
  }
  refuseConflicts(
    plan.actions.flatMap(({ map, action, path, id, mismatches }) => {
      if (action !== "conflict") return [];
      const conflict = { map, path: path!, mismatches };
      return [id === undefined ? conflict : { ...conflict, id }];
    }),
  );
  return openMaps(plan.object, plan.options);
}

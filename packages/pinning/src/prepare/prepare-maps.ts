import type { ObjectSpec } from "@bpf/elf";
import { MapCreator } from "../create-map.js";
import { DirectoryTree } from "../directory-tree.js";
import { growFdTable } from "../fd-table.js";
import type { Look } from "../look.js";
import { MapMaker } from "../make-map.js";
import { ObjectBtf } from "../object-btf.js";
import type { PinOptions } from "../options.js";
import { refuseObstacles } from "../programs/action.js";
import { closeProgramLooks, type ProgramLook, surveyPrograms } from "../programs/look.js";
import type { ProgramPinOptions } from "../programs/options.js";
import { type ObjectRequest, objectRequest } from "../request.js";
import { closeLooks, conflictsOf, refuseConflicts, survey } from "../survey.js";
import { systemError } from "../system-error.js";
import { MissingMaps } from "./make-missing.js";
import { PreparedMaps } from "./prepared-maps.js";

/** What {@link prepareMaps} takes: every map is made or opened, pinned or not, and held. */
export interface PrepareOptions extends Omit<PinOptions, "hold" | "skipUnpinned">, ProgramPinOptions {}

function prepare(request: ObjectRequest): PreparedMaps {
  const { kernel, object, options, facts, placement } = request;
  const warnings = [...request.warnings];
  const warn = (warning: string): void => {
    warnings.push(warning);
    options.onWarning?.(warning);
  };
  for (const warning of warnings) options.onWarning?.(warning);
  growFdTable(request);
  using tree = new DirectoryTree(kernel, placement.root, options.unsafeDirs ?? false);
  const btf = new ObjectBtf(kernel, object);
  let looks: Look[] = [];
  let programs: ProgramLook[] = [];
  try {
    looks = survey(request, tree, true);
    programs = surveyPrograms(tree, request.programs);
    refuseConflicts(conflictsOf(looks));
    refuseObstacles(programs, options.onExistingProgram ?? "fail");
    const maker = new MapMaker(request, new MapCreator(kernel, facts, btf, warn), looks, warn);
    const missing = new MissingMaps(maker);
    for (const look of looks) missing.prepare(look);
    const byName = new Map(programs.map((look) => [look.name, look]));
    return new PreparedMaps({ request, looks, programs: byName, maker, warnings, warn }, btf);
  } catch (error) {
    closeLooks(looks);
    closeProgramLooks(programs);
    for (const { settled } of looks) settled?.fd?.close();
    btf[Symbol.dispose]();
    throw systemError(error, "prepare the object's maps");
  }
}

/**
 * Opens every map of an object that is pinned and fits, and makes those that are not there, filled and frozen, without
 * pinning any: programs are linked against them and loaded, and `commit` then pins both. What stands at the paths of
 * the programs to be loaded is looked at first, so that a conflict changes nothing.
 * @throws MapIncompatibleError, ProgramPinError, PinUsageError, PinPathError, PinSystemError, PinError. Nothing is left.
 */
export function prepareMaps(object: ObjectSpec, options: PrepareOptions = {}): PreparedMaps {
  return prepare(objectRequest(object, { ...options, hold: true, skipUnpinned: false }));
}

/**
 * Where BPF maps are pinned, what to do about it, and doing it.
 *
 * @packageDocumentation
 */
export { applyPlan, openMaps } from "./apply.js";
export {
  type Conflict,
  type Leftover,
  MapIncompatibleError,
  PinError,
  type PinErrorCode,
  type PinErrorDetails,
  PinPathError,
  type PinPathReason,
  PinSystemError,
  PinUsageError,
} from "./errors.js";
export { type Access, type Kernel, type KernelCall, realKernel } from "./kernel.js";
export { describeMismatch, type Mismatch, type MismatchField } from "./mismatch.js";
export { type OpenPin, type OpenPinOptions, openPin } from "./open-pin.js";
export type { BpffsOptions, PinOptions, ResolveOptions } from "./options.js";
export { type ObjectId, type PinKind, type PinnedObject, pinObject } from "./pin-object.js";
export { type Outcome, PinnedMap, PinnedMaps } from "./pinned-maps.js";
export {
  Plan,
  type PlanAction,
  type PlannedMap,
  type PlannedProgram,
  type PlanReport,
  type ProgramReport,
  planMaps,
} from "./plan.js";
export { OpenObject } from "./prepare/open-object.js";
export { type PrepareOptions, prepareMaps } from "./prepare/prepare-maps.js";
export { PreparedMaps } from "./prepare/prepared-maps.js";
export type { ProgramAction } from "./programs/action.js";
export { type ObstacleKind, type ProgramObstacle, ProgramPinError } from "./programs/errors.js";
export type { OnExistingProgram, ProgramPinOptions } from "./programs/options.js";
export type { LoadedProgram, PinnedProgram, ProgramOutcome } from "./programs/pinned-program.js";
export { type ResolveProgramOptions, resolveProgramPath } from "./programs/resolve.js";
export { PinRaceError } from "./race-error.js";
export { requireHostOrder } from "./request.js";
export { resolvePinPath } from "./resolve.js";
export { unpinMaps, unpinPath } from "./unpin.js";
export type { FailedUnpin, UnpinnedPath, UnpinReport } from "./unpin-report.js";
export { type Pin, walkPins } from "./walk.js";

/**
 * bpf(2) for Node.js: owned descriptors, typed errors, and the file system calls that pinning needs.
 *
 * @packageDocumentation
 */
export { AddonError, type AddonFailure } from "./addon/addon-error.js";
export { type BtfInfo, btfBytes, btfInfo } from "./btf/info.js";
export { readKernelTypes } from "./btf/kernel-types.js";
export { btfLoad } from "./btf/load.js";
export type { ArgumentErrorCode } from "./errors/argument-error.js";
export { BpfError, errnoName, type FailedCall } from "./errors/bpf-error.js";
export { FdClosedError } from "./errors/closed-error.js";
export { BpfFd } from "./fd/bpf-fd.js";
export { fdKind } from "./fd/kind.js";
export { procFdPath } from "./fd/proc-path.js";
export type { FdKind } from "./fd/state.js";
export type { Directory } from "./fs/call.js";
export { mkdirat, type RenameOptions, renameat2, unlinkat } from "./fs/directory.js";
export { flock, type LockOperation } from "./fs/flock.js";
export { linkat } from "./fs/hard-link.js";
export { mountBpffs } from "./fs/mount.js";
export { OpenFlag } from "./fs/open-flag.js";
export { type OpenHow, openat2 } from "./fs/openat2.js";
export { type DirectoryEntry, readDirectory } from "./fs/read-directory.js";
export { type FileStat, fstat, fstatat } from "./fs/stat.js";
export { type FileSystemStat, fstatfs, isBpffs, isBpffsPath, statfsPath } from "./fs/statfs.js";
export { readlinkat, symlinkat } from "./fs/symlink.js";
export * from "./generated/index.js";
export { type LinkDetails, PerfEventType } from "./link/details.js";
export { type LinkInfo, linkInfo } from "./link/info.js";
export { type MapCreateAttr, mapCreate } from "./map/create.js";
export { type LookupOptions, mapDelete, mapLookup, mapNextKey, mapUpdate } from "./map/element.js";
export type { ElementBatch } from "./map/element-batch.js";
export { type ElementCommandName, elementError } from "./map/element-error.js";
export { type KeyedCommand, MapElements } from "./map/elements.js";
export { mapFreeze } from "./map/freeze.js";
export { type MapInfo, mapInfo } from "./map/info.js";
export { MapMemory, type MapMemoryOptions } from "./map/memory.js";
export {
  btfFromId,
  btfNextId,
  linkFromId,
  linkNextId,
  mapFromId,
  mapNextId,
  progFromId,
  progNextId,
} from "./object/ids.js";
export { type Access, objGet, objPin } from "./object/pin.js";
export { progBindMap } from "./prog/bind-map.js";
export { type ProgDebugInfo, progDebugInfo } from "./prog/debug-info.js";
export { progIdOf } from "./prog/identity.js";
export { type ProgInfo, progInfo } from "./prog/info.js";
export { progInstructions } from "./prog/instructions.js";
export { progLoad, progLoadAsync } from "./prog/load.js";
export type { InstructionFd, ProgLoadAttr, VerifierLog } from "./prog/load-attr.js";
export { progTestRun, progTestRunAsync } from "./prog/test-run.js";
export { TestRunFlag } from "./prog/test-run-flag.js";
export type { ProgTestRun, ProgTestRunOptions } from "./prog/test-run-options.js";
export type { RingBatch } from "./ring/ring-batch.js";
export { RingError, type RingErrorCode } from "./ring/ring-error.js";
export type { RingOptions } from "./ring/ring-options.js";
export { RingReader } from "./ring/ring-reader.js";
export { growFdTable } from "./system/fd-table.js";
export { pageSize } from "./system/page-size.js";
export { possibleCpus } from "./system/possible-cpus.js";

/**
 * bpf(2) for Node.js: owned descriptors, typed errors, and the file system calls that pinning needs.
 *
 * @packageDocumentation
 */
export { AddonError, type AddonFailure } from "./addon/addon-error.js";
export type { ArgumentErrorCode } from "./errors/argument-error.js";
export { BpfError, errnoName, type FailedCall } from "./errors/bpf-error.js";
export { FdClosedError } from "./errors/closed-error.js";
export { BpfFd } from "./fd/bpf-fd.js";
export { type FdKind, fdKind } from "./fd/kind.js";
export { procFdPath } from "./fd/proc-path.js";
export { mkdirat, type RenameOptions, renameat2, unlinkat } from "./fs/directory.js";
export { OpenFlag } from "./fs/open-flag.js";
export { type OpenHow, openat2 } from "./fs/openat2.js";
export { type FileStat, fstat, fstatat } from "./fs/stat.js";
export { type FileSystemStat, fstatfs, isBpffs, isBpffsPath, statfsPath } from "./fs/statfs.js";
export { readlinkat, symlinkat } from "./fs/symlink.js";
export * from "./generated/index.js";
export { type MapCreateAttr, mapCreate } from "./map/create.js";
export { type MapInfo, mapInfo } from "./map/info.js";
export { type Access, objGet, objPin } from "./object/pin.js";

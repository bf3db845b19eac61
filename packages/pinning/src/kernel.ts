import * as syscall from "@bpf/syscall";

/** The calls this package makes; each behaves as its namesake in `@bpf/syscall`, errors included. */
export type KernelCall =
  | "btfLoad"
  | "fdKind"
  | "fstat"
  | "fstatat"
  | "growFdTable"
  | "isBpffs"
  | "linkFromId"
  | "linkInfo"
  | "linkat"
  | "mapCreate"
  | "mapFreeze"
  | "mapFromId"
  | "mapInfo"
  | "mapUpdate"
  | "mkdirat"
  | "objGet"
  | "objPin"
  | "openat2"
  | "pageSize"
  | "possibleCpus"
  | "progFromId"
  | "progInfo"
  | "readDirectory"
  | "readlinkat"
  | "renameat2"
  | "unlinkat";

/** Everything outside this process that pinning depends on: a structural subset of `@bpf/syscall`. */
export type Kernel = Pick<typeof syscall, KernelCall>;

/** What the kernel says of a map (BPF_OBJ_GET_INFO_BY_FD). */
export type MapInfo = ReturnType<Kernel["mapInfo"]>;

/** What stat says of a directory or a pin. */
export type Stat = ReturnType<Kernel["fstat"]>;

/** How a map's pin is opened: both ways, for reading only, or for writing only. */
export type Access = "rw" | "ro" | "wo";

/** The kernel that this process runs on. */
export const realKernel: Kernel = {
  btfLoad: syscall.btfLoad,
  fdKind: syscall.fdKind,
  fstat: syscall.fstat,
  fstatat: syscall.fstatat,
  growFdTable: syscall.growFdTable,
  isBpffs: syscall.isBpffs,
  linkFromId: syscall.linkFromId,
  linkInfo: syscall.linkInfo,
  linkat: syscall.linkat,
  mapCreate: syscall.mapCreate,
  mapFreeze: syscall.mapFreeze,
  mapFromId: syscall.mapFromId,
  mapInfo: syscall.mapInfo,
  mapUpdate: syscall.mapUpdate,
  mkdirat: syscall.mkdirat,
  objGet: syscall.objGet,
  objPin: syscall.objPin,
  openat2: syscall.openat2,
  pageSize: syscall.pageSize,
  possibleCpus: syscall.possibleCpus,
  progFromId: syscall.progFromId,
  progInfo: syscall.progInfo,
  readDirectory: syscall.readDirectory,
  readlinkat: syscall.readlinkat,
  renameat2: syscall.renameat2,
  unlinkat: syscall.unlinkat,
};

import { MapType } from "@bpf/elf";
import { BpfError, elementError } from "@bpf/syscall";

const EBADF = -9;
const ENOTSOCK = -88;

/** The commands that such maps have. */
export type StorageCommand = "MAP_LOOKUP_ELEM" | "MAP_UPDATE_ELEM" | "MAP_DELETE_ELEM";

/** What a key of each type has to be a descriptor of. */
const owners: ReadonlyMap<number, string> = new Map([
  [MapType.SK_STORAGE, "a socket"],
  [MapType.INODE_STORAGE, "an open file"],
  [MapType.TASK_STORAGE, "a task that lives (a pidfd)"],
  [MapType.CGRP_STORAGE, "a cgroup's directory"],
]);

/** The error of a call whose key is a descriptor. */
export function storageError(type: number, result: number, command: StorageCommand): BpfError {
  if (result !== EBADF && result !== ENOTSOCK) return elementError(result, command);
  const meaning = `the key is no descriptor of ${owners.get(type) ?? "what owns the values of this map"}`;
  return new BpfError(result, { syscall: "bpf", command: `BPF_${command}`, meaning });
}

import { constants } from "node:os";
import { type Kernel, type KernelCall, realKernel } from "@bpf/pinning";
import { BpfError } from "@bpf/syscall";

/** Neither a load nor an unpin makes them, or (growFdTable, pageSize) they cannot fail it. */
type NoStep =
  | "growFdTable"
  | "linkFromId"
  | "linkInfo"
  | "mapFromId"
  | "pageSize"
  | "progFromId"
  | "progInfo";

/** The calls of a load and of an unpin that may fail: each a bpf(2), mkdirat, openat2, unlinkat or stat. */
const steps: Record<Exclude<KernelCall, NoStep>, [syscall: string, command?: string]> = {
  btfLoad: ["bpf", "BPF_BTF_LOAD"],
  fdKind: ["readlinkat"],
  fstat: ["statx"],
  fstatat: ["statx"],
  isBpffs: ["fstatfs"],
  linkat: ["linkat"],
  mapCreate: ["bpf", "BPF_MAP_CREATE"],
  mapFreeze: ["bpf", "BPF_MAP_FREEZE"],
  mapInfo: ["bpf", "BPF_OBJ_GET_INFO_BY_FD"],
  mapUpdate: ["bpf", "BPF_MAP_UPDATE_ELEM"],
  mkdirat: ["mkdirat"],
  objGet: ["bpf", "BPF_OBJ_GET"],
  objPin: ["bpf", "BPF_OBJ_PIN"],
  openat2: ["openat2"],
  possibleCpus: ["openat"],
  readDirectory: ["getdents64"],
  renameat2: ["renameat2"],
  readlinkat: ["readlinkat"],
  unlinkat: ["unlinkat"],
};

/** The real kernel, its calls counted; the ones in `faults` fail instead of being made. */
export interface FaultyKernel {
  readonly kernel: Kernel;
  /** Name of each call so far. */
  readonly taken: KernelCall[];
  /** Called before each step, numbered from 1. */
  before?: (step: number, call: KernelCall) => void;
}

/** @param faults errno by name, by number of the step from 1 */
export function faultyKernel(faults: ReadonlyMap<number, string> = new Map()): FaultyKernel {
  const wrapped = { ...realKernel } as Record<string, unknown>;
  const state: FaultyKernel = { kernel: wrapped as unknown as Kernel, taken: [] };
  for (const [name, [syscall, command]] of Object.entries(steps) as [KernelCall, [string, string?]][]) {
    const real = realKernel[name] as (...args: unknown[]) => unknown;
    wrapped[name] = (...args: unknown[]) => {
      state.taken.push(name);
      state.before?.(state.taken.length, name);
      const errno = faults.get(state.taken.length);
      if (errno === undefined) return real(...args);
      const number = constants.errno[errno as keyof typeof constants.errno];
      throw new BpfError(-number, command === undefined ? { syscall } : { syscall, command });
    };
  }
  return state;
}

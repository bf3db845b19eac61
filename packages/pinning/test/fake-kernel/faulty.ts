import type { Kernel, KernelCall } from "../../src/kernel.js";
import { failed } from "./errno.js";

/** Calls that are a system call of their own, and so can fail; the command names bpf(2)'s. */
const steps: Partial<Record<KernelCall, [syscall: string, command?: string]>> = {
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
  progInfo: ["bpf", "BPF_OBJ_GET_INFO_BY_FD"],
  readDirectory: ["getdents64"],
  readlinkat: ["readlinkat"],
  renameat2: ["renameat2"],
  unlinkat: ["unlinkat"],
};

/** A kernel whose calls are counted, and whose chosen ones fail. */
export interface FaultyKernel {
  readonly kernel: Kernel;
  /** Every step so far: its call's name. */
  readonly taken: KernelCall[];
  /** The step (from 1) that fails next, with which errno; several at once. */
  readonly faults: Map<number, string>;
  /** Called before each step with its number and call. */
  before?: (step: number, call: KernelCall) => void;
}

/** Wraps a kernel, real or fake: step N of `faults` throws instead of being taken. */
export function faulty(kernel: Kernel, faults: Iterable<[number, string]> = []): FaultyKernel {
  const wrapped = { ...kernel } as Record<string, unknown>;
  const state: FaultyKernel = { kernel: wrapped as unknown as Kernel, taken: [], faults: new Map(faults) };
  for (const [name, [syscall, command]] of Object.entries(steps) as [KernelCall, [string, string?]][]) {
    const original = kernel[name] as (...args: unknown[]) => unknown;
    wrapped[name] = (...args: unknown[]) => {
      state.taken.push(name);
      state.before?.(state.taken.length, name);
      const errno = state.faults.get(state.taken.length);
      if (errno !== undefined) throw failed(errno, syscall, command);
      return original(...args);
    };
  }
  return state;
}

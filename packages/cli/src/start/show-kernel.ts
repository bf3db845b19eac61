import type { Kernel } from "@bpf/pinning";
import {
  fdKind,
  fstat,
  fstatat,
  isBpffs,
  linkInfo,
  mapInfo,
  objGet,
  openat2,
  progFromId,
  progInfo,
  readlinkat,
} from "@bpf/syscall";

/** The calls that looking at a pin makes. */
const calls: Partial<Kernel> = {
  fdKind,
  fstat,
  fstatat,
  isBpffs,
  linkInfo,
  mapInfo,
  objGet,
  openat2,
  progFromId,
  progInfo,
  readlinkat,
};

/**
 * Stands for `realKernel` of `@bpf/pinning` in the bundle of `show` (see tsup.config.ts), which so leaves out the code
 * of every call that it never makes.
 */
export const realKernel = calls as Kernel;

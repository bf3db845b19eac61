import { native } from "../addon/load.js";
import { requirePath, requireUnsigned } from "../errors/argument-error.js";
import { type BpfFd, own, wrapFd } from "../fd/bpf-fd.js";
import type { FdState } from "../fd/state.js";
import { Resolve } from "../generated/index.js";
import { type Directory, directoryNumber, fsError } from "./call.js";
import { OpenFlag } from "./open-flag.js";

/** How a path is opened. */
export interface OpenHow {
  /** O_* of {@link OpenFlag}; O_CLOEXEC is always added. */
  flags: number;
  /** Permissions of a file that O_CREAT makes. */
  mode?: number | undefined;
  /** RESOLVE_*, see {@link Resolve}. */
  resolve?: number | undefined;
}

const EAGAIN = 11;
/** A lookup that must stay beneath `directory` gives up (EAGAIN) when anything is renamed meanwhile; openat2(2). */
const attempts = 64;

const meanings = {
  EXDEV: "the path leads out of the directory, or across a mount",
  ELOOP: "a symbolic link where none is allowed, or too many of them",
  ENOSYS: "openat2(2) needs Linux 5.6",
};

/**
 * Opens `path`, relative to `directory` (undefined: the current one). Linux 5.6.
 *
 * @throws {@link BpfError}: ENOENT, ENOTDIR, EACCES; EXDEV and ELOOP where `resolve` forbids a step.
 */
export function openat2(directory: Directory, path: string, options: OpenHow): BpfFd {
  const { flags, mode = 0, resolve = 0 } = options;
  requireUnsigned("mode", mode, 0o7777);
  requireUnsigned("resolve", resolve);
  const from = directoryNumber(directory);
  const state: FdState = { number: -1, exposed: false, kind: undefined, sizes: undefined };
  const fd = wrapFd(state);
  const opened = (flags | OpenFlag.O_CLOEXEC) >>> 0;
  for (let attempt = 1; ; attempt++) {
    own(state, native().openat2(from, path, opened, mode, resolve));
    if (state.number >= 0) return fd;
    const beneath = (resolve & (Resolve.BENEATH | Resolve.IN_ROOT)) !== 0;
    if (state.number !== -EAGAIN || !beneath || attempt === attempts) break;
  }
  requirePath("path", path);
  throw fsError(state.number, { syscall: "openat2", path, meanings });
}

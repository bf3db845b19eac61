import { native } from "../addon/load.js";
import { requirePath } from "../errors/argument-error.js";
import { type BpfFd, wrapFd } from "../fd/bpf-fd.js";
import { Resolve } from "../generated/index.js";
import { encode } from "../struct/encode.js";
import { type Struct, u64 } from "../struct/field.js";
import { check, type Directory, nativeDirectory } from "./call.js";
import { OpenFlag } from "./open-flag.js";

/** https://elixir.bootlin.com/linux/latest/source/include/uapi/linux/openat2.h: struct open_how */
export const OPEN_HOW = {
  type: "struct open_how",
  size: 24,
  fields: { flags: u64(0), mode: u64(8), resolve: u64(16) },
} as const satisfies Struct;

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
  requirePath("path", path);
  const resolve = options.resolve ?? 0;
  const how = encode(OPEN_HOW, {
    flags: (options.flags | OpenFlag.O_CLOEXEC) >>> 0,
    mode: options.mode,
    resolve,
  });
  const beneath = (resolve & (Resolve.BENEATH | Resolve.IN_ROOT)) !== 0;
  const addon = native();
  const fd = new addon.Fd();
  let result: number;
  let attempt = 0;
  do {
    result = addon.openat2(fd, nativeDirectory(directory), path, how.bytes);
    attempt++;
  } while (result === -EAGAIN && beneath && attempt < attempts);
  check(result, { syscall: "openat2", path, meanings });
  return wrapFd(fd);
}

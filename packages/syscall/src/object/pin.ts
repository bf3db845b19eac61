import { native } from "../addon/load.js";
import { bpfError } from "../bpf/call.js";
import { requirePath, typeError } from "../errors/argument-error.js";
import { type BpfFd, numberOf, own, wrapFd } from "../fd/bpf-fd.js";
import { procFdPath } from "../fd/proc-path.js";
import type { FdState } from "../fd/state.js";
import { directoryNumber } from "../fs/call.js";
import { MapFlag } from "../generated/index.js";
import { diagnosePin } from "./diagnose-pin.js";

/** How a map's descriptor may be used through bpf(2); programs and links take "rw" only. */
export type Access = "rw" | "ro" | "wo";

const accessFlags: Readonly<Record<Access, number>> = { rw: 0, ro: MapFlag.RDONLY, wo: MapFlag.WRONLY };

/** Where a path starts. */
export interface PathOptions {
  /**
   * An open directory (O_PATH will do) that the path is relative to, "" being the directory, or file, itself; nobody
   * can swap it meanwhile. Needs /proc: bpf(2) takes a directory from Linux 6.5 only.
   */
  directory?: BpfFd | undefined;
}

/**
 * Pins a map, program or link at `path` on a bpffs (BPF_OBJ_PIN). Mode `0600 & ~umask`; never replaces.
 *
 * @throws {@link BpfError}: EEXIST, ENOENT (no such directory), EPERM (a dot in the name; not on a bpffs; no CAP_BPF),
 * EACCES (directory not writable).
 */
export function objPin(fd: BpfFd, path: string, options?: PathOptions): void {
  const directory = options?.directory;
  const result = native().objPin(numberOf(fd), directoryNumber(directory), path);
  if (result < 0) throw pinError(result, "OBJ_PIN", path, directory);
}

/**
 * Opens what is pinned at `path` (BPF_OBJ_GET); {@link fdKind} tells what it is.
 *
 * @throws {@link BpfError}: ENOENT, EACCES (no permission, a directory, no BPF object), EPERM (no CAP_BPF),
 * EINVAL (an access mode for a link).
 */
export function objGet(path: string, options?: PathOptions & { access?: Access | undefined }): BpfFd {
  const access = options?.access ?? "rw";
  const flags = accessFlags[access];
  if (flags === undefined) throw typeError(`access must be "rw", "ro" or "wo", not ${String(access)}`);
  const directory = options?.directory;
  const from = directoryNumber(directory);
  const state: FdState = { number: -1, exposed: false, kind: undefined, sizes: undefined };
  const fd = wrapFd(state);
  own(state, native().objGet(from, path, flags));
  if (state.number < 0) throw pinError(state.number, "OBJ_GET", path, directory);
  return fd;
}

/** The addon answers EINVAL for what is no path. */
function pinError(errno: number, command: "OBJ_PIN" | "OBJ_GET", path: string, directory?: BpfFd): Error {
  requirePath("path", path);
  const tried = directory === undefined ? path : `${procFdPath(directory)}/${path}`;
  return bpfError(errno, command, {
    path: tried,
    diagnose: command === "OBJ_PIN" ? (code) => diagnosePin(code, tried) : undefined,
  });
}

import { bpf, bpfOpen } from "../bpf/call.js";
import { typeError } from "../errors/argument-error.js";
import type { BpfFd } from "../fd/bpf-fd.js";
import { MapFlag } from "../generated/index.js";
import { encode } from "../struct/encode.js";
import { fdAt, pointer, type Struct, u32 } from "../struct/field.js";
import { diagnosePin } from "./diagnose-pin.js";

/** https://elixir.bootlin.com/linux/latest/source/include/uapi/linux/bpf.h: "used by BPF_OBJ_* commands" */
export const OBJ = {
  type: "union bpf_attr",
  size: 16,
  fields: { pathname: pointer(0), bpf_fd: fdAt(8), file_flags: u32(12) },
} as const satisfies Struct;

/** How a map's descriptor may be used through bpf(2); programs and links take "rw" only. */
export type Access = "rw" | "ro" | "wo";

const accessFlags: Readonly<Record<Access, number>> = { rw: 0, ro: MapFlag.RDONLY, wo: MapFlag.WRONLY };

/**
 * Pins a map, program or link at `path` on a bpffs (BPF_OBJ_PIN). Mode `0600 & ~umask`; never replaces.
 *
 * @throws {@link BpfError}: EEXIST, ENOENT (no such directory), EPERM (a dot in the name; not on a bpffs; no CAP_BPF),
 * EACCES (directory not writable).
 */
export function objPin(fd: BpfFd, path: string): void {
  bpf("OBJ_PIN", encode(OBJ, { pathname: path, bpf_fd: fd }), {
    path,
    diagnose: (code) => diagnosePin(code, path),
  });
}

/**
 * Opens what is pinned at `path` (BPF_OBJ_GET); {@link fdKind} tells what it is.
 *
 * @throws {@link BpfError}: ENOENT, EACCES (no permission, a directory, no BPF object), EPERM (no CAP_BPF),
 * EINVAL (an access mode for a link).
 */
export function objGet(path: string, options: { access?: Access | undefined } = {}): BpfFd {
  const flags = accessFlags[options.access ?? "rw"];
  if (flags === undefined)
    throw typeError(`access must be "rw", "ro" or "wo", not ${String(options.access)}`);
  return bpfOpen("OBJ_GET", encode(OBJ, { pathname: path, file_flags: flags }), { path });
}

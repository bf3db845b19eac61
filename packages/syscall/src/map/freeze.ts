import { bpf } from "../bpf/call.js";
import type { BpfFd } from "../fd/bpf-fd.js";
import { encode } from "../struct/encode.js";
import { fdAt, type Struct } from "../struct/field.js";

/** https://elixir.bootlin.com/linux/latest/source/include/uapi/linux/bpf.h: BPF_MAP_FREEZE */
export const MAP_FREEZE = {
  type: "union bpf_attr",
  size: 4,
  fields: { map_fd: fdAt(0) },
} as const satisfies Struct;

/**
 * Makes a map read-only for bpf(2), for ever; programs still write to it (unless it was made with BPF_F_RDONLY_PROG).
 * Linux 5.2.
 *
 * @throws {@link BpfError}: EBUSY or EPERM (frozen already), EBUSY (mapped writable), EPERM (opened read-only), ENOTSUPP (this map type).
 */
export function mapFreeze(fd: BpfFd): void {
  bpf("MAP_FREEZE", encode(MAP_FREEZE, { map_fd: fd }));
}

import { bpf } from "../bpf/call.js";
import type { BpfFd } from "../fd/bpf-fd.js";
import { encode } from "../struct/encode.js";
import { fdAt, type Struct, u32 } from "../struct/field.js";

/** https://elixir.bootlin.com/linux/latest/source/include/uapi/linux/bpf.h: "used by BPF_PROG_BIND_MAP command" */
export const PROG_BIND_MAP = {
  type: "union bpf_attr",
  size: 12,
  fields: {
    "prog_bind_map.prog_fd": fdAt(0),
    "prog_bind_map.map_fd": fdAt(4),
    "prog_bind_map.flags": u32(8),
  },
} as const satisfies Struct;

/**
 * Makes a program hold a map that its instructions do not name (BPF_PROG_BIND_MAP, Linux 5.10): `.rodata` with what
 * tools want to know about the program, for instance. It lives as long as the program, and is among its
 * `progInfo(...).mapIds`. One that the program holds already changes nothing.
 *
 * @throws {@link BpfError}: EINVAL, EBADF (a descriptor of the wrong kind), ENOMEM, EPERM (CAP_BPF).
 */
export function progBindMap(prog: BpfFd, map: BpfFd): void {
  bpf("PROG_BIND_MAP", encode(PROG_BIND_MAP, { "prog_bind_map.prog_fd": prog, "prog_bind_map.map_fd": map }));
}

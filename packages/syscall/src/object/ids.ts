import { bpfError, bpfOpen, tryBpf } from "../bpf/call.js";
import type { CommandName } from "../bpf/command-name.js";
import type { BpfFd } from "../fd/bpf-fd.js";
import type { FdKind } from "../fd/state.js";
import { littleEndian } from "../struct/byte-order.js";
import { encode } from "../struct/encode.js";
import { type Struct, u32 } from "../struct/field.js";

/** https://elixir.bootlin.com/linux/latest/source/include/uapi/linux/bpf.h: "used by BPF_*_GET_*_ID" */
export const ID = {
  type: "union bpf_attr",
  size: 8,
  fields: { start_id: u32(0), next_id: u32(4) },
} as const satisfies Struct;

const ENOENT = 2;

function nextId(command: CommandName, id: number): number | undefined {
  const attr = encode(ID, { start_id: id });
  const result = tryBpf(command, attr);
  if (result === -ENOENT) return undefined;
  if (result < 0) throw bpfError(result, command);
  return new DataView(attr.bytes.buffer).getUint32(ID.fields.next_id.at, littleEndian);
}

function fromId(command: CommandName, id: number, kind: FdKind): BpfFd {
  return bpfOpen(command, encode(ID, { start_id: id }), kind);
}

/** The lowest id of a map above `id`; undefined when there is none. Start at 0. @throws {@link BpfError} EPERM (CAP_SYS_ADMIN) */
export function mapNextId(id: number): number | undefined {
  return nextId("MAP_GET_NEXT_ID", id);
}

/** As {@link mapNextId}, for programs. */
export function progNextId(id: number): number | undefined {
  return nextId("PROG_GET_NEXT_ID", id);
}

/** As {@link mapNextId}, for links. Linux 5.8. */
export function linkNextId(id: number): number | undefined {
  return nextId("LINK_GET_NEXT_ID", id);
}

/** As {@link mapNextId}, for BTF objects. */
export function btfNextId(id: number): number | undefined {
  return nextId("BTF_GET_NEXT_ID", id);
}

/** Opens the map with this id. @throws {@link BpfError}: ENOENT, EPERM (CAP_SYS_ADMIN) */
export function mapFromId(id: number): BpfFd {
  return fromId("MAP_GET_FD_BY_ID", id, "map");
}

/** Opens the program with this id. @throws {@link BpfError}: ENOENT, EPERM (CAP_SYS_ADMIN) */
export function progFromId(id: number): BpfFd {
  return fromId("PROG_GET_FD_BY_ID", id, "prog");
}

/** Opens the link with this id. Linux 5.8. @throws {@link BpfError}: ENOENT, EPERM (CAP_SYS_ADMIN) */
export function linkFromId(id: number): BpfFd {
  return fromId("LINK_GET_FD_BY_ID", id, "link");
}

/** Opens the BTF object with this id. @throws {@link BpfError}: ENOENT, EPERM (CAP_SYS_ADMIN) */
export function btfFromId(id: number): BpfFd {
  return fromId("BTF_GET_FD_BY_ID", id, "btf");
}

import { bpfError } from "../bpf/call.js";
import type { BpfFd } from "../fd/bpf-fd.js";
import { requireKind } from "../fd/kind.js";
import { objectInfo, tryObjectInfo } from "../object/info.js";
import { textUpToNul } from "../struct/decode.js";
import { pointer, type Struct, u32 } from "../struct/field.js";

/** What the kernel tells about a BTF object. */
export interface BtfInfo {
  id: number;
  /** "vmlinux", or a module's name, for the kernel's own BTF; else "". Linux 5.11. */
  name: string;
  /** Of its bytes. */
  size: number;
  /** The kernel's own or a module's. Linux 5.11; false before. */
  kernelBtf: boolean;
}

/** https://elixir.bootlin.com/linux/latest/source/include/uapi/linux/bpf.h: struct bpf_btf_info */
export const BTF_INFO = {
  type: "struct bpf_btf_info",
  size: 32,
  fields: {
    btf: pointer(0, 8),
    btf_size: u32(8),
    id: u32(12),
    name: pointer(16, 24),
    name_len: u32(24),
    kernel_btf: u32(28),
  },
} as const satisfies Struct;

const E2BIG = 7;
const ENOSPC = 28;

/** A module's name has less than 64 bytes (MODULE_NAME_LEN). */
const nameLength = 64;

/**
 * Reads a BTF object's properties (BPF_OBJ_GET_INFO_BY_FD).
 *
 * @throws TypeError if `fd` is no BTF object's; {@link BpfError}.
 */
export function btfInfo(fd: BpfFd): BtfInfo {
  requireKind(fd, "btf");
  const name = new Uint8Array(nameLength);
  let info = tryObjectInfo(fd, BTF_INFO, { name });
  // Before Linux 5.11 the struct ends before the name, and a pointer past its end is E2BIG.
  if (info === -E2BIG || info === -ENOSPC) info = tryObjectInfo(fd, BTF_INFO, {});
  if (typeof info === "number") throw bpfError(info, "OBJ_GET_INFO_BY_FD");
  return { id: info.id, name: textUpToNul(name), size: info.btf_size, kernelBtf: info.kernel_btf !== 0 };
}

/**
 * The bytes of a BTF object, in the machine's byte order; those of the kernel's own have some megabytes.
 *
 * @throws TypeError if `fd` is no BTF object's; {@link BpfError}.
 */
export function btfBytes(fd: BpfFd): Uint8Array {
  requireKind(fd, "btf");
  const bytes = new Uint8Array(objectInfo(fd, BTF_INFO, {}).btf_size);
  objectInfo(fd, BTF_INFO, { btf: bytes });
  return bytes;
}

import type { BpfFd } from "../fd/bpf-fd.js";
import { requireKind } from "../fd/kind.js";
import { objectInfo } from "../object/info.js";
import { type Struct, text, u32, u64 } from "../struct/field.js";

/** What the kernel tells about a map. Sizes in bytes; what an older kernel does not tell is 0. */
export interface MapInfo {
  type: number;
  id: number;
  keySize: number;
  valueSize: number;
  maxEntries: number;
  /** Without BPF_F_RDONLY and BPF_F_WRONLY, which belong to a descriptor. */
  flags: number;
  /** At most 15 bytes; "" for none. */
  name: string;
  ifindex: number;
  btfVmlinuxValueTypeId: number;
  netnsDev: bigint;
  netnsIno: bigint;
  /** Id of the BTF object that holds the two types; 0 for none. */
  btfId: number;
  btfKeyTypeId: number;
  btfValueTypeId: number;
  /** Linux 5.16. */
  mapExtra: bigint;
}

/** https://elixir.bootlin.com/linux/latest/source/include/uapi/linux/bpf.h: struct bpf_map_info */
export const MAP_INFO = {
  type: "struct bpf_map_info",
  size: 88,
  fields: {
    type: u32(0),
    id: u32(4),
    key_size: u32(8),
    value_size: u32(12),
    max_entries: u32(16),
    map_flags: u32(20),
    name: text(24, 16),
    ifindex: u32(40),
    btf_vmlinux_value_type_id: u32(44),
    netns_dev: u64(48),
    netns_ino: u64(56),
    btf_id: u32(64),
    btf_key_type_id: u32(68),
    btf_value_type_id: u32(72),
    map_extra: u64(80),
  },
} as const satisfies Struct;

/**
 * Reads a map's properties (BPF_OBJ_GET_INFO_BY_FD).
 *
 * @throws TypeError if `fd` is no map's; {@link BpfError}.
 */
export function mapInfo(fd: BpfFd): MapInfo {
  requireKind(fd, "map");
  const info = objectInfo(fd, MAP_INFO, {});
  return {
    type: info.type,
    id: info.id,
    keySize: info.key_size,
    valueSize: info.value_size,
    maxEntries: info.max_entries,
    flags: info.map_flags,
    name: info.name,
    ifindex: info.ifindex,
    btfVmlinuxValueTypeId: info.btf_vmlinux_value_type_id,
    netnsDev: info.netns_dev,
    netnsIno: info.netns_ino,
    btfId: info.btf_id,
    btfKeyTypeId: info.btf_key_type_id,
    btfValueTypeId: info.btf_value_type_id,
    mapExtra: info.map_extra,
  };
}

import { native } from "../addon/load.js";
import { scratch } from "../addon/scratch.js";
import { bpfError } from "../bpf/call.js";
import { type BpfFd, openState } from "../fd/bpf-fd.js";
import { requireKind } from "../fd/kind.js";
import { type Field, type Struct, text, u32, u64 } from "../struct/field.js";

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

const { type, id, key_size, value_size, max_entries, map_flags, ifindex, btf_id } = MAP_INFO.fields;
const { btf_vmlinux_value_type_id, netns_dev, netns_ino, btf_key_type_id, btf_value_type_id, map_extra } =
  MAP_INFO.fields;

/**
 * Reads a map's properties (BPF_OBJ_GET_INFO_BY_FD).
 *
 * @throws TypeError if `fd` is no map's; {@link BpfError}.
 */
export function mapInfo(fd: BpfFd): MapInfo {
  const state = openState(fd);
  if (state.kind !== "map" || state.exposed) requireKind(fd, "map");
  const addon = native();
  const result = addon.mapInfo(state.number, MAP_INFO.size);
  if (result < 0) throw bpfError(result, "OBJ_GET_INFO_BY_FD");
  const { u32, u64 } = scratch();
  return {
    type: u32[type.at >> 2]!,
    id: u32[id.at >> 2]!,
    keySize: u32[key_size.at >> 2]!,
    valueSize: u32[value_size.at >> 2]!,
    maxEntries: u32[max_entries.at >> 2]!,
    flags: u32[map_flags.at >> 2]!,
    name: addon.mapName(),
    ifindex: u32[ifindex.at >> 2]!,
    btfVmlinuxValueTypeId: u32[btf_vmlinux_value_type_id.at >> 2]!,
    netnsDev: wide(u32, u64, netns_dev),
    netnsIno: wide(u32, u64, netns_ino),
    btfId: u32[btf_id.at >> 2]!,
    btfKeyTypeId: u32[btf_key_type_id.at >> 2]!,
    btfValueTypeId: u32[btf_value_type_id.at >> 2]!,
    mapExtra: wide(u32, u64, map_extra),
  };
}

/** A u64 of scratch; nearly all are 0, which is no allocation. */
function wide(u32: Uint32Array, u64: BigUint64Array, { at }: Field<"u64">): bigint {
  return (u32[at >> 2]! | u32[(at >> 2) + 1]!) === 0 ? 0n : u64[at >> 3]!;
}

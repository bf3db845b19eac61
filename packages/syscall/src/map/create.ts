import { native } from "../addon/load.js";
import { scratch } from "../addon/scratch.js";
import { bpfError } from "../bpf/call.js";
import { type BpfFd, numberOf, own, wrapFd } from "../fd/bpf-fd.js";
import type { FdState } from "../fd/state.js";
import { MapFlag } from "../generated/index.js";
import { encodeText, put, unsigned64 } from "../struct/encode.js";
import { fdAt, type Struct, text, u32, u64 } from "../struct/field.js";

/** What BPF_MAP_CREATE takes. Sizes in bytes. */
export interface MapCreateAttr {
  type: number;
  keySize: number;
  valueSize: number;
  maxEntries: number;
  /** BPF_F_*, see MapFlag. */
  flags?: number | undefined;
  /** At most 15 bytes of `[A-Za-z0-9_.]`. */
  name?: string | undefined;
  /** Linux 5.16; meaning by map type (bloom filter: number of hashes; arena: address). */
  mapExtra?: bigint | undefined;
  /** The memory's NUMA node; sets BPF_F_NUMA_NODE. */
  numaNode?: number | undefined;
  /** The template of an array or hash of maps. */
  innerMap?: BpfFd | undefined;
  /** Holds the types below. */
  btf?: BpfFd | undefined;
  btfKeyTypeId?: number | undefined;
  btfValueTypeId?: number | undefined;
  /** A type of the kernel's own BTF, for struct_ops maps. */
  btfVmlinuxValueTypeId?: number | undefined;
  /** The network device that the map is offloaded to. */
  ifindex?: number | undefined;
}

/** https://elixir.bootlin.com/linux/latest/source/include/uapi/linux/bpf.h: "used by BPF_MAP_CREATE command" */
export const MAP_CREATE = {
  type: "union bpf_attr",
  size: 72,
  fields: {
    map_type: u32(0),
    key_size: u32(4),
    value_size: u32(8),
    max_entries: u32(12),
    map_flags: u32(16),
    inner_map_fd: fdAt(20),
    numa_node: u32(24),
    map_name: text(28, 16),
    map_ifindex: u32(44),
    btf_fd: fdAt(48),
    btf_key_type_id: u32(52),
    btf_value_type_id: u32(56),
    btf_vmlinux_value_type_id: u32(60),
    map_extra: u64(64),
  },
} as const satisfies Struct;

const { map_type, key_size, value_size, max_entries, map_flags, numa_node, map_ifindex } = MAP_CREATE.fields;
const { btf_key_type_id, btf_value_type_id, btf_vmlinux_value_type_id, map_extra } = MAP_CREATE.fields;

/**
 * Makes a map (BPF_MAP_CREATE). It lives as long as a descriptor, pin or program holds it.
 *
 * @throws {@link BpfError}: EINVAL, E2BIG, ENOMEM, EPERM (CAP_BPF; before Linux 5.11 RLIMIT_MEMLOCK as well), ENOTSUPP
 * (BTF types on a map type that takes none). A RangeError or TypeError for values that do not fit their fields.
 */
export function mapCreate(attr: MapCreateAttr): BpfFd {
  // All of it before scratch is touched: a getter may make another call.
  const { type, keySize, valueSize, maxEntries, name = "", innerMap, numaNode, mapExtra, ifindex } = attr;
  const { btf, btfKeyTypeId, btfValueTypeId, btfVmlinuxValueTypeId } = attr;
  const flags = attr.flags ?? 0;
  const state: FdState = { number: -1, exposed: false, kind: "map", sizes: undefined };
  const fd = wrapFd(state);
  const inner = innerMap === undefined ? -1 : numberOf(innerMap);
  const types = btf === undefined ? -1 : numberOf(btf);
  const { u32, u64 } = scratch();
  u32.fill(0, 0, MAP_CREATE.size / 4);
  put(u32, map_type, "map_type", type);
  put(u32, key_size, "key_size", keySize);
  put(u32, value_size, "value_size", valueSize);
  put(u32, max_entries, "max_entries", maxEntries);
  put(u32, map_flags, "map_flags", numaNode === undefined ? flags : (flags | MapFlag.NUMA_NODE) >>> 0);
  if (numaNode !== undefined) put(u32, numa_node, "numa_node", numaNode);
  if (btfKeyTypeId !== undefined) put(u32, btf_key_type_id, "btf_key_type_id", btfKeyTypeId);
  if (btfValueTypeId !== undefined) put(u32, btf_value_type_id, "btf_value_type_id", btfValueTypeId);
  if (btfVmlinuxValueTypeId !== undefined) {
    put(u32, btf_vmlinux_value_type_id, "btf_vmlinux_value_type_id", btfVmlinuxValueTypeId);
  }
  if (ifindex !== undefined) put(u32, map_ifindex, "map_ifindex", ifindex);
  if (mapExtra !== undefined && mapExtra !== 0n) u64[map_extra.at >> 3] = unsigned64("map_extra", mapExtra);
  own(state, native().mapCreate(MAP_CREATE.size, name, inner, types));
  if (state.number >= 0) return fd;
  // The addon answers EINVAL for a name that does not fit.
  encodeText("map_name", name, MAP_CREATE.fields.map_name.size);
  throw bpfError(state.number, "MAP_CREATE");
}

import { bpfOpen } from "../bpf/call.js";
import type { BpfFd } from "../fd/bpf-fd.js";
import { MapFlag } from "../generated/index.js";
import { encode } from "../struct/encode.js";
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

/**
 * Makes a map (BPF_MAP_CREATE). It lives as long as a descriptor, pin or program holds it.
 *
 * @throws {@link BpfError}: EINVAL, E2BIG, ENOMEM, EPERM (CAP_BPF; before Linux 5.11 RLIMIT_MEMLOCK as well), ENOTSUPP
 * (BTF types on a map type that takes none). A RangeError or TypeError for values that do not fit their fields.
 */
export function mapCreate(attr: MapCreateAttr): BpfFd {
  return bpfOpen(
    "MAP_CREATE",
    encode(MAP_CREATE, {
      map_type: attr.type,
      key_size: attr.keySize,
      value_size: attr.valueSize,
      max_entries: attr.maxEntries,
      map_flags: attr.numaNode === undefined ? attr.flags : ((attr.flags ?? 0) | MapFlag.NUMA_NODE) >>> 0,
      inner_map_fd: attr.innerMap,
      numa_node: attr.numaNode,
      map_name: attr.name,
      map_ifindex: attr.ifindex,
      btf_fd: attr.btf,
      btf_key_type_id: attr.btfKeyTypeId,
      btf_value_type_id: attr.btfValueTypeId,
      btf_vmlinux_value_type_id: attr.btfVmlinuxValueTypeId,
      map_extra: attr.mapExtra,
    }),
    { kind: "map" },
  );
}

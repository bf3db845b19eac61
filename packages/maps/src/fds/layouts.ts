import { MapFlag, MapType } from "@bpf/elf";
import type { MapInfo } from "@bpf/syscall";
import type { Layout, StructLayout } from "../layout/layout.js";

/** Layouts that the kernel's ABI fixes, of maps that it keeps no BTF types of; undefined where it fixes none. */
export interface KindLayouts {
  readonly key?: Layout;
  readonly value?: Layout;
}

const u32: Layout = { kind: "integer", size: 4, signed: false };
const u64: Layout = { kind: "integer", size: 8, signed: false };

/** Two u32: struct bpf_devmap_val and struct bpf_cpumap_val in include/uapi/linux/bpf.h. */
const withProgram = (name: string, first: string): StructLayout => ({
  kind: "struct",
  name,
  size: 8,
  fields: [
    { name: first, offset: 0, layout: u32 },
    { name: "program", offset: 4, layout: u32 },
  ],
});

const devmapValue = withProgram("bpf_devmap_val", "ifindex");
const cpumapValue = withProgram("bpf_cpumap_val", "queueSize");

/** struct bpf_stack_build_id, of stack_trace maps with BPF_F_STACK_BUILD_ID. */
const stackBuildId: StructLayout = {
  kind: "struct",
  name: "bpf_stack_build_id",
  size: 32,
  fields: [
    { name: "status", offset: 0, layout: { kind: "integer", size: 4, signed: true } },
    { name: "build_id", offset: 4, layout: { kind: "bytes", size: 20 } },
    {
      name: "",
      offset: 24,
      layout: {
        kind: "union",
        name: "",
        size: 8,
        fields: [
          { name: "offset", offset: 0, layout: u64 },
          { name: "ip", offset: 0, layout: u64 },
        ],
      },
    },
  ],
};

/** Of cgroup_storage where its key is no bare u64, the cgroup's id. */
const cgroupStorageKey: StructLayout = {
  kind: "struct",
  name: "bpf_cgroup_storage_key",
  size: 16,
  fields: [
    { name: "cgroup_inode_id", offset: 0, layout: u64 },
    { name: "attach_type", offset: 8, layout: u32 },
  ],
};

/** Types whose keys are indices of 4 bytes, or interfaces', or of stacks. */
const withU32Keys: ReadonlySet<number> = new Set([
  MapType.ARRAY,
  MapType.PERCPU_ARRAY,
  MapType.PROG_ARRAY,
  MapType.PERF_EVENT_ARRAY,
  MapType.CGROUP_ARRAY,
  MapType.ARRAY_OF_MAPS,
  MapType.STACK_TRACE,
  MapType.DEVMAP,
  MapType.DEVMAP_HASH,
  MapType.CPUMAP,
  MapType.XSKMAP,
  MapType.SOCKMAP,
  MapType.REUSEPORT_SOCKARRAY,
  MapType.INSN_ARRAY,
]);

/** The id of a program or map, or a descriptor, which is never read back. */
const withU32Values: ReadonlySet<number> = new Set([
  MapType.PROG_ARRAY,
  MapType.ARRAY_OF_MAPS,
  MapType.HASH_OF_MAPS,
  MapType.PERF_EVENT_ARRAY,
  MapType.CGROUP_ARRAY,
  MapType.XSKMAP,
]);

/** Keys and values as far as the map's type tells them. */
export function kindLayouts(info: Pick<MapInfo, "type" | "keySize" | "valueSize" | "flags">): KindLayouts {
  const key = keyLayout(info);
  const value = valueLayout(info);
  return { ...(key && { key }), ...(value && { value }) };
}

function keyLayout({ type, keySize }: Pick<MapInfo, "type" | "keySize">): Layout | undefined {
  if (withU32Keys.has(type) && keySize === 4) return u32;
  if (type !== MapType.CGROUP_STORAGE && type !== MapType.PERCPU_CGROUP_STORAGE) return undefined;
  return keySize === 8 ? u64 : keySize === cgroupStorageKey.size ? cgroupStorageKey : undefined;
}

function valueLayout({
  type,
  valueSize,
  flags,
}: Pick<MapInfo, "type" | "valueSize" | "flags">): Layout | undefined {
  if (withU32Values.has(type)) return valueSize === 4 ? u32 : undefined;
  switch (type) {
    case MapType.DEVMAP:
    case MapType.DEVMAP_HASH:
      return ofSize(valueSize, u32, devmapValue);
    case MapType.CPUMAP:
      return ofSize(valueSize, u32, cpumapValue);
    case MapType.SOCKMAP:
    case MapType.SOCKHASH:
    case MapType.REUSEPORT_SOCKARRAY:
      return ofSize(valueSize, u32, u64);
    case MapType.STACK_TRACE: {
      const element = (flags & MapFlag.STACK_BUILD_ID) === 0 ? u64 : stackBuildId;
      const size = element === u64 ? 8 : stackBuildId.size;
      return valueSize % size === 0 ? { kind: "array", element, length: valueSize / size } : undefined;
    }
    default:
      return undefined;
  }
}

const ofSize = (size: number, four: Layout, eight: Layout): Layout | undefined =>
  size === 4 ? four : size === 8 ? eight : undefined;

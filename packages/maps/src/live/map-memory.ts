import { mapTypeName } from "@bpf/elf";
import { BpfError, type BpfFd, MapFlag, type MapInfo, MapMemory, MapType } from "@bpf/syscall";
import { MapError } from "../errors.js";
import { LiveMemory, type MemoryOwner } from "./live-memory.js";

/** How a map's memory is reached. */
export interface MemoryOptions {
  /** "ro": for reading only. Default: for writing too where the map is not frozen. */
  access?: "rw" | "ro" | undefined;
}

/** Whether a map has memory to map: an array with BPF_F_MMAPABLE (Linux 5.5). */
function isMappable({ type, flags }: MapInfo): boolean {
  return type === MapType.ARRAY && (flags & MapFlag.MMAPABLE) !== 0;
}

/**
 * Maps an array's memory, by a descriptor that was opened for reading and writing: the kernel maps no other, not even
 * for reading. The descriptor is not needed afterwards.
 *
 * @throws MapError ERR_MAP_KIND for a map that has no memory to map, ERR_MAP_READ_ONLY for a descriptor that was opened
 * read-only; BpfError of mmap(2)
 */
export function mapMemory(
  fd: BpfFd,
  info: MapInfo,
  path: string | undefined,
  { access }: MemoryOptions,
): LiveMemory {
  const owner = { map: info.name, path };
  if (!isMappable(info)) throw notMappable(info, owner);
  try {
    return new LiveMemory(mapBytes(fd, access), owner);
  } catch (error) {
    // Of a descriptor without FMODE_WRITE mmap(2) makes the mapping a private one, and bpf_map_mmap refuses those.
    if (!hasCode(error, "EINVAL")) throw error;
    const text = `Map ${info.name} has no live view through a descriptor that was opened read-only: open it with access "rw", and give access "ro" to the view.`;
    throw new MapError("ERR_MAP_READ_ONLY", text, owner, { cause: error });
  }
}

function mapBytes(fd: BpfFd, access: "rw" | "ro" | undefined): MapMemory {
  if (access === "ro") return MapMemory.map(fd, { access });
  try {
    return MapMemory.map(fd, { access: "rw" });
  } catch (error) {
    // EPERM: frozen. EACCES: made with BPF_F_RDONLY_PROG, or opened read-only.
    const isRefused = hasCode(error, "EPERM") || hasCode(error, "EACCES");
    if (access === "rw" || !isRefused) throw error;
  }
  return MapMemory.map(fd, { access: "ro" });
}

const hasCode = (error: unknown, code: string): boolean => BpfError.is(error) && error.code === code;

function notMappable({ type, name }: MapInfo, owner: MemoryOwner): MapError {
  const how =
    type === MapType.ARRAY
      ? "it was made without BPF_F_MMAPABLE (`__uint(map_flags, BPF_F_MMAPABLE)` in its definition; Linux 5.5)"
      : `only maps of type array have memory to map, this one is of type ${mapTypeName(type)}`;
  return new MapError("ERR_MAP_KIND", `Map ${name} has no live view: ${how}. Use openMap.`, owner);
}

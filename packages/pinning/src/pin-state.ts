import type { BpfFd, FdKind } from "@bpf/syscall";
import { compareMap } from "./compare.js";
import { isDirectory } from "./file-type.js";
import type { Access, Kernel, MapInfo } from "./kernel.js";
import type { Mismatch } from "./mismatch.js";
import { errnoOf, systemError } from "./system-error.js";
import type { WantedMap } from "./wanted.js";

/** What stands at a path that a map is wanted at. The fd is the caller's to close. */
export type PinState =
  | { readonly state: "compatible"; readonly id: number; readonly fd: BpfFd }
  | { readonly state: "different"; readonly id?: number; readonly mismatches: readonly Mismatch[] };

/** What a pin's fd turned out to be. */
export type OpenedPin =
  | { readonly kind: "map"; readonly fd: BpfFd; readonly info: MapInfo }
  | { readonly kind: Exclude<FdKind, "map"> | "directory" };

const otherThan = (kind: string): PinState => ({
  state: "different",
  mismatches: [{ field: "kind", pinned: kind, wanted: "map" }],
});

/**
 * Opens a pin that should be a map, held by an O_PATH fd. Another kind is closed again and named.
 * @throws PinSystemError with what the errno of BPF_OBJ_GET means here
 */
export function openMapPin(
  kernel: Kernel,
  entry: BpfFd,
  access: Access,
  at: { map?: string | undefined; path: string },
): OpenedPin {
  let fd: BpfFd;
  try {
    fd = kernel.objGet(kernel.procFdPath(entry), access === "rw" ? {} : { access });
  } catch (error) {
    const errno = errnoOf(error);
    // A directory, or a program or link that takes no access mode, is something else in the way, not a failure.
    if (errno === "EACCES" && isDirectory(kernel.fstat(entry))) return { kind: "directory" };
    if (errno === "EINVAL" && access !== "rw") return openMapPin(kernel, entry, "rw", at);
    throw systemError(error, `open the pin ${at.path}`, at);
  }
  try {
    const kind = kernel.fdKind(fd);
    if (kind === "map") return { kind, fd, info: kernel.mapInfo(fd) };
    fd.close();
    return { kind };
  } catch (error) {
    fd.close();
    throw systemError(error, `ask what ${at.path} is`, at);
  }
}

/** Opens a pin and compares it with what is wanted there. @throws PinSystemError */
export function pinState(
  kernel: Kernel,
  entry: BpfFd,
  wanted: WantedMap,
  access: Access,
  at: { map: string; path: string },
): PinState {
  const opened = openMapPin(kernel, entry, access, at);
  if (opened.kind !== "map") return otherThan(opened.kind);
  const { fd, info } = opened;
  const mismatches = compareMap(info, wanted);
  if (mismatches.length === 0) return { state: "compatible", id: info.id, fd };
  fd.close();
  return { state: "different", id: info.id, mismatches };
}

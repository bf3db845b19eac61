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

/** What an error names. */
interface PinAt {
  readonly map?: string | undefined;
  readonly path: string;
}

/**
 * Opens a pin that should be a map, held by an O_PATH fd. Another kind is closed again and named.
 * @throws PinSystemError with what the errno of BPF_OBJ_GET means here
 */
export function openMapPin(kernel: Kernel, entry: BpfFd, access: Access, at: PinAt): OpenedPin {
  let fd: BpfFd;
  try {
    fd = kernel.objGet("", { directory: entry, access });
  } catch (error) {
    const errno = errnoOf(error);
    // A directory, or a program or link that takes no access mode, is something else in the way, not a failure.
    if (errno === "EACCES" && isDirectory(kernel.fstat(entry))) return { kind: "directory" };
    if (errno === "EINVAL" && access !== "rw") return openMapPin(kernel, entry, "rw", at);
    throw systemError(error, `open the pin ${at.path}`, at);
  }
  return identified(kernel, fd, at);
}

/**
 * {@link openMapPin} of a name that is known to be no symlink, without the O_PATH fd. Undefined where it cannot be
 * opened so, which the careful way explains. @throws PinSystemError
 */
export function openMapName(
  kernel: Kernel,
  directory: BpfFd,
  name: string,
  access: Access,
  at: PinAt,
): OpenedPin | undefined {
  let fd: BpfFd;
  try {
    fd = kernel.objGet(name, { directory, access });
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === "ENOENT" || errno === "EACCES" || errno === "EINVAL") return undefined;
    throw systemError(error, `open the pin ${at.path}`, at);
  }
  return identified(kernel, fd, at);
}

function identified(kernel: Kernel, fd: BpfFd, at: PinAt): OpenedPin {
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

/** Compares an opened pin with what is wanted there. */
export function pinState(opened: OpenedPin, wanted: WantedMap): PinState {
  if (opened.kind !== "map") return otherThan(opened.kind);
  const { fd, info } = opened;
  const mismatches = compareMap(info, wanted);
  if (mismatches.length === 0) return { state: "compatible", id: info.id, fd };
  fd.close();
  return { state: "different", id: info.id, mismatches };
}

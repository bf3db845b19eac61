import type { MapSpec } from "@bpf/elf";
import { type Access, BpfFd, fdKind, objGet } from "@bpf/syscall";
import { MapError } from "../errors.js";

/** What has a map's descriptor: a PinnedMap of `@bpf/pinning`, or any map of this package. */
export interface MapHolder {
  readonly fd: BpfFd;
  readonly spec?: MapSpec | undefined;
  readonly path?: string | undefined;
}

/** Where a map comes from: the path of its pin, its descriptor, or what holds one. */
export type MapSource = string | BpfFd | MapHolder;

/** A descriptor of our own, and what the source told beside it. */
export interface OpenSource {
  readonly fd: BpfFd;
  readonly spec?: MapSpec | undefined;
  readonly path?: string | undefined;
}

/** The descriptor that a source holds; it stays the source's. Undefined for a path, or for something else. */
export function fdOf(source: unknown): BpfFd | undefined {
  if (source instanceof BpfFd) return source;
  if (typeof source !== "object" || source === null) return undefined;
  const { fd } = source as { fd?: unknown };
  return fd instanceof BpfFd ? fd : undefined;
}

/**
 * Opens a map: a descriptor of our own, whoever owns the one given.
 *
 * @throws TypeError for what is no source; BpfError of BPF_OBJ_GET; MapError ERR_MAP_KIND for a program or link
 */
export function openSource(source: MapSource, access: Access): OpenSource {
  if (typeof source === "string") return { fd: requireMap(objGet(source, { access }), source), path: source };
  const given = fdOf(source);
  if (given === undefined) {
    throw Object.assign(new TypeError("a map is the path of its pin, a BpfFd, or what has one as `fd`"), {
      code: "ERR_INVALID_ARG_TYPE",
    });
  }
  const { spec, path } = source === given ? {} : (source as MapHolder);
  return { fd: requireMap(given.dup(), path), spec, path };
}

/** Gives the descriptor back, or closes it and throws. */
function requireMap(fd: BpfFd, path: string | undefined): BpfFd {
  try {
    const kind = fdKind(fd);
    if (kind === "map") return fd;
    const what = path === undefined ? "This descriptor" : path;
    throw new MapError("ERR_MAP_KIND", `${what} is no map: it is of kind "${kind}".`, { path });
  } catch (error) {
    fd.close();
    throw error;
  }
}

import { mapTypeName, programTypeName } from "@bpf/elf";
import { type BpfFd, linkTypeNames, OpenFlag } from "@bpf/syscall";
import { openRoot } from "./bpffs.js";
import { beneath } from "./directory-tree.js";
import { type Kernel, realKernel } from "./kernel.js";
import { defaultRoot } from "./options.js";
import { rootPath } from "./path.js";
import { errnoOf, systemError } from "./system-error.js";

/** One name on a bpffs. */
export interface Pin {
  /** Absolute. */
  readonly path: string;
  readonly kind: "dir" | "map" | "prog" | "link" | "symlink" | "unreadable";
  /** Last component of the path. */
  readonly name: string;
  /** 1 for what lies in the root itself. */
  readonly depth: number;
  /** The kernel's id of a map, program or link. */
  readonly id?: number;
  /** bpftool's name of its type; a number where the type is unknown to us. */
  readonly type?: string | number;
  /** The kernel's name of a map or program; links have none. */
  readonly objectName?: string;
  /** Where a symlink points. */
  readonly target?: string;
  /** Why it is unreadable, or why a directory's names are missing: errno by name, and the error itself. */
  readonly errno?: string;
  readonly error?: Error;
}

type Found = Omit<Pin, "path" | "name" | "depth">;

const flags = OpenFlag.O_NOFOLLOW | OpenFlag.O_CLOEXEC;

const unreadable = (error: unknown, path: string): Found => {
  const errno = errnoOf(error);
  if (errno === undefined) throw error;
  return { kind: "unreadable", errno, error: systemError(error, `open ${path}`, { path }) as Error };
};

const describe = (kernel: Kernel, fd: BpfFd): Found => {
  const kind = kernel.fdKind(fd);
  if (kind === "map") {
    const { id, type, name } = kernel.mapInfo(fd);
    return { kind, id, type: mapTypeName(type), objectName: name };
  }
  if (kind === "prog") {
    const { id, type, name } = kernel.progInfo(fd);
    return { kind, id, type: programTypeName(type), objectName: name };
  }
  if (kind === "link") {
    const { id, type } = kernel.linkInfo(fd);
    return { kind, id, type: linkTypeNames[type] ?? type };
  }
  return { kind: "unreadable", errno: "EINVAL" };
};

/** bpffs refuses dots, so a dotted name is one of the kernel's own (`maps.debug`): listed, and not to be opened. */
const dotted: Found = { kind: "unreadable", errno: "ENOENT" };

/** A name that is no UTF-8 reaches us with U+FFFD in it, and cannot be opened by that. */
const garbled = (name: string): Found | undefined =>
  name.includes("\ufffd") ? { kind: "unreadable", errno: "EILSEQ" } : undefined;

const openPin = (kernel: Kernel, directory: BpfFd, name: string): Found => {
  using entry = kernel.openat2(directory, name, { flags: flags | OpenFlag.O_PATH, resolve: beneath });
  let fd: BpfFd;
  try {
    fd = kernel.objGet("", { directory: entry });
  } catch (error) {
    if (errnoOf(error) !== "EACCES") throw error;
    // A map that this user may only read.
    fd = kernel.objGet("", { directory: entry, access: "ro" });
  }
  using opened = fd;
  return describe(kernel, opened);
};

/** An open directory, its names listed, and how many of them the walk has been at. */
interface Level {
  readonly fd: BpfFd;
  readonly path: string;
  readonly entries: ReturnType<Kernel["readDirectory"]>;
  next: number;
}

const list = (kernel: Kernel, fd: BpfFd, path: string): Level => {
  const entries = kernel.readDirectory(fd).sort((a, b) => (a.name < b.name ? -1 : 1));
  return { fd, path, entries, next: 0 };
};

/** PATH_MAX: what lies deeper has no path that a call would take. */
const pathLimit = 4096;

/** Why a directory is not entered: another file system is mounted on it, or its path is too long. */
const barrier = (kernel: Kernel, fd: BpfFd, path: string): string | undefined => {
  if (Buffer.byteLength(path) >= pathLimit) return "ENAMETOOLONG";
  return kernel.isBpffs(fd) ? undefined : "EXDEV";
};

/** Undefined where the name vanished meanwhile. */
const failed = (error: unknown, path: string, name: string): Found | undefined =>
  errnoOf(error) === "ENOENT" ? garbled(name) : unreadable(error, path);

/** What a name that is no directory holds. */
const look = (kernel: Kernel, { fd }: Level, name: string, type: string, path: string): Found | undefined => {
  try {
    if (type === "symlink") return { kind: "symlink", target: kernel.readlinkat(fd, name) };
    return name.includes(".") ? dotted : openPin(kernel, fd, name);
  } catch (error) {
    return failed(error, path, name);
  }
};

/** Opens and lists a directory, or says why not. */
const enter = (
  kernel: Kernel,
  { fd: parent }: Level,
  name: string,
  path: string,
): Level | Found | undefined => {
  let fd: BpfFd | undefined;
  try {
    const mode = flags | OpenFlag.O_RDONLY | OpenFlag.O_DIRECTORY;
    fd = kernel.openat2(parent, name, { flags: mode, resolve: beneath });
    const barred = barrier(kernel, fd, path);
    if (barred === undefined) return list(kernel, fd, path);
    fd.close();
    return { kind: "unreadable", errno: barred };
  } catch (error) {
    fd?.close();
    return failed(error, path, name);
  }
};

/** A loop, not a recursion: anybody who may make directories can make them deeper than the stack. */
function* walk(kernel: Kernel, root: Level): Generator<Pin> {
  const open = [root];
  try {
    for (let level = open.at(-1); level; level = open.at(-1)) {
      const entry = level.entries[level.next++];
      if (!entry) {
        level.fd.close();
        open.pop();
        continue;
      }
      const { name, type } = entry;
      const at = { path: `${level.path === "/" ? "" : level.path}/${name}`, name, depth: open.length };
      const found =
        type === "directory" ? enter(kernel, level, name, at.path) : look(kernel, level, name, type, at.path);
      if (found === undefined) continue;
      if ("fd" in found) open.push(found);
      yield { ...at, ...("fd" in found ? { kind: "dir" } : found) };
    }
  } finally {
    for (const { fd } of open) fd.close();
  }
}

/**
 * Everything below a directory of a bpffs, depth first, by name; a directory comes before what it holds. Symlinks are
 * reported, never followed; what cannot be opened is reported with its errno (EXDEV: another file system is
 * mounted there); what vanishes meanwhile is left out.
 * Holds one fd per level.
 * @throws PinError ERR_NOT_BPFFS, PinSystemError where the root itself cannot be listed
 */
export function* walkPins(
  root: string = defaultRoot,
  { kernel = realKernel }: { kernel?: Kernel | undefined } = {},
): Generator<Pin, void, undefined> {
  const path = rootPath(root);
  using directory = openRoot(kernel, path, "list");
  let listed: Level;
  try {
    listed = list(kernel, directory, path);
  } catch (error) {
    throw systemError(error, `list ${path}`, { path });
  }
  yield* walk(kernel, listed);
}

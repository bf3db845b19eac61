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
  const path = kernel.procFdPath(entry);
  let fd: BpfFd;
  try {
    fd = kernel.objGet(path);
  } catch (error) {
    if (errnoOf(error) !== "EACCES") throw error;
    // A map that this user may only read.
    fd = kernel.objGet(path, { access: "ro" });
  }
  using opened = fd;
  return describe(kernel, opened);
};

/** An open directory, already listed. */
interface Listed {
  readonly fd: BpfFd;
  readonly path: string;
  readonly entries: ReturnType<Kernel["readDirectory"]>;
}

const list = (kernel: Kernel, fd: BpfFd, path: string): Listed => {
  const entries = kernel.readDirectory(fd).sort((a, b) => (a.name < b.name ? -1 : 1));
  return { fd, path, entries };
};

function* walk(kernel: Kernel, { fd, path, entries }: Listed, depth: number): Generator<Pin> {
  for (const { name, type } of entries) {
    const at = { path: `${path === "/" ? "" : path}/${name}`, name, depth };
    if (type === "directory") {
      yield* walkDirectory(kernel, fd, at);
      continue;
    }
    let found: Found;
    try {
      if (type === "symlink") found = { kind: "symlink", target: kernel.readlinkat(fd, name) };
      else found = name.includes(".") ? dotted : openPin(kernel, fd, name);
    } catch (error) {
      const lost = errnoOf(error) === "ENOENT";
      const what = lost ? garbled(name) : unreadable(error, at.path);
      if (!what) continue;
      found = what;
    }
    yield { ...at, ...found };
  }
}

/** PATH_MAX: what lies deeper has no path that a call would take. */
const pathLimit = 4096;

/** Why a directory is not entered: another file system is mounted on it, or its path is too long. */
const barrier = (kernel: Kernel, fd: BpfFd, path: string): string | undefined => {
  if (Buffer.byteLength(path) >= pathLimit) return "ENAMETOOLONG";
  return kernel.isBpffs(fd) ? undefined : "EXDEV";
};

function* walkDirectory(kernel: Kernel, parent: BpfFd, at: Omit<Pin, "kind">): Generator<Pin> {
  let fd: BpfFd | undefined;
  try {
    let listed: Listed;
    try {
      const mode = flags | OpenFlag.O_RDONLY | OpenFlag.O_DIRECTORY;
      fd = kernel.openat2(parent, at.name, { flags: mode, resolve: beneath });
      const barred = barrier(kernel, fd, at.path);
      if (barred !== undefined) {
        yield { ...at, kind: "unreadable", errno: barred };
        return;
      }
      listed = list(kernel, fd, at.path);
    } catch (error) {
      const found = errnoOf(error) === "ENOENT" ? garbled(at.name) : unreadable(error, at.path);
      if (found) yield { ...at, ...found };
      return;
    }
    yield { ...at, kind: "dir" };
    yield* walk(kernel, listed, at.depth + 1);
  } finally {
    fd?.close();
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
  let listed: Listed;
  try {
    listed = list(kernel, directory, path);
  } catch (error) {
    throw systemError(error, `list ${path}`, { path });
  }
  yield* walk(kernel, listed, 1);
}

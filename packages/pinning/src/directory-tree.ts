import { OpenFlag, Resolve } from "@bpf/syscall";
import { notBpffs, openRoot } from "./bpffs.js";
import type { Directory, MadeDirectory } from "./directory.js";
import { checkDirectory, ownedByUsOrRoot } from "./directory-safety.js";
import { PinPathError } from "./errors.js";
import { isSymlink } from "./file-type.js";
import type { Kernel } from "./kernel.js";
import { GaveUp, raceLimit, StaleDirectory } from "./race.js";
import { errnoOf, systemError } from "./system-error.js";

const openFlags = OpenFlag.O_PATH | OpenFlag.O_DIRECTORY | OpenFlag.O_CLOEXEC;

/** One component at a time, and no symlink: those are read and walked here, so that every directory is looked at. */
export const beneath = Resolve.BENEATH | Resolve.NO_MAGICLINKS | Resolve.NO_SYMLINKS;

/** As many as the kernel follows. */
export const symlinkLimit = 40;

/**
 * The directories of one call: each opened once, checked, held, and closed together. Root is opened and found to be a
 * bpffs before anything else.
 */
export class DirectoryTree implements Disposable {
  readonly kernel: Kernel;
  readonly #rootPath: string;
  readonly #unsafeDirs: boolean;
  #root: Directory | undefined;
  #opened: Directory[] = [];
  /** What was found last: maps of one directory share the array of its components. */
  #last: { readonly components: readonly string[]; readonly directory: Directory } | undefined;
  /** What {@link make} made, oldest first. */
  readonly made: MadeDirectory[] = [];

  constructor(kernel: Kernel, root: string, unsafeDirs: boolean) {
    this.kernel = kernel;
    this.#rootPath = root;
    this.#unsafeDirs = unsafeDirs;
  }

  /** @throws PinError ERR_NOT_BPFFS, PinSystemError */
  root(): Directory {
    if (this.#root) return this.#root;
    const fd = openRoot(this.kernel, this.#rootPath);
    this.#root = this.#adopt(undefined, "", fd);
    return this.#root;
  }

  /** The directory at these components, or undefined where there is none. @throws PinPathError, PinSystemError */
  find(components: readonly string[]): Directory | undefined {
    if (components === this.#last?.components) return this.#last.directory;
    let directory: Directory | undefined = this.root();
    for (const name of components) {
      directory = this.step(directory, name, { make: false, links: 0 });
      if (!directory) return undefined;
    }
    this.#last = { components, directory };
    return directory;
  }

  /**
   * The directory at these components; missing ones are made (0700).
   * @throws StaleDirectory when one was removed meanwhile: {@link forget} and try again.
   */
  make(components: readonly string[]): Directory {
    if (components === this.#last?.components) return this.#last.directory;
    let directory = this.root();
    for (const name of components) directory = this.step(directory, name, { make: true, links: 0 })!;
    this.#last = { components, directory };
    return directory;
  }

  /** One component down from an open directory. */
  step(parent: Directory, name: string, how: { make: boolean; links: number }): Directory | undefined {
    const known = parent.children.get(name);
    if (known) return known;
    let made: MadeDirectory | undefined;
    for (let attempt = 0; attempt < raceLimit; attempt++) {
      try {
        const fd = this.kernel.openat2(parent.fd, name, { flags: openFlags, resolve: beneath });
        const opened = this.#adopt(parent, name, fd);
        if (made) made.opened = opened;
        return opened;
      } catch (error) {
        const errno = errnoOf(error);
        const path = childPath(parent, name);
        if (this.isSymlinkRefusal(errno, parent, name)) return this.#follow(parent, name, how.links);
        if (errno === "ENOTDIR") {
          throw new PinPathError("not-a-directory", `${path} is not a directory.`, { path, component: name });
        }
        if (errno !== "ENOENT") throw systemError(error, `open the directory ${path}`, { path });
        // What was made is gone again: somebody removed it, and it is no longer ours to remove.
        if (made) this.made.splice(this.made.indexOf(made), 1);
        if (!how.make) return undefined;
        made = this.#mkdir(parent, name);
      }
    }
    throw new GaveUp(childPath(parent, name));
  }

  /**
   * Whether openat2 failed because the name is a symlink: ELOOP, or EACCES where fs.protected_symlinks looks first (a
   * stranger's link in a sticky directory that everybody can write, such as a root of mode 1777).
   */
  isSymlinkRefusal(errno: string | undefined, parent: Directory, name: string): boolean {
    if (errno !== "EACCES") return errno === "ELOOP";
    try {
      return isSymlink(this.kernel.fstatat(parent.fd, name));
    } catch {
      return false;
    }
  }

  /** After a race: forgets what is cached, so that the next walk opens anew. What a roll-back needs stays open. */
  forget(): void {
    this.#last = undefined;
    this.#root?.children.clear();
    const stale = this.#opened.filter((directory) => directory !== this.#root && !directory.kept);
    this.#opened = this.#opened.filter((directory) => directory === this.#root || directory.kept);
    for (const directory of this.#opened) directory.children.clear();
    for (const directory of stale) directory.fd.close();
  }

  /** The directory's fd is needed until the end of the call. */
  keep(directory: Directory): void {
    for (let at: Directory | undefined = directory; at && !at.kept; at = at.parent) at.kept = true;
  }

  close(): void {
    for (const { fd } of this.#opened) fd.close();
    this.#opened = [];
    this.#root = undefined;
    this.#last = undefined;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #adopt(parent: Directory | undefined, name: string, fd: Directory["fd"]): Directory {
    const path = parent ? childPath(parent, name) : this.#rootPath;
    try {
      const stat = this.kernel.fstat(fd);
      if (parent) {
        if (stat.dev !== parent.stat.dev && !this.kernel.isBpffs(fd)) {
          throw notBpffs(path, "is on another file system");
        }
        if (!this.#unsafeDirs) checkDirectory(stat, path, name);
      }
      const opened: Directory = { fd, parent, name, path, stat, children: new Map(), kept: false };
      this.#opened.push(opened);
      parent?.children.set(name, opened);
      return opened;
    } catch (error) {
      fd.close();
      throw systemError(error, `look at the directory ${path}`, { path });
    }
  }

  /** Undefined where another process made it first. */
  #mkdir(parent: Directory, name: string): MadeDirectory | undefined {
    const path = childPath(parent, name);
    try {
      this.kernel.mkdirat(parent.fd, name, 0o700);
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === "EEXIST") return undefined;
      if (errno === "ENOENT" && parent.parent) throw new StaleDirectory(parent.path);
      throw systemError(error, `make the directory ${path}`, { path });
    }
    this.keep(parent);
    const made: MadeDirectory = { parent, name, path };
    this.made.push(made);
    return made;
  }

  #follow(parent: Directory, name: string, links: number): Directory | undefined {
    let directory = parent;
    const { target, refuse } = this.readLink(parent, name, links);
    for (const component of target) {
      const next: Directory | undefined =
        component === ".."
          ? (directory.parent ?? refuse("leads out of the root"))
          : this.step(directory, component, { make: false, links: links + 1 });
      directory = next ?? refuse("points to what does not exist");
    }
    parent.children.set(name, directory);
    return directory;
  }

  /**
   * Components of a symlink's target, `.` and empty ones left out, and how to refuse it.
   * @throws PinPathError for an absolute one, one that somebody else owns, and after 40.
   */
  readLink(
    parent: Directory,
    name: string,
    links: number,
  ): { target: string[]; refuse: (why: string) => never } {
    const path = childPath(parent, name);
    let text: string;
    let owned: boolean;
    try {
      text = this.kernel.readlinkat(parent.fd, name);
      owned = this.#unsafeDirs || ownedByUsOrRoot(this.kernel.fstatat(parent.fd, name));
    } catch (error) {
      // Swapped or removed between two calls: the next walk sees what it has become.
      if (errnoOf(error) === "ENOENT" || errnoOf(error) === "EINVAL") throw new StaleDirectory(path);
      throw systemError(error, `read the symbolic link ${path}`, { path });
    }
    const refuse = (why: string): never => {
      throw new PinPathError("symlink", `The symbolic link ${path} -> ${text} is refused: it ${why}.`, {
        path,
        component: name,
      });
    };
    if (text.startsWith("/")) refuse("is absolute; only relative ones inside the root are followed");
    if (!owned) refuse("belongs to neither root nor us");
    if (links >= symlinkLimit) refuse("is one of too many on the way");
    return { target: text.split("/").filter((component) => component !== "" && component !== "."), refuse };
  }
}

/** Path of a name in a directory, for messages. */
export const childPath = (parent: Directory, name: string): string =>
  `${parent.path === "/" ? "" : parent.path}/${name}`;

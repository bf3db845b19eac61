import type { BpfFd } from "@bpf/syscall";
import type { Directory } from "./directory.js";
import { ownedByUs } from "./directory-safety.js";
import { childPath, type DirectoryTree } from "./directory-tree.js";
import { openName } from "./entry.js";
import { PinError } from "./errors.js";
import { isDirectory, isSymlink } from "./file-type.js";
import { withRetries } from "./race.js";
import { errnoOf, systemError } from "./system-error.js";
import type { FailedUnpin, UnpinnedPath, UnpinReport } from "./unpin-report.js";

/** One path to unpin. `verify` looks at the pin's O_PATH fd first, and throws where it is not what was meant. */
export interface UnpinTarget {
  readonly map?: string;
  readonly program?: string;
  readonly path: string;
  /** Components of its directory below root. */
  readonly parents: readonly string[];
  readonly name: string;
  readonly verify?: (entry: BpfFd) => void;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Errors that stop an unpin before any change; every other one is of its path alone. */
const isFatal = (error: unknown): boolean =>
  !PinError.is(error) || error.code === "ERR_PIN_PATH" || error.code === "ERR_NOT_BPFFS";

/** Removes pins, goes on past failures, and takes away the directories that are left empty. */
export class Unpinner {
  readonly #tree: DirectoryTree;
  /** Paths below root, joined by `/`, of directories that stay. */
  readonly #staying: ReadonlySet<string>;
  readonly #removed: UnpinnedPath[] = [];
  readonly #absent: UnpinnedPath[] = [];
  readonly #directories: string[] = [];
  readonly #failed: FailedUnpin[] = [];

  constructor(tree: DirectoryTree, pinRoot: readonly string[]) {
    this.#tree = tree;
    this.#staying = new Set(["tc", "tc/globals", pinRoot.join("/")]);
  }

  /** @throws PinPathError, PinError ERR_NOT_BPFFS: nothing was changed then. */
  run(targets: readonly UnpinTarget[]): void {
    // All directories first: where one of them is refused, nothing is removed at all.
    const located = targets.flatMap((target) => {
      const found = this.#locate(target);
      return found ? [{ target, ...found }] : [];
    });
    const emptied = new Set<string>();
    for (const { target, directory } of located) {
      if (directory && this.#remove(target, directory)) emptied.add(target.parents.join("/"));
      else if (!directory) this.#absent.push(named(target));
    }
    for (const below of [...emptied].sort((a, b) => b.length - a.length))
      this.#removeUpward(below.split("/"));
  }

  fail(failed: FailedUnpin): void {
    this.#failed.push(failed);
  }

  report(warnings: readonly string[]): UnpinReport {
    return {
      removed: this.#removed,
      absent: this.#absent,
      failed: this.#failed,
      directories: this.#directories,
      warnings,
    };
  }

  #locate(target: UnpinTarget): { directory: Directory | undefined } | undefined {
    try {
      return withRetries(
        target.path,
        target,
        () => this.#tree.forget(),
        () => {
          const directory = this.#tree.find(target.parents);
          if (directory) this.#tree.keep(directory);
          return { directory };
        },
      );
    } catch (error) {
      if (isFatal(error)) throw error;
      this.fail({ ...named(target), error: asError(error) });
      return undefined;
    }
  }

  #remove(target: UnpinTarget, directory: Directory): boolean {
    try {
      const gone = this.#unlink(target, directory);
      (gone ? this.#removed : this.#absent).push(named(target));
      return gone;
    } catch (error) {
      this.fail({
        ...named(target),
        error: asError(systemError(error, `remove the pin ${target.path}`, target)),
      });
      return false;
    }
  }

  /** False where there was nothing. */
  #unlink({ name, path, map, program, verify }: UnpinTarget, directory: Directory): boolean {
    const { kernel } = this.#tree;
    using entry = openName(this.#tree, directory, name);
    if (!entry) return false;
    const stat = kernel.fstat(entry.fd);
    if (isDirectory(stat)) {
      throw new PinError("ERR_PIN_KIND", `${path} is a directory, not a pin; it was left alone.`, {
        map,
        program,
        path,
      });
    }
    // A symlink is what the path names: it goes, and its target is not even looked at.
    if (!isSymlink(stat)) verify?.(entry.fd);
    try {
      kernel.unlinkat(directory.fd, name);
      return true;
    } catch (error) {
      if (errnoOf(error) === "ENOENT") return false;
      throw error;
    }
  }

  /** Removes directories while they are empty and ours, strictly below root; not through symlinks. */
  #removeUpward(components: readonly string[]): void {
    for (let depth = components.length; depth > 0; depth--) {
      const below = components.slice(0, depth);
      if (below[0] === "" || this.#staying.has(below.join("/"))) return;
      if (!this.#removeDirectory(below)) return;
    }
  }

  #removeDirectory(below: readonly string[]): boolean {
    const name = below.at(-1)!;
    const { kernel } = this.#tree;
    let path = "";
    try {
      const parent = this.#tree.find(below.slice(0, -1));
      if (!parent) return true;
      path = childPath(parent, name);
      const directory = this.#tree.step(parent, name, { make: false, links: 0 });
      if (!directory) return true;
      const reachedDirectly = directory.parent === parent && directory.name === name;
      if (!reachedDirectly || !ownedByUs(directory.stat)) return false;
      const { dev, ino } = kernel.fstatat(parent.fd, name);
      if (dev !== directory.stat.dev || ino !== directory.stat.ino) return false;
      kernel.unlinkat(parent.fd, name, { directory: true });
      this.#directories.push(path);
      return true;
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === "ENOENT") return true;
      // Not empty, or (EBUSY) something is mounted on it.
      if (errno === "ENOTEMPTY" || errno === "EEXIST" || errno === "EBUSY") return false;
      this.fail({ path, error: asError(systemError(error, `remove the empty directory ${path}`, { path })) });
      return false;
    }
  }
}

const named = ({ map, program, path }: UnpinTarget): UnpinnedPath => {
  if (map !== undefined) return { map, path };
  return program === undefined ? { path } : { program, path };
};

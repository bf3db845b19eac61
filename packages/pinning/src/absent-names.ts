import type { Directory } from "./directory.js";
import type { Kernel } from "./kernel.js";

/** So many names missing from one directory in a row, and its names are read at once. */
const listAfter = 4;

/**
 * Tells which names a directory lacks without asking for each: a thousand failed lookups cost more than one listing.
 * A name that appears afterwards is met by BPF_OBJ_PIN, which never replaces.
 */
export class AbsentNames {
  readonly #kernel: Kernel;
  readonly #misses = new Map<Directory, number>();
  readonly #names = new Map<Directory, ReadonlySet<string>>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** True where the directory was listed and does not have the name. */
  has(directory: Directory, name: string): boolean {
    return this.#names.get(directory)?.has(name) === false;
  }

  /** Counts a name that was looked up and not found. */
  missed(directory: Directory): void {
    const misses = (this.#misses.get(directory) ?? 0) + 1;
    this.#misses.set(directory, misses);
    if (misses !== listAfter) return;
    try {
      this.#names.set(directory, new Set(this.#kernel.readDirectory(directory.fd).map(({ name }) => name)));
    } catch {
      // One may be allowed to look names up and not to list them: each is looked up then.
    }
  }
}

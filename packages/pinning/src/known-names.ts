import type { Directory } from "./directory.js";
import { unsafeBecause } from "./directory-safety.js";
import type { Kernel } from "./kernel.js";

/** So many names of one directory were looked up, and its names are read at once. */
const listAfter = 4;

/** What a listing says of a name. */
export type KnownName = "absent" | "pin" | "unknown";

interface Listing {
  readonly types: ReadonlyMap<string, string>;
  /** Nobody but root and us can make or replace names. */
  readonly isOurs: boolean;
}

/**
 * Tells from one listing which names a directory lacks, and which are no symbolic links: a thousand lookups cost more.
 *
 * A name that appears afterwards is met by BPF_OBJ_PIN, which never replaces. That a file is no symlink is taken from
 * the listing only where none but root and ourselves could put one in its place since: BPF_OBJ_GET would follow it.
 */
export class KnownNames {
  readonly #kernel: Kernel;
  readonly #lookups = new Map<Directory, number>();
  readonly #listings = new Map<Directory, Listing>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  of(directory: Directory, name: string): KnownName {
    const listing = this.#listings.get(directory);
    if (listing === undefined) return "unknown";
    const type = listing.types.get(name);
    if (type === undefined) return "absent";
    return type === "file" && listing.isOurs ? "pin" : "unknown";
  }

  /** Counts a name that was looked up. */
  lookedUp(directory: Directory): void {
    const lookups = (this.#lookups.get(directory) ?? 0) + 1;
    this.#lookups.set(directory, lookups);
    if (lookups !== listAfter) return;
    try {
      const types = new Map<string, string>();
      for (const { name, type } of this.#kernel.readDirectory(directory.fd)) types.set(name, type);
      this.#listings.set(directory, { types, isOurs: unsafeBecause(directory.stat) === undefined });
    } catch {
      // One may be allowed to look names up and not to list them: each is looked up then.
    }
  }
}

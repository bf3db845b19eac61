import type { BpfFd } from "@bpf/syscall";
import type { Stat } from "./kernel.js";

/** An open directory below root (or root itself), as it was reached: its fd names it whatever happens to its path. */
export interface Directory {
  readonly fd: BpfFd;
  /** The directory that holds it; undefined for root. */
  readonly parent: Directory | undefined;
  /** Its name in `parent`; empty for root. */
  readonly name: string;
  /** Absolute path without symlinks, for messages. */
  readonly path: string;
  readonly stat: Stat;
  /** Directories opened from here, by the name asked for; a symlink's name leads to where it points. */
  readonly children: Map<string, Directory>;
  /** True while a roll-back may need the fd. */
  kept: boolean;
}

/** A directory that this call made. `made` is undefined while it has not been opened yet. */
export interface MadeDirectory {
  readonly parent: Directory;
  readonly name: string;
  readonly path: string;
  opened?: Directory;
}

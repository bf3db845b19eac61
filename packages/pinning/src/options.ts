import type { BpfFd } from "@bpf/syscall";
import type { Kernel } from "./kernel.js";

/** Where pins are looked for, and how careful to be: options of every function that touches a bpffs. */
export interface BpffsOptions {
  /** The kernel to work on; the running one by default. */
  kernel?: Kernel | undefined;
  /** Absolute path of the bpffs, or of a directory in it, that all pins are below. Default `/sys/fs/bpf`. */
  root?: string | undefined;
  /** Go through directories and symlinks that others can write or own. */
  unsafeDirs?: boolean | undefined;
}

/** Where the pins of an object's maps go. Keys are a map's name, its symbol, or a section that holds one map. */
export interface ResolveOptions extends Pick<BpffsOptions, "root"> {
  /** Directory of by-name pins: relative to root, or absolute inside it. Default: root itself. */
  pinRoot?: string | undefined;
  /** Namespace of all of gobpf's object- and global-scoped pins; wins over the definition's. */
  namespace?: string | undefined;
  /** The whole path of a map's pin (relative to root, or absolute inside it), or false for no pin. */
  paths?: Readonly<Record<string, string | false>> | undefined;
  /** iproute2's pinning table: `id subpath`. */
  pinTable?: ReadonlyMap<number, string> | Readonly<Record<number, string>> | undefined;
}

/** What {@link planMaps}, {@link openMaps} and {@link unpinMaps} take. */
export interface PinOptions extends BpffsOptions, ResolveOptions {
  /** Max entries to use in place of the definition's, by map. */
  maxEntries?: Readonly<Record<string, number>> | undefined;
  /** False closes each pinned map's fd once it is pinned; it is opened again when asked for. Default true. */
  hold?: boolean | undefined;
  /** Leave maps without a pin out instead of creating them. Default false. */
  skipUnpinned?: boolean | undefined;
  /** Loaded programs for the initial slots of program arrays, by symbol. */
  programs?: ReadonlyMap<string, BpfFd> | undefined;
  /**
   * Told of each warning as it arises; all are in the result too. What it throws goes to the caller: the call is undone,
   * unless all was pinned by then (`commit`: a second name that stays).
   */
  onWarning?: ((warning: string) => void) | undefined;
}

/** `/sys/fs/bpf`. */
export const defaultRoot = "/sys/fs/bpf";

import { readdirSync, readlinkSync } from "node:fs";

/** The BPF descriptors of this process and what they refer to, by number; those of Node.js itself left out. */
export function openFds(): Map<number, string> {
  const found = new Map<number, string>();
  for (const name of readdirSync("/proc/self/fd")) {
    try {
      const target = readlinkSync(`/proc/self/fd/${name}`);
      if (!/^(anon_inode:\[event|pipe:|socket:|\/dev\/|anon_inode:\[io_uring)/.test(target))
        found.set(Number(name), target);
    } catch {
      // The descriptor that listed the directory is gone.
    }
  }
  return found;
}

/** How many; the same before and after what must not leak. */
export function countFds(): number {
  return openFds().size;
}

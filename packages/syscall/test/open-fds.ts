import { readdirSync, readlinkSync } from "node:fs";

/**
 * What calls of this package open in the tests. Not all descriptors: Node.js and the TypeScript loader, which has a
 * thread of its own, open and close theirs at any time.
 */
const ours = /^(anon_inode:\[?(bpf|btf)|\/sys\/|\/etc\/|\/dev\/null$|\/tmp$|\/$)/;

/** Descriptors of this process by number, with what they refer to. */
export function openFds(which = ours): Map<number, string> {
  const found = new Map<number, string>();
  for (const name of readdirSync("/proc/self/fd")) {
    try {
      const target = readlinkSync(`/proc/self/fd/${name}`);
      if (which.test(target)) found.set(Number(name), target);
    } catch {
      // The descriptor that listed the directory is gone.
    }
  }
  return found;
}

/** How many; the same before and after what must not leak. */
export function countFds(which = ours): number {
  return openFds(which).size;
}

import { lstatSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { bpffs } from "./bpffs.js";

/** Every path below the bpffs, relative to it, sorted; directories end in `/`, symlinks show their target. */
export function tree(): string[] {
  const paths: string[] = [];
  const visit = (below: string): void => {
    for (const name of readdirSync(join(bpffs, below))) {
      if (name.includes(".")) continue;
      const path = join(below, name);
      const stat = lstatSync(join(bpffs, path));
      if (stat.isDirectory()) {
        paths.push(`${path}/`);
        visit(path);
      } else paths.push(stat.isSymbolicLink() ? `${path} -> ${readlinkSync(join(bpffs, path))}` : path);
    }
  };
  visit("");
  return paths.sort();
}

/** Files that the packages open: BPF objects, directories and pins, what the kernel tells of CPUs and capabilities. */
const ours = /^(?:anon_inode:\[?(?:bpf|btf)|\/sys\/|\/proc\/)/;

/** Numbers of this process's open fds that may be the packages'; Node opens and closes others when it likes. */
export const openFds = (): string[] =>
  readdirSync("/proc/self/fd").filter((number) => {
    try {
      return ours.test(readlinkSync(join("/proc/self/fd", number)));
    } catch {
      return false; // the one that listed them
    }
  });

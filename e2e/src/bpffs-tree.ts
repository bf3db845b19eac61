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

/** Numbers of this process's open fds. */
export const openFds = (): string[] => readdirSync("/proc/self/fd");

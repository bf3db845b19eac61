import { lstatSync, type Stats, statfsSync } from "node:fs";
import { dirname } from "node:path";

/** BPF_FS_MAGIC of linux/magic.h. */
const bpffsMagic = 0xcafe4a11;

/**
 * What stands at a path, a symlink itself; undefined for nothing.
 * @throws {Error} Node's own where the path may not be looked at (EACCES, …)
 */
export function look(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // bpffs refuses to look up a name with a dot that it does not have; below a pin there is nothing.
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EPERM" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

/** As {@link look}; undefined also where the path may not be looked at: whoever goes on to use it tells why not. */
export function glance(path: string): Stats | undefined {
  try {
    return look(path);
  } catch {
    return undefined;
  }
}

/** Whether the nearest directory that exists, at or above `path`, is on a bpffs. */
export function isOnBpffs(path: string): boolean {
  let directory = glance(path)?.isDirectory() === true ? path : dirname(path);
  while (glance(directory) === undefined && directory !== "/") directory = dirname(directory);
  return statfsSync(directory).type === bpffsMagic;
}

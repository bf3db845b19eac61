import { requirePath } from "../errors/argument-error.js";
import { type BpfFd, numberOf } from "./bpf-fd.js";

/**
 * `/proc/self/fd/N[/NAME]`: names an open directory (and a name in it) to calls that take a path only, so that nobody
 * can swap the directory meanwhile. Valid while `fd` is open. Does not count as reading `.fd`.
 */
export function procFdPath(fd: BpfFd, name?: string): string {
  const path = `/proc/self/fd/${numberOf(fd)}`;
  if (name === undefined) return path;
  requirePath("name", name);
  return `${path}/${name}`;
}

import type { ObjectRequest } from "./request.js";

/** So many fds and the process's fd table is grown once, beforehand: each time it grows costs milliseconds. */
const manyFds = 128;

/** Makes room for the fds of an object's maps and programs, where they are many. */
export function growFdTable({ kernel, maps, programs }: ObjectRequest): void {
  const count = maps.length + programs.length;
  if (count < manyFds) return;
  try {
    kernel.growFdTable(count);
  } catch {
    // It saves time, nothing else: where the table may not grow, the fd that does not fit says so.
  }
}

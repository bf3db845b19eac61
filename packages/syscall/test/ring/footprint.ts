import { readdirSync, readFileSync } from "node:fs";
import { countFds } from "../open-fds.js";

/** What readers take of this process: threads, descriptors, mappings. */
export interface Footprint {
  threads: number;
  fds: number;
  mappings: number;
}

const readersOwn = /^anon_inode:(\[eventpoll\]|\[eventfd\]|\[?bpf)/;

function isReaders(task: string): boolean {
  try {
    return readFileSync(`/proc/self/task/${task}/comm`, "utf8") === "bpf-ring\n";
  } catch {
    return false;
  }
}

export function footprint(): Footprint {
  return {
    threads: readdirSync("/proc/self/task").filter(isReaders).length,
    fds: countFds(readersOwn),
    mappings: readFileSync("/proc/self/maps", "utf8").match(/anon_inode:\[?bpf-map/g)?.length ?? 0,
  };
}

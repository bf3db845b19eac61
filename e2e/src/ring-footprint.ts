import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** What readers of ring buffers take of this process. */
export interface RingFootprint {
  threads: number;
  fds: number;
  mappings: number;
}

/** Of names that the kernel gives; "" for what is gone by now. */
function textOf(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}

export function ringFootprint(): RingFootprint {
  const tasks = readdirSync("/proc/self/task").map((id) =>
    textOf(() => readFileSync(`/proc/self/task/${id}/comm`, "utf8")),
  );
  const files = readdirSync("/proc/self/fd").map((number) =>
    textOf(() => readlinkSync(`/proc/self/fd/${number}`)),
  );
  return {
    threads: tasks.filter((name) => name === "bpf-ring\n").length,
    fds: files.filter((name) => /^anon_inode:\[?(eventpoll|eventfd|bpf)/.test(name)).length,
    mappings: readFileSync("/proc/self/maps", "utf8").match(/anon_inode:\[?bpf-map/g)?.length ?? 0,
  };
}

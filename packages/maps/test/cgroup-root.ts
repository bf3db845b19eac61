import { readFileSync } from "node:fs";
import { type BpfFd, OpenFlag, openat2 } from "@bpf/syscall";

/** Where a cgroup v2 hierarchy is mounted. */
export const cgroupRoot = readFileSync("/proc/self/mounts", "utf8")
  .split("\n")
  .map((line) => line.split(" "))
  .find(([, , type]) => type === "cgroup2")?.[1];

export const noCgroup = cgroupRoot === undefined ? "no cgroup2 in /proc/self/mounts" : undefined;

export const openDirectory = (path: string): BpfFd =>
  openat2(undefined, path, { flags: OpenFlag.O_RDONLY | OpenFlag.O_DIRECTORY });

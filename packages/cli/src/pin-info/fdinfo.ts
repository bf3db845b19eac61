import { readFileSync } from "node:fs";
import type { BpfFd } from "@bpf/syscall";

/** What /proc/self/fdinfo says of a BPF object's fd, by the kernel's names (`memlock`, `frozen`, …). */
export type FdInfo = ReadonlyMap<string, string>;

function readText(fd: BpfFd): string {
  try {
    return readFileSync(`/proc/self/fdinfo/${fd.fd}`, "utf8");
  } catch {
    return "";
  }
}

/** Reads an fd's fdinfo; empty where /proc is not mounted. Source: bpf_map_show_fdinfo and its kin in the kernel. */
export function readFdInfo(fd: BpfFd): FdInfo {
  const info = new Map<string, string>();
  for (const line of readText(fd).split("\n")) {
    const at = line.indexOf(":");
    if (at > 0) info.set(line.slice(0, at), line.slice(at + 1).trim());
  }
  return info;
}

/** A number of fdinfo: bytes of memory, small counts. Undefined where this kernel does not tell it. */
export function fdInfoNumber(info: FdInfo, key: string): number | undefined {
  const text = info.get(key);
  return text === undefined ? undefined : Number(text);
}

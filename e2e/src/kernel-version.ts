import { readFileSync } from "node:fs";
import { release } from "node:os";

let vmlinux: Buffer | undefined;

/** Whether the running kernel's own BTF names an enumerator, a struct or a function. */
export function kernelNames(name: string): boolean {
  vmlinux ??= readFileSync("/sys/kernel/btf/vmlinux");
  return vmlinux.includes(`\0${name}\0`);
}

/** Whether the running kernel is `version` ("6.9") or newer, by uname. */
export function kernelAtLeast(version: string): boolean {
  const [major = 0, minor = 0] = release().split(/[.-]/).map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = version.split(".").map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

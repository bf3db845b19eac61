import { readFileSync } from "node:fs";
import { release, version } from "node:os";

/**
 * The running kernel's version as programs compare it (KERNEL_VERSION of linux/version.h): major << 16 | minor << 8 |
 * patch. Ubuntu and Debian write another number into uname's release than their kernel's, and tell the right one
 * elsewhere; libbpf looks there too (get_kernel_version).
 */
export function kernelVersion(): number {
  const told =
    fromUbuntu() ??
    /Debian (\d+)\.(\d+)\.(\d+)/.exec(version()) ??
    /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(release());
  const [major = 0, minor = 0, patch = 0] = (told ?? []).slice(1).map((part) => Number(part ?? 0));
  return (major << 16) + (minor << 8) + Math.min(patch, 255);
}

function fromUbuntu(): RegExpExecArray | undefined {
  try {
    return /(\d+)\.(\d+)\.(\d+)\s*$/.exec(readFileSync("/proc/version_signature", "latin1")) ?? undefined;
  } catch {
    return undefined;
  }
}

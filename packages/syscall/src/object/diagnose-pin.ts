import { basename, dirname } from "node:path";
import { isBpffsPath } from "../fs/statfs.js";

/** Looks at the path of a failed BPF_OBJ_PIN: EPERM has three reasons, and the kernel does not say which. */
export function diagnosePin(code: string, path: string): string | undefined {
  if (code !== "EPERM") return undefined;
  const name = basename(path);
  if (name.includes(".")) return `a name on a bpffs must not contain a dot: "${name}"`;
  let onBpffs: boolean;
  try {
    onBpffs = isBpffsPath(dirname(path));
  } catch {
    return undefined;
  }
  if (onBpffs) return undefined;
  return `${dirname(path)} is not on a bpffs; mount one: mount -t bpf bpf /sys/fs/bpf`;
}

import { native } from "../addon/load.js";
import { requirePath, requireUnsigned } from "../errors/argument-error.js";
import { check } from "./call.js";

/** linux/mount.h; those that systemd mounts /sys/fs/bpf with: nothing on a bpffs is a program to run or a device. */
const MS_NOSUID = 2;
const MS_NODEV = 4;
const MS_NOEXEC = 8;

const meanings = {
  EPERM: "mounting needs CAP_SYS_ADMIN",
  ENODEV: "this kernel has no bpffs (CONFIG_BPF_SYSCALL)",
  ENOENT: "the directory does not exist",
  EBUSY: "the directory is a mount point already",
};

/**
 * Mounts a new bpffs over the directory `path`, hiding what is in it: look before. Never done implicitly.
 *
 * @param options.mode permissions of the root directory; 0o700 unless given. The kernel adds the sticky bit (01000)
 * @throws {@link BpfError}: EPERM (CAP_SYS_ADMIN), ENOENT, ENOTDIR, ENODEV.
 */
export function mountBpffs(path: string, options: { mode?: number | undefined } = {}): void {
  const mode = options.mode ?? 0o700;
  requirePath("path", path);
  requireUnsigned("mode", mode, 0o7777);
  const flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
  check(native().mount("bpf", path, "bpf", flags, `mode=${mode.toString(8)}`), {
    syscall: "mount",
    path,
    meanings,
  });
}

import { readFileSync } from "node:fs";
import {
  BpfError,
  type BpfFd,
  isBpffs,
  mountBpffs,
  OpenFlag,
  openat2,
  procFdPath,
  readDirectory,
} from "@bpf/syscall";
import { CliError } from "../errors.js";

/** The id of the mount that an fd is on; fdinfo has it since Linux 3.15. */
function mountId(fd: BpfFd): string | undefined {
  return /^mnt_id:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd.fd}`, "utf8"))?.[1];
}

/** Whether something is mounted on this very directory: it and its parent are on different mounts. */
function isMountPoint(directory: BpfFd): boolean {
  using parent = openat2(directory, "..", { flags: OpenFlag.O_PATH | OpenFlag.O_DIRECTORY });
  return mountId(directory) !== mountId(parent);
}

function isEmpty(directory: BpfFd): boolean {
  using readable = openat2(directory, ".", { flags: OpenFlag.O_RDONLY | OpenFlag.O_DIRECTORY });
  return readDirectory(readable).length === 0;
}

/** The error of mount(2) with the directory's name in place of its descriptor's. */
function namingDirectory({ errno, code, syscall }: BpfError, path: string): BpfError {
  const meaning = code === "EPERM" ? "mounting needs CAP_SYS_ADMIN; run it as root" : undefined;
  return new BpfError(errno, { syscall, path, meaning });
}

/**
 * Mounts a bpffs, mode 0700, on an existing directory. The directory is opened first, without following a symlink at
 * its end, and the mount goes on what was opened and looked at.
 * @param path absolute
 * @throws {CliError} ERR_MOUNT_TARGET: something is mounted there already, or the directory is not empty
 * @throws {BpfError} it cannot be opened (ENOENT, ENOTDIR), or mounted (EPERM without CAP_SYS_ADMIN)
 */
export function mountBpffsOn(path: string): void {
  const { O_PATH, O_DIRECTORY, O_NOFOLLOW } = OpenFlag;
  using directory = openat2(undefined, path, { flags: O_PATH | O_DIRECTORY | O_NOFOLLOW });
  if (isMountPoint(directory)) {
    const what = isBpffs(directory) ? "a bpffs" : "another file system";
    throw new CliError("ERR_MOUNT_TARGET", `${what} is mounted on ${path} already; nothing was changed`, {
      path,
    });
  }
  if (!isEmpty(directory))
    throw new CliError("ERR_MOUNT_TARGET", `${path} is not empty, and a mount would hide what is in it`, {
      path,
    });
  try {
    mountBpffs(procFdPath(directory), { mode: 0o700 });
  } catch (error) {
    throw BpfError.is(error) ? namingDirectory(error, path) : error;
  }
}

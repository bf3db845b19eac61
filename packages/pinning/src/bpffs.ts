import type { BpfFd } from "@bpf/syscall";
import { OpenFlag } from "@bpf/syscall";
import { PinError } from "./errors.js";
import type { Kernel } from "./kernel.js";
import { defaultRoot } from "./options.js";
import { errnoOf, systemError } from "./system-error.js";

const quoted = (path: string): string =>
  /^[\w/.:@%+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;

/** The command that would help: never one that mounts over `/`, or on what is no directory. */
function mountCommand(path: string, why: string): string {
  if (path === "/" || why === "is not a directory") {
    return `To mount a bpffs in its usual place, as root: mount -t bpf bpf ${defaultRoot}`;
  }
  const mount = `mount -t bpf bpf ${quoted(path)}`;
  if (why !== "does not exist") return `To mount a bpffs there, as root: ${mount}`;
  const make = `mkdir -p ${quoted(path)}`;
  return `Inside a bpffs that is mounted already, ${make} will do. To mount a bpffs there, as root: ${make} && ${mount}`;
}

/** ERR_NOT_BPFFS with the command that would help; nothing is ever mounted unasked. */
export function notBpffs(path: string, why: string, cause?: unknown): PinError {
  return new PinError("ERR_NOT_BPFFS", `${path} ${why}. ${mountCommand(path, why)}`, { path, cause });
}

/**
 * Opens the root (O_PATH) and makes sure that it is on a bpffs, before anything is made in it.
 * @throws PinError ERR_NOT_BPFFS, PinSystemError
 */
export function openRoot(kernel: Kernel, root: string, access: "path" | "list" = "path"): BpfFd {
  let fd: BpfFd;
  const mode = access === "path" ? OpenFlag.O_PATH : OpenFlag.O_RDONLY;
  try {
    fd = kernel.openat2(undefined, root, { flags: mode | OpenFlag.O_DIRECTORY | OpenFlag.O_CLOEXEC });
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === "ENOENT") throw notBpffs(root, "does not exist", error);
    if (errno === "ENOTDIR") throw notBpffs(root, "is not a directory", error);
    throw systemError(error, `open the root ${root}`, { path: root });
  }
  try {
    if (kernel.isBpffs(fd)) return fd;
  } catch (error) {
    fd.close();
    throw systemError(error, `look at the file system of ${root}`, { path: root });
  }
  fd.close();
  throw notBpffs(root, "is not on a bpffs");
}

import type { BpfFd } from "@bpf/syscall";
import { OpenFlag } from "@bpf/syscall";
import type { Directory } from "./directory.js";
import { beneath, childPath, type DirectoryTree } from "./directory-tree.js";
import { errnoOf, systemError } from "./system-error.js";

/** What a name in a directory leads to, held by an O_PATH fd: nobody can swap it any more. */
export interface Entry extends Disposable {
  readonly fd: BpfFd;
  /** The directory and name it really lies at, symlinks followed. */
  readonly directory: Directory;
  readonly name: string;
}

const entryOf = (fd: BpfFd, directory: Directory, name: string): Entry => ({
  fd,
  directory,
  name,
  [Symbol.dispose]: () => fd.close(),
});

/**
 * Opens a name in a directory, following relative symlinks inside root; undefined where there is nothing.
 * @throws PinPathError for a symlink that is refused, PinSystemError
 */
export function openEntry(
  tree: DirectoryTree,
  directory: Directory,
  name: string,
  links = 0,
): Entry | undefined {
  const path = childPath(directory, name);
  try {
    const flags = OpenFlag.O_PATH | OpenFlag.O_CLOEXEC;
    return entryOf(tree.kernel.openat2(directory.fd, name, { flags, resolve: beneath }), directory, name);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === "ENOENT") return undefined;
    if (!tree.isSymlinkRefusal(errno, directory, name)) throw systemError(error, `open ${path}`, { path });
  }
  const { target, refuse } = tree.readLink(directory, name, links);
  const last = target.pop();
  if (last === undefined || last === "..") return refuse("points to a directory");
  let from = directory;
  for (const component of target) {
    from =
      (component === ".." ? from.parent : tree.step(from, component, { make: false, links: links + 1 })) ??
      refuse("leads out of the root, or to what does not exist");
  }
  return openEntry(tree, from, last, links + 1) ?? refuse("points to what does not exist");
}

/** Opens a name itself, also where it is a symlink; undefined where there is nothing. @throws PinSystemError */
export function openName(tree: DirectoryTree, directory: Directory, name: string): Entry | undefined {
  try {
    const flags = OpenFlag.O_PATH | OpenFlag.O_NOFOLLOW | OpenFlag.O_CLOEXEC;
    return entryOf(tree.kernel.openat2(directory.fd, name, { flags, resolve: beneath }), directory, name);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    const path = childPath(directory, name);
    throw systemError(error, `open ${path}`, { path });
  }
}

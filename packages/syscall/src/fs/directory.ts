import { native } from "../addon/load.js";
import { requirePath, requireUnsigned, typeError } from "../errors/argument-error.js";
import { RenameFlag } from "../generated/index.js";
import { check, type Directory, directoryNumber } from "./call.js";
import { dotMeaning } from "./dot-meaning.js";

/** unlinkat(2) of a directory; fcntl.h. */
const AT_REMOVEDIR = 0x200;

/**
 * Makes a directory; `mode & ~umask`.
 *
 * @throws {@link BpfError}: EEXIST, ENOENT, EACCES; EPERM for a dot in the name on a bpffs.
 */
export function mkdirat(directory: Directory, name: string, mode: number): void {
  requirePath("name", name);
  requireUnsigned("mode", mode, 0o7777);
  check(native().mkdirat(directoryNumber(directory), name, mode), {
    syscall: "mkdirat",
    path: name,
    ...dotMeaning(name),
  });
}

/**
 * Removes a name: a pin, file or symbolic link (the link, not its target), or an empty directory with `directory: true`.
 *
 * @throws {@link BpfError}: ENOENT, EACCES, EISDIR or EPERM (a directory), ENOTDIR (not one), ENOTEMPTY.
 */
export function unlinkat(
  directory: Directory,
  name: string,
  options: { directory?: boolean | undefined } = {},
): void {
  requirePath("name", name);
  const flags = options.directory === true ? AT_REMOVEDIR : 0;
  check(native().unlinkat(directoryNumber(directory), name, flags), {
    syscall: "unlinkat",
    path: name,
    meanings: { ENOTEMPTY: "the directory is not empty" },
  });
}

/** What renaming does about a name that exists; without either, it is replaced. */
export interface RenameOptions {
  /** EEXIST if the new name exists. */
  noReplace?: boolean | undefined;
  /** Swaps the two names, both of which have to exist. On a bpffs Linux 6.1 (measured; EINVAL on 5.10). */
  exchange?: boolean | undefined;
}

/**
 * Renames, in one step.
 *
 * @throws {@link BpfError}: ENOENT, EEXIST, EXDEV (another file system), EINVAL (exchange is not supported there).
 */
export function renameat2(
  oldDirectory: Directory,
  oldName: string,
  newDirectory: Directory,
  newName: string,
  { noReplace = false, exchange = false }: RenameOptions = {},
): void {
  requirePath("oldName", oldName);
  requirePath("newName", newName);
  if (noReplace && exchange) throw typeError("noReplace and exchange exclude each other");
  const flags = (noReplace ? RenameFlag.NOREPLACE : 0) | (exchange ? RenameFlag.EXCHANGE : 0);
  check(
    native().renameat2(directoryNumber(oldDirectory), oldName, directoryNumber(newDirectory), newName, flags),
    {
      syscall: "renameat2",
      path: oldName,
      dest: newName,
      ...(exchange
        ? { meanings: { EINVAL: "this kernel cannot swap names here (on a bpffs it needs Linux 6.1)" } }
        : {}),
    },
  );
}

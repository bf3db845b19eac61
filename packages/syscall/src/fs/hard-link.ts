import { native } from "../addon/load.js";
import { requirePath } from "../errors/argument-error.js";
import { check, type Directory, directoryNumber } from "./call.js";
import { dotMeaning } from "./dot-meaning.js";

/**
 * Gives a file or pin a second name in the same file system: the same inode. A symbolic link itself gets it, not its
 * target.
 *
 * @throws {@link BpfError}: EEXIST, ENOENT, EXDEV (another file system); EPERM for a directory, a dot in the new name on a
 * bpffs, and (fs.protected_hardlinks) what this user neither owns nor may read and write.
 */
export function linkat(
  oldDirectory: Directory,
  oldName: string,
  newDirectory: Directory,
  newName: string,
): void {
  requirePath("oldName", oldName);
  requirePath("newName", newName);
  check(native().linkat(directoryNumber(oldDirectory), oldName, directoryNumber(newDirectory), newName), {
    syscall: "linkat",
    path: oldName,
    dest: newName,
    ...dotMeaning(newName),
  });
}

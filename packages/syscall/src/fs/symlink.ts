import { native } from "../addon/load.js";
import { requirePath } from "../errors/argument-error.js";
import { check, type Directory, directoryNumber } from "./call.js";
import { dotMeaning } from "./dot-meaning.js";

/** No target that the kernel keeps is longer (PATH_MAX, with its NUL). */
const PATH_MAX = 4096;

const decoder = new TextDecoder();

/**
 * The target of a symbolic link.
 *
 * @throws {@link BpfError}: ENOENT, EINVAL (not a symbolic link).
 */
export function readlinkat(directory: Directory, name: string): string {
  requirePath("name", name);
  const into = new Uint8Array(PATH_MAX);
  const length = check(native().readlinkat(directoryNumber(directory), name, into), {
    syscall: "readlinkat",
    path: name,
    meanings: { EINVAL: "not a symbolic link" },
  });
  return decoder.decode(into.subarray(0, length));
}

/**
 * Makes a symbolic link `name` to `target`, which need not exist.
 *
 * @throws {@link BpfError}: EEXIST, ENOENT; EPERM for a dot in the name on a bpffs.
 */
export function symlinkat(target: string, directory: Directory, name: string): void {
  requirePath("target", target);
  requirePath("name", name);
  check(native().symlinkat(target, directoryNumber(directory), name), {
    syscall: "symlinkat",
    path: target,
    dest: name,
    ...dotMeaning(name),
  });
}

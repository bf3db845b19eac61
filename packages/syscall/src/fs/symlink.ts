import { native } from "../addon/load.js";
import { requirePath } from "../errors/argument-error.js";
import { check, type Directory, directoryNumber, fsError } from "./call.js";
import { dotMeaning } from "./dot-meaning.js";

/** No target that the kernel keeps is longer (PATH_MAX, with its NUL). */
const PATH_MAX = 4096;

const EILSEQ = 84;

/**
 * The target of a symbolic link.
 *
 * @throws {@link BpfError}: ENOENT, EINVAL (not a symbolic link), EILSEQ (the target is not UTF-8: as a string it would
 * name another path).
 */
export function readlinkat(directory: Directory, name: string): string {
  const bytes = linkTarget(directory, name);
  const target = bytes.toString("utf8");
  if (Buffer.from(target).equals(bytes)) return target;
  throw fsError(-EILSEQ, {
    syscall: "readlinkat",
    path: name,
    meanings: { EILSEQ: `the target is not UTF-8: ${JSON.stringify(bytes.toString("latin1"))} (as Latin-1)` },
  });
}

/** The bytes of a symbolic link's target. @throws as {@link readlinkat} */
export function linkTarget(directory: Directory, name: string): Buffer {
  requirePath("name", name);
  const into = Buffer.alloc(PATH_MAX);
  const length = check(native().readlinkat(directoryNumber(directory), name, into), {
    syscall: "readlinkat",
    path: name,
    meanings: { EINVAL: "not a symbolic link" },
  });
  return into.subarray(0, length);
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

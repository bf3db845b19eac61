import type { Directory } from "../directory.js";
import { isPin } from "../file-type.js";
import type { Kernel, Stat } from "../kernel.js";
import { type PinOwner, withRetries } from "../race.js";
import { errnoOf } from "../system-error.js";
import { temporaryName } from "./temporary-name.js";

/** The inode of a pin that is to be replaced, held by a second name in its directory. */
export interface FormerPin {
  /** The second name; renaming it back brings mode, owner and times along. */
  readonly name: string;
  readonly dev: bigint;
  readonly ino: bigint;
}

/**
 * Errnos of linkat that forbid a second name of this pin, not of anything: fs.protected_hardlinks (a pin that this process
 * neither owns nor may read and write), a security module, an owner that this user namespace lacks, a filter that hides
 * the call.
 */
const refusals: ReadonlySet<string | undefined> = new Set(["EPERM", "EACCES", "EOVERFLOW", "ENOSYS"]);

/**
 * Gives what a name holds a second, temporary one; a symlink itself, too.
 * @returns undefined where that is not allowed
 * @throws what the kernel says: ENOENT where there is nothing; PinError ERR_PIN_RACE
 */
export function giveSecondName(
  kernel: Kernel,
  { fd }: Directory,
  name: string,
  at: PinOwner & { readonly path: string },
): string | undefined {
  const given = withRetries(
    at.path,
    at,
    () => {},
    () => {
      const second = temporaryName(name);
      try {
        kernel.linkat(fd, name, fd, second);
        return { second };
      } catch (error) {
        const errno = errnoOf(error);
        if (errno === "EEXIST") return undefined;
        if (refusals.has(errno)) return { second: undefined };
        throw error;
      }
    },
  );
  return given.second;
}

/** The pin that a second name holds; undefined where that is none. @throws what the kernel says */
export function formerPin(kernel: Kernel, { fd }: Directory, name: string): FormerPin | undefined {
  const stat = kernel.fstatat(fd, name);
  return isPin(stat) ? { name, dev: stat.dev, ino: stat.ino } : undefined;
}

/** True for the stat of that very pin. */
export const isFormer = ({ dev, ino }: Stat, former: FormerPin): boolean =>
  dev === former.dev && ino === former.ino;

/** Whether a name holds that very pin. @throws what the kernel says, but not ENOENT */
export function holdsFormer(kernel: Kernel, { fd }: Directory, name: string, former: FormerPin): boolean {
  try {
    return isFormer(kernel.fstatat(fd, name), former);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return false;
    throw error;
  }
}

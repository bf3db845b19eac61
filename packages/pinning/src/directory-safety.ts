import { PinPathError } from "./errors.js";
import type { Stat } from "./kernel.js";

const groupWrite = 0o020;
const othersWrite = 0o002;

const ownUid = (): number => process.geteuid?.() ?? 0;
const ownGid = (): number => process.getegid?.() ?? 0;

/** True where root or this process's user owns it. */
export const ownedByUsOrRoot = ({ uid }: Stat): boolean => uid === 0 || uid === ownUid();

/** True where this process's user owns it. */
export const ownedByUs = ({ uid }: Stat): boolean => uid === ownUid();

/** Why a directory below root is not to be trusted; undefined where it is. */
export function unsafeBecause(stat: Stat): string | undefined {
  if (!ownedByUsOrRoot(stat)) return `it belongs to uid ${stat.uid}, who is neither root nor us`;
  if (stat.mode & othersWrite) return "everybody can write it";
  if (stat.mode & groupWrite && stat.gid !== 0 && stat.gid !== ownGid())
    return `its group ${stat.gid} can write it`;
  return undefined;
}

/** @throws PinPathError unless the directory is safe to go through. */
export function checkDirectory(stat: Stat, path: string, component: string): void {
  const why = unsafeBecause(stat);
  if (why === undefined) return;
  const mode = (stat.mode & 0o7777).toString(8).padStart(4, "0");
  throw new PinPathError(
    "unsafe-directory",
    `The directory ${path} (mode ${mode}, uid ${stat.uid}) is refused: ${why}, and could put something else in its place. Repair it, or allow it with unsafeDirs (--unsafe-dirs).`,
    { path, component },
  );
}

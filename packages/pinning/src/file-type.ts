import type { Stat } from "./kernel.js";

const typeMask = 0o170000;
const directory = 0o040000;
const symlink = 0o120000;

/** True for a directory's stat. */
export const isDirectory = ({ mode }: Stat): boolean => (mode & typeMask) === directory;

/** True for a symlink's own stat. */
export const isSymlink = ({ mode }: Stat): boolean => (mode & typeMask) === symlink;

/** True for the stat of a pin, of whatever kind. */
export const isPin = (stat: Stat): boolean => !isDirectory(stat) && !isSymlink(stat);

import { isPlainName } from "../path.js";

/** Between the name of the path's last component and 32 digits that are nobody else's. */
const infix = "_replacing_";

const stem = (name: string): string => `${isPlainName(name) ? name : "program"}${infix}`;

/**
 * A name in the same directory for a program that is renamed over another one, or for the one it replaces; fit for a bpffs: no
 * dots, at most 255 bytes.
 */
export const temporaryName = (name: string): string =>
  `${stem(name)}${globalThis.crypto.randomUUID().replaceAll("-", "")}`;

/** True for a temporary name made for `name`; a process that is killed just then leaves it behind. */
export const isTemporaryName = (candidate: string, name: string): boolean =>
  candidate.startsWith(stem(name)) && /^[0-9a-f]{32}$/.test(candidate.slice(stem(name).length));

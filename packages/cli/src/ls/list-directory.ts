import { realpathSync } from "node:fs";
import { type BpffsOptions, PinError, PinPathError, walkPins } from "@bpf/pinning";
import { isOnBpffs, look } from "../bpffs.js";
import { CliError } from "../errors.js";
import { type PinNode, pinTree } from "./pin-tree.js";

const isInside = (path: string, root: string): boolean =>
  path === root || path.startsWith(root === "/" ? root : `${root}/`);

/**
 * Makes sure that a directory below root can be listed: walking it would tell of a bpffs that is missing, where the
 * directory is.
 * @throws {PinPathError} a symlink on the way leads out of root
 * @throws {PinError} ERR_PIN_ABSENT; {@link CliError} ERR_NOT_A_DIRECTORY
 */
function checkDirectory(path: string, root: string): void {
  if (!isOnBpffs(root)) return;
  if (look(path) === undefined)
    throw new PinError("ERR_PIN_ABSENT", `There is nothing at ${path}.`, { path });
  const real = realpathSync(path);
  if (!isInside(real, realpathSync(root)))
    throw new PinPathError("symlink", `${path} is refused: it leads out of ${root}, to ${real}.`, { path });
  if (look(real)?.isDirectory() !== true)
    throw new CliError("ERR_NOT_A_DIRECTORY", `${path} is a pin, not a directory: see bpf show`, { path });
}

/** The tree below a directory that is root or lies in it. Both are absolute. */
export function listDirectory(path: string, root: string, { kernel }: Pick<BpffsOptions, "kernel">): PinNode {
  if (path !== root) checkDirectory(path, root);
  return pinTree(path, walkPins(path, kernel === undefined ? {} : { kernel }));
}

import { step } from "../../scripts/setup/progress.mjs";

const PACK = 'find . -print0 | LC_ALL=C sort -z | cpio --null -o -H newc -R +0:+0 --quiet | gzip -1 > "$1"';

/**
 * Packs a directory as an initramfs. Several of them, one behind the other in one file, are unpacked in turn.
 *
 * @param {string} heading
 * @param {string} tree
 * @param {string} output
 */
export async function packTree(heading, tree, output) {
  await step(heading, ["bash", "-o", "pipefail", "-c", PACK, "pack", output], { cwd: tree });
}

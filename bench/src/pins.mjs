import { mkdirSync, readdirSync, rmdirSync, unlinkSync } from "node:fs";
import { join } from "node:path";

const bpffs = "/sys/fs/bpf";

function emptied(directory) {
  for (const name of readdirSync(directory)) unlinkSync(join(directory, name));
  rmdirSync(directory);
}

/**
 * Runs `work(pinRoot)` in a directory of its own on the bpffs, after `prepare(pinRoot)`, and removes every pin.
 *
 * @template T
 * @param {((pinRoot: string) => unknown) | undefined} prepare
 * @param {(pinRoot: string) => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inDirectory(prepare, work) {
  const pinRoot = join(bpffs, "bench");
  mkdirSync(pinRoot);
  try {
    prepare?.(pinRoot);
    return await work(pinRoot);
  } finally {
    emptied(pinRoot);
  }
}

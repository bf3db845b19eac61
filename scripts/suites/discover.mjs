import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const TEST_FILE = /\.test\.(ts|mjs|js)$/;
const PASSED_OVER = new Set(["node_modules", "dist", "build", "fixtures", ".cache", ".git", ".turbo"]);

/**
 * Kinds of test files, by name: `*.kernel.test.ts` needs bpf(2) and a bpffs; `*.host.*` runs on a developer's
 * machine and never in the VM; `*.vm.*` only in the VM (it attaches programs, or needs that kernel).
 *
 * @param {string} file
 * @returns {{ kernel: boolean, host: boolean, vm: boolean }}
 */
export function kindOf(file) {
  return {
    kernel: /\.(kernel|vm)\.test\./.test(file),
    host: !/\.vm\./.test(file),
    vm: /\.(kernel|vm)\./.test(file) && !/\.host\./.test(file),
  };
}

/**
 * Test files below the given directories, sorted; a path that is a file is taken as it is.
 *
 * @param {string[]} paths
 * @param {"host" | "vm"} place
 * @returns {string[]}
 */
export function discover(paths, place) {
  const found = [];
  const visit = (directory) => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory() && !PASSED_OVER.has(entry.name)) visit(path);
      else if (entry.isFile() && TEST_FILE.test(entry.name) && kindOf(entry.name)[place]) found.push(path);
    }
  };
  for (const path of paths) {
    if (statSync(path).isDirectory()) visit(path);
    else found.push(path);
  }
  return [...new Set(found)].sort();
}

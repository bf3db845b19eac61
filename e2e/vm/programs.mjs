import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { StepError } from "../../scripts/setup/progress.mjs";

/**
 * The shared libraries of a program, its interpreter included; none for a static one.
 *
 * @param {string} program absolute path
 * @returns {string[]} absolute paths, as the dynamic linker looks them up
 */
export function librariesOf(program) {
  const { stdout, stderr, status } = spawnSync("ldd", [program], { encoding: "utf8", env: { LC_ALL: "C" } });
  if (status !== 0 && /not a dynamic executable/.test(stdout + stderr)) return [];
  const missing = /^\s*(\S+) => not found/m.exec(stdout);
  if (status !== 0 || missing !== null) {
    throw new StepError(`ldd ${program}: ${missing === null ? stderr.trim() : `${missing[1]} not found`}`);
  }
  return [...stdout.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].map((match) => match[1]);
}

/**
 * Copies a program and its libraries into a tree: the program to `/usr/bin/NAME`, libraries to their own paths.
 *
 * @param {string} tree
 * @param {{ path: string, name: string }} program
 */
export function copyProgram(tree, { path, name }) {
  const copy = (from, to) => {
    mkdirSync(dirname(join(tree, to)), { recursive: true });
    copyFileSync(realpathSync(from), join(tree, to));
  };
  copy(path, `/usr/bin/${name}`);
  for (const library of librariesOf(realpathSync(path))) copy(library, library);
}

import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { ROOT } from "../../scripts/setup/workspace.mjs";
import { packTree } from "./archive.mjs";
import { baseImage } from "./base-image.mjs";
import { CACHE } from "./fetch-kernel.mjs";
import { copyRepository } from "./guest-repository.mjs";

async function repositoryImage(work, { command, tests }) {
  const tree = join(work, "tree");
  mkdirSync(join(tree, "repo"), { recursive: true });
  copyRepository(join(tree, "repo"));
  if (tests) {
    const { transpileTree } = await import("./transpile.mjs");
    await transpileTree(join(ROOT, "e2e"), join(tree, "repo/e2e"));
  }
  writeFileSync(join(tree, "guest-command"), `${command}\n`);
  const image = join(work, "repository.cpio.gz");
  await packTree("Packing the built packages for the guest", tree, image);
  return image;
}

/**
 * Makes the guest's initial file system, which is its only one.
 *
 * @param {{ command: string, tests: boolean }} options command: what init runs in /repo; tests: take the e2e suites along
 * @returns {Promise<{ path: string, remove: () => void }>}
 */
export async function makeInitramfs(options) {
  const base = await baseImage();
  const work = mkdtempSync(join(CACHE, "guest-"));
  const remove = () => rmSync(work, { recursive: true, force: true });
  try {
    const path = join(work, "initramfs");
    for (const part of [base, await repositoryImage(work, options)]) {
      await pipeline(createReadStream(part), createWriteStream(path, { flags: "a" }));
    }
    return { path, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

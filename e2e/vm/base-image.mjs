import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packTree } from "./archive.mjs";
import { CACHE } from "./fetch-kernel.mjs";
import { copyProgram } from "./programs.mjs";

const INIT = fileURLToPath(new URL("init.sh", import.meta.url));

/** Programs that tests in the guest may use; the optional ones are left out where the machine lacks them. */
const PROGRAMS = [
  { name: "node", path: process.execPath },
  { name: "bpftool", path: "/usr/sbin/bpftool", optional: true },
];

const BUSYBOX = "/bin/busybox";

function present() {
  return PROGRAMS.filter(({ path, optional }) => !optional || existsSync(path));
}

/** Changes whenever one of the programs, or init, does. */
function fingerprint() {
  const hash = createHash("sha256").update(readFileSync(INIT));
  for (const path of [BUSYBOX, ...present().map((program) => program.path)]) {
    const { size, mtimeMs } = statSync(realpathSync(path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

function fillTree(tree) {
  for (const directory of ["bin", "dev", "proc", "root", "run", "sys", "tmp"])
    mkdirSync(join(tree, directory));
  copyFileSync(BUSYBOX, join(tree, "bin/busybox"));
  copyFileSync(INIT, join(tree, "init"));
  chmodSync(join(tree, "init"), 0o755);
  for (const program of present()) copyProgram(tree, program);
}

/**
 * The part of the guest that hardly ever changes: busybox, Node with its libraries, init. Made once and kept.
 *
 * @returns {Promise<string>} path of a gzipped cpio archive
 */
export async function baseImage() {
  const name = `base-${fingerprint()}.cpio.gz`;
  const image = join(CACHE, name);
  if (existsSync(image)) return image;
  mkdirSync(CACHE, { recursive: true });
  const tree = mkdtempSync(join(CACHE, "base-tree-"));
  try {
    fillTree(tree);
    await packTree("Packing the guest's system", tree, `${image}.new`);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
  for (const old of readdirSync(CACHE)) {
    if (/^base-[0-9a-f]{16}\.cpio\.gz$/.test(old)) rmSync(join(CACHE, old));
  }
  renameSync(`${image}.new`, image);
  return image;
}

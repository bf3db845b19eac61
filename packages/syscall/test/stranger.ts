import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Native } from "../src/addon/native.js";

/** Somebody else in this process who calls bpf(2): another copy of the addon, with state of its own. */
export function stranger(): Native {
  const directory = mkdtempSync(join(tmpdir(), "stranger-"));
  const path = join(directory, "stranger.node");
  copyFileSync(fileURLToPath(new URL("../build/Release/bpf_syscall.node", import.meta.url)), path);
  const module = { exports: {} };
  process.dlopen(module, path);
  rmSync(directory, { recursive: true });
  return module.exports as Native;
}

/** Makes an array map there; its number. */
export function strangersArray(addon: Native, valueSize: number): number {
  new Uint32Array(addon.scratch).fill(0).set([2, 4, valueSize, 1]);
  return addon.mapCreate(72, "", -1, -1);
}

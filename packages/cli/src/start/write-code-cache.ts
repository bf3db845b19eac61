import { renameSync, rmSync, writeFileSync } from "node:fs";
import { bundlePrefix, cacheFile, hashLength, loadBundle } from "./code-cache.js";
import { rehearse } from "./rehearse.js";

/**
 * Writes the V8 code cache of the bundle in `directory` for the Node that runs this. The bundle is run before, so that
 * the cache holds the functions that a start needs and not only the outermost.
 */
export async function writeCodeCache(directory: string): Promise<void> {
  const { exports, script, source } = loadBundle<typeof import("../bundle.js")>(directory);
  await rehearse(exports.run);
  const hash = source.slice(bundlePrefix.length, bundlePrefix.length + hashLength);
  const path = `${directory}/${cacheFile}`;
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, Buffer.concat([Buffer.from(hash, "latin1"), script.createCachedData()]), {
      mode: 0o644,
    });
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}

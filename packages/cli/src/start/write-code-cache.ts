import { renameSync, rmSync, writeFileSync } from "node:fs";
import { type BundleName, bundleHash, bundleNames, cacheFile, loadBundle } from "./bundle.js";
import { rehearse } from "./rehearse.js";
import { withStandIn } from "./stand-in.js";

async function writeCache(directory: string, name: BundleName): Promise<void> {
  const { exports, script, source } = loadBundle(directory, name);
  await withStandIn(() => rehearse(name, exports));
  const path = `${directory}/${cacheFile(name)}`;
  const draft = `${path}.${process.pid}`;
  try {
    const cache = Buffer.concat([Buffer.from(bundleHash(source), "latin1"), script.createCachedData()]);
    writeFileSync(draft, cache, { mode: 0o644 });
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Writes the V8 code caches of the bundles in `directory` for the Node that runs this. Each bundle is run before, so
 * that its cache holds the functions that a start needs and not only the outermost.
 */
export async function writeCodeCache(directory: string): Promise<void> {
  for (const name of bundleNames) await writeCache(directory, name);
}

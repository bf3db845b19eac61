import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/**
 * Turns the e2e sources into JavaScript file by file, keeping the tree, so that the guest needs no compiler and
 * every relative import and `import.meta.url` still holds.
 *
 * @param {string} from
 * @param {string} to
 */
export async function transpileTree(from, to) {
  const sources = ["src", "test"].flatMap((directory) =>
    readdirSync(join(from, directory), { recursive: true })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => join(from, directory, name)),
  );
  await build({
    entryPoints: sources,
    outbase: from,
    outdir: to,
    bundle: false,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "warning",
  });
}

import { existsSync, readFileSync } from "node:fs";
import { Script } from "node:vm";
import type { StartBundle } from "./start-bundle.js";

/** The bundles of the command: `show` has one of its own, a small one. */
export const bundleNames = ["command", "show"] as const;
export type BundleName = (typeof bundleNames)[number];

/** The bundle's file, beside this one. */
export const bundleFile = (name: BundleName): string => `${name}.cjs`;

/** The file of its V8 code cache, which fits one version of V8 only. */
export const cacheFile = (name: BundleName): string => `${name}-${process.versions.v8}-${process.arch}.cache`;

/** Characters of the SHA-256 in hex that the bundle begins with, after {@link bundlePrefix}. */
const hashLength = 64;
/** What a bundle begins with; then its hash, then {@link bundleInfix}, the bundled code, and a closing `})`. */
export const bundlePrefix = "(/*";
export const bundleInfix = "*/function(module,require,__filename){";

/** A bundle as a value: the part of CommonJS that it needs. */
type Bundle = (module: { exports?: StartBundle }, require: unknown, filename: string) => void;

/** The hash in front of a bundle, and of its cache. */
export function bundleHash(source: string): string {
  return source.slice(bundlePrefix.length, bundlePrefix.length + hashLength);
}

/** Code cache for `source`, from the file beside the bundle: its hash, then V8's data. Undefined when none fits. */
function readCache(path: string, source: string): Uint8Array | undefined {
  try {
    const file = readFileSync(path);
    // V8 itself compares only the length of the source.
    return file.toString("latin1", 0, hashLength) === bundleHash(source)
      ? file.subarray(hashLength)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Path of a package's file. Looks itself before it asks Node, whose reading of `exports` takes 2 ms. */
function resolveBeside(directory: string, id: string): string {
  for (let at = directory; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) {
    const path = `${at}/node_modules/${id}`;
    if (existsSync(path)) return path;
  }
  return require.resolve(id);
}

/** `require` for a bundle. */
function bundleRequire(directory: string): unknown {
  return Object.assign((id: string): unknown => require(id), {
    resolve: (id: string) => resolveBeside(directory, id),
  });
}

/**
 * Runs a bundle of `directory`, with V8's code cache where there is one. V8 rejects data of another version or of
 * other flags by itself. Cache and bundle lie in one directory, so whoever could plant the one could change the other.
 */
export function loadBundle(
  directory: string,
  name: BundleName,
): { exports: StartBundle; script: Script; source: string } {
  const filename = `${directory}/${bundleFile(name)}`;
  const source = readFileSync(filename, "utf8"); // the one encoding that Node reads fast
  const cachedData = readCache(`${directory}/${cacheFile(name)}`, source);
  const script = new Script(source, { filename, ...(cachedData === undefined ? {} : { cachedData }) });
  const module: { exports?: StartBundle } = {};
  (script.runInThisContext() as Bundle)(module, bundleRequire(directory), filename);
  return { exports: module.exports!, script, source };
}

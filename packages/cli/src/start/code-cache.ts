import { readFileSync } from "node:fs";
import { Script } from "node:vm";

/** Characters of the SHA-256 in hex that the bundle begins with, after {@link bundlePrefix}. */
export const hashLength = 64;
/** What a bundle begins with; then its hash, then {@link bundleInfix}, the bundled code, and a closing `})`. */
export const bundlePrefix = "(/*";
export const bundleInfix = "*/function(module,require,__filename){";

/** The bundle as a value: the part of CommonJS that it needs. */
type Bundle<Exports> = (module: { exports?: Exports }, require: NodeJS.Require, filename: string) => void;

/** A bundle's file name, and the one of its V8 code cache, which fits one version of V8 only. */
export const bundleFile = "command.cjs";
export const cacheFile = `command-${process.versions.v8}-${process.arch}.cache`;

/** Code cache for `source`, from the file beside the bundle: its hash, then V8's data. Undefined when none fits. */
function readCache(path: string, source: string): Uint8Array | undefined {
  try {
    const file = readFileSync(path);
    const hash = source.slice(bundlePrefix.length, bundlePrefix.length + hashLength);
    // V8 itself compares only the length of the source.
    return file.toString("latin1", 0, hashLength) === hash ? file.subarray(hashLength) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Runs the bundle, with V8's code cache where there is one. V8 rejects data of another version or of other flags
 * by itself. Cache and bundle lie in one directory, so whoever could plant the one could as well change the other.
 */
export function loadBundle<Exports>(directory: string): { exports: Exports; script: Script; source: string } {
  const filename = `${directory}/${bundleFile}`;
  const source = readFileSync(filename, "latin1"); // the bundler writes ASCII
  const cachedData = readCache(`${directory}/${cacheFile}`, source);
  const script = new Script(source, { filename, ...(cachedData === undefined ? {} : { cachedData }) });
  const module: { exports?: Exports } = {};
  (script.runInThisContext() as Bundle<Exports>)(module, require, filename);
  return { exports: module.exports!, script, source };
}

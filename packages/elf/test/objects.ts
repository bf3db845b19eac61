import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../testdata/objects/", import.meta.url));

/** Paths of the committed objects of one kind; `bad` are those that must be refused. */
export function objectPaths(kind: "le" | "be" | "bad"): string[] {
  const names = readdirSync(`${root}${kind}`).filter((name) => name.endsWith(".o"));
  return names.sort().map((name) => `${root}${kind}/${name}`);
}

/** Bytes of a committed object, as `le/pinmap`. */
export function readObject(name: string): Uint8Array {
  return readFileSync(`${root}${name}.o`);
}

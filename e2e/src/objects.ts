import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ObjectSpec, type ParseOptions, parseObject } from "@bpf/elf";

const root = fileURLToPath(new URL("../../", import.meta.url));

export const littleEndian = join(root, "testdata/objects/le");
export const bigEndian = join(root, "testdata/objects/be");
export const badObjects = join(root, "testdata/objects/bad");
export const examples = join(root, "examples");

/** The object files of a directory, sorted, with their whole paths. */
export function objectsIn(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".o"))
    .sort()
    .map((name) => join(directory, name));
}

/** What loaders call an object: its basename up to the first dot. */
export const objectName = (path: string): string => basename(path).split(".")[0] ?? "";

/** Parses an object file under its own name. */
export function parseFile(path: string, options: ParseOptions = {}): ObjectSpec {
  return parseObject(readFileSync(path), { name: objectName(path), ...options });
}

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ObjectSpec, ProgramSpec } from "@bpf/elf";
import { parseFile } from "./objects.js";

/** Objects to be loaded, and such as must be refused (`load-bad-*`). */
export const loadedObjects = fileURLToPath(new URL("../../testdata/objects/load/", import.meta.url));

/** The path of one of them, by its name without `load-`. */
export const loadedPath = (name: string): string => join(loadedObjects, `load-${name}.o`);

/** Parses one of them under its own name. */
export const loadedObject = (name: string): ObjectSpec => parseFile(loadedPath(name));

/** The programs of an object that have a section of their own: not functions of `.text`, nor static ones. */
export const entryPrograms = ({ programs }: ObjectSpec): ProgramSpec[] =>
  [...programs.values()].filter(({ section, static: isStatic }) => section !== ".text" && !isStatic);

/** Options that load these programs of an object and no other. */
export function only(object: ObjectSpec, ...names: string[]): { autoload: Record<string, boolean> } {
  const all = entryPrograms(object).map(({ name }) => [name, names.includes(name)] as const);
  return { autoload: Object.fromEntries(all) };
}

import { isSubprogram, type ObjectSpec } from "@bpf/elf";
import { suggest } from "../arguments/suggest.js";
import { UsageError } from "../errors.js";

/** Names of an object's programs; functions that they call are none. */
export function programNames({ programs }: ObjectSpec): string[] {
  return [...programs].filter(([, program]) => !isSubprogram(program)).map(([name]) => name);
}

/** @throws {UsageError} the object has no program of that name */
export function requireProgram(object: ObjectSpec, name: string, option: string, verb: string): void {
  const names = programNames(object);
  if (names.includes(name)) return;
  const near = suggest(name, names);
  const known = names.length === 0 ? "the object has none" : `its programs are ${names.join(", ")}`;
  const hint = near === undefined ? known : `did you mean ${near}?`;
  throw new UsageError(`--${option} names no program of the object: ${JSON.stringify(name)}; ${hint}`, verb);
}

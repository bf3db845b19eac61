import { type ObjectSpec, type ProgramSpec, programSectionNames } from "@bpf/elf";
import { LoadError } from "../errors.js";
import { isSubprogram } from "../link/functions.js";
import { didYouMean } from "../near-names.js";

/** Which programs are loaded, by name: over what their sections say (a `?` in front: not by itself). */
export type Autoload = Readonly<Record<string, boolean>>;

/** A program that is to be loaded: one whose type is known. */
export type LoadableProgram = ProgramSpec & { readonly type: number };

/**
 * The programs that are to be loaded, in the object's order.
 * @throws LoadError ERR_PROGRAM_UNKNOWN for a name that is no program's, or a section that says no type
 */
export function selectPrograms({ programs }: ObjectSpec, autoload: Autoload = {}): LoadableProgram[] {
  const entries = [...programs].filter(([, program]) => !isSubprogram(program));
  for (const name of Object.keys(autoload)) requireProgram(name, entries);
  return entries.flatMap(([name, program]) => {
    const wanted = Object.hasOwn(autoload, name) ? autoload[name] : program.autoload;
    return wanted === true ? [requireType(program)] : [];
  });
}

/** @throws LoadError ERR_PROGRAM_UNKNOWN for a name that is no program's of the object */
export function requirePrograms({ programs }: ObjectSpec, names: Iterable<string>): void {
  const entries = [...programs].filter(([, program]) => !isSubprogram(program));
  for (const name of names) requireProgram(name, entries);
}

function requireProgram(name: string, entries: readonly (readonly [string, ProgramSpec])[]): void {
  const names = entries.map(([known]) => known);
  if (names.includes(name)) return;
  const has = names.length > 0 ? `its programs are ${names.join(", ")}` : "it has none";
  const text = `The object has no program ${name}: ${has}.${didYouMean(name, names)}`;
  throw new LoadError("ERR_PROGRAM_UNKNOWN", text, { program: name });
}

function requireType(program: ProgramSpec): LoadableProgram {
  const { name, section, type } = program;
  if (type !== null) return program as LoadableProgram;
  const plain = section.replace(/^\?/, "");
  const [prefix = plain] = plain.split("/");
  const near = didYouMean(plain, programSectionNames) || didYouMean(prefix, programSectionNames);
  const text = `Program ${name} is in section ${section}, which says no type of program.${near}`;
  throw new LoadError("ERR_PROGRAM_UNKNOWN", text, { program: name, section });
}

import type { MapSpec, ObjectSpec } from "@bpf/elf";
import { byteView, codecOf, ValueError } from "@bpf/maps";
import { LoadError } from "../errors.js";
import { didYouMean } from "../near-names.js";
import { type ObjectVariable, objectVariables } from "./object-variables.js";

/** Values of variables by name; {@link objectVariables} lists them. */
export type VariableValues = Readonly<Record<string, unknown>>;

/** Options of {@link applyVariables}. */
export interface ApplyVariablesOptions {
  /** Values are what JSON can say: 64 bits as decimal strings or exact numbers, bytes as "hex:…". */
  readonly json?: boolean | undefined;
}

/**
 * An object whose variables have other initial values: `const volatile` ones of `.rodata`, and those of `.data` and
 * `.bss`. The object given stays as it is. Of a map that is reused rather than made, the values are the map's: see
 * {@link variablesByMap}.
 *
 * @throws LoadError ERR_PROGRAM_VARIABLE for a name that the object does not have, or a value that does not fit
 * (`cause` is the ValueError of `@bpf/maps`)
 */
export function applyVariables(
  object: ObjectSpec,
  set: VariableValues,
  { json = false }: ApplyVariablesOptions = {},
): ObjectSpec {
  const chosen = chosenVariables(object, set);
  if (chosen.length === 0) return object;
  if (object.byteOrder !== hostOrder) {
    const text = `The object is ${object.byteOrder}-endian, and this machine is not: its variables cannot be set.`;
    throw new LoadError("ERR_PROGRAM_VARIABLE", text);
  }
  const contents = new Map<string, Uint8Array>();
  for (const [variable, value] of chosen) {
    const spec = object.maps.get(variable.map)!;
    const bytes = contents.get(variable.map) ?? copyOf(spec);
    contents.set(variable.map, bytes);
    write(variable, value, bytes.subarray(variable.offset, variable.offset + variable.size), json);
  }
  const maps = new Map<string, MapSpec>();
  for (const [name, spec] of object.maps) {
    const bytes = contents.get(name);
    maps.set(name, bytes === undefined ? spec : { ...spec, contents: bytes });
  }
  return { ...object, maps, warnings: [...object.warnings, ...chosen.flatMap(foldedWarning)] };
}

/** Names of the variables in `set` by the map that holds them. @throws as {@link applyVariables}, for names */
export function variablesByMap(object: ObjectSpec, set: VariableValues): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [{ map, name }] of chosenVariables(object, set)) {
    const names = found.get(map);
    if (names === undefined) found.set(map, [name]);
    else names.push(name);
  }
  return found;
}

const hostOrder = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? "little" : "big";

function chosenVariables(object: ObjectSpec, set: VariableValues): [ObjectVariable, unknown][] {
  const values = Object.entries(set);
  if (values.length === 0) return [];
  const known = new Map(objectVariables(object).map((variable) => [variable.name, variable]));
  return values.map(([name, value]) => {
    const variable = known.get(name);
    if (variable === undefined) throw unknownVariable(object, name, [...known.keys()]);
    return [variable, value];
  });
}

function unknownVariable(object: ObjectSpec, name: string, known: readonly string[]): LoadError {
  return new LoadError(
    "ERR_PROGRAM_VARIABLE",
    `The object has no variable ${name}${whyUnknown(object, name, known)}`,
    {
      symbol: name,
    },
  );
}

function whyUnknown(object: ObjectSpec, name: string, known: readonly string[]): string {
  if (object.btf === undefined) return " that could be told: it has no BTF. Compile it with -g.";
  const section = object.externs.get(name)?.section;
  if (section !== undefined) return ` of its own: that is an extern of ${section}, which the kernel defines.`;
  const several = known.filter((full) => full.startsWith(`${name}@`));
  if (several.length > 0) return ` that is the only one of the name: say which, ${several.join(" or ")}.`;
  return `.${didYouMean(name, known)}`;
}

function copyOf({ contents, valueSize }: MapSpec): Uint8Array {
  const bytes = new Uint8Array(valueSize);
  if (contents !== undefined) bytes.set(contents.subarray(0, valueSize));
  return bytes;
}

function write(
  { name, section, layout }: ObjectVariable,
  value: unknown,
  to: Uint8Array,
  json: boolean,
): void {
  const codec = codecOf(layout);
  try {
    if (json) codec.fromJson(value, byteView(to), 0, name);
    else codec.encode(value, byteView(to), 0, name);
  } catch (cause) {
    if (!ValueError.is(cause)) throw cause;
    const text = `The variable ${name} of section ${section} cannot be set: ${cause.message}.`;
    throw new LoadError("ERR_PROGRAM_VARIABLE", text, { symbol: name, section, cause });
  }
}

function foldedWarning([{ name, section, readOnly, volatile }]: [ObjectVariable, unknown]): string[] {
  if (!readOnly || volatile) return [];
  return [
    `variable ${name} of ${section} is const and not volatile: where the compiler used its old value, it stays`,
  ];
}

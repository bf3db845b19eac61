import { type Btf, BtfKind, fitBtf, type MapSpec, type ObjectSpec, ParseError, parseBtf } from "@bpf/elf";
import { type Layout, LayoutError, layoutFromBtf } from "@bpf/maps";

/** A global or static variable of an object, and where its initial value is. */
export interface ObjectVariable {
  /** Its own, or `NAME@SECTION+OFFSET` where the object has several of the name. */
  readonly name: string;
  /** Name of the map that holds its section. */
  readonly map: string;
  readonly section: string;
  /** Bytes from the start of the section. */
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
  readonly layout: Layout;
  /** In `.rodata`: the verifier knows its value, and nobody can change it later. */
  readonly readOnly: boolean;
  /** Declared volatile. Of what is only const the compiler may have used the initial value already. */
  readonly volatile: boolean;
}

interface Found extends Omit<ObjectVariable, "name"> {
  readonly ownName: string;
  readonly fullName: string;
}

/**
 * The variables of an object's data sections, in the order of the object. Externs (`.kconfig`, `.ksyms`) are not among
 * them; without BTF (`clang -g`) there are none.
 *
 * @throws ParseError
 */
export function objectVariables(object: ObjectSpec): ObjectVariable[] {
  const fitted = fitBtf(object);
  if (fitted === undefined) return [];
  // Only fitted types have the offsets of global variables: clang leaves them at 0.
  const btf = parseBtf(fitted);
  const found = [...object.maps.values()].flatMap((map) =>
    map.definition === "data" ? variablesOf(btf, map) : [],
  );
  const count = new Map<string, number>();
  for (const { ownName } of found) count.set(ownName, (count.get(ownName) ?? 0) + 1);
  return found.map(({ ownName, fullName, ...variable }) => ({
    name: count.get(ownName) === 1 ? ownName : fullName,
    ...variable,
  }));
}

function variablesOf(btf: Btf, map: MapSpec): Found[] {
  const section = map.valueTypeId === undefined ? undefined : btf.type(map.valueTypeId);
  if (section?.kind !== BtfKind.DATASEC) return [];
  return section.variables.flatMap(({ type: id, offset, size }) => {
    const variable = btf.type(id);
    // What does not fit is no place to write to, whatever the types say.
    if (variable.kind !== BtfKind.VAR || offset + size > map.valueSize) return [];
    return {
      ownName: variable.name,
      fullName: `${variable.name}@${map.section}+${offset}`,
      map: map.name,
      section: map.section,
      offset,
      size,
      layout: layoutOf(btf, variable.type, size),
      readOnly: map.section === ".rodata" || map.section.startsWith(".rodata."),
      volatile: isVolatile(btf, variable.type),
    };
  });
}

/** Bytes, for a type that has no layout, or another size than the variable (a flexible array at its end). */
function layoutOf(btf: Btf, type: number, size: number): Layout {
  try {
    if (btf.sizeOf(type) === size) return layoutFromBtf(btf, type);
  } catch (error) {
    if (!LayoutError.is(error) && !ParseError.is(error)) throw error;
  }
  return { kind: "bytes", size };
}

/** Looks through const, typedefs and arrays, whose elements carry the qualifier. */
function isVolatile(btf: Btf, id: number): boolean {
  let type = btf.type(id);
  // Types that lead back to themselves have no layout; here they only must not hang.
  for (let steps = 0; steps < 32; steps++) {
    switch (type.kind) {
      case BtfKind.VOLATILE:
        return true;
      case BtfKind.CONST:
      case BtfKind.RESTRICT:
      case BtfKind.TYPEDEF:
      case BtfKind.TYPE_TAG:
      case BtfKind.ARRAY:
        type = btf.type(type.type);
        break;
      default:
        return false;
    }
  }
  return false;
}

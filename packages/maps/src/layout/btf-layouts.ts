import {
  type Btf,
  type BtfArray,
  type BtfFloat,
  BtfKind,
  type BtfStruct,
  type BtfType,
  type BtfUnion,
} from "@bpf/elf";
import { LayoutError } from "../errors.js";
import { fieldOf, type LayoutSource } from "./btf-fields.js";
import { sectionFields } from "./btf-section.js";
import { BtfTypes } from "./btf-types.js";
import type { Layout, LayoutField } from "./layout.js";
import { maxDepth } from "./limits.js";
import { aggregateName, fieldPath } from "./path.js";
import { enumLayout, integerLayout, isChar } from "./scalars-from-btf.js";

/** Layouts of the types of one BTF; the same type gives the same object, so a type used often costs once. */
export class BtfLayouts implements LayoutSource {
  readonly types: BtfTypes;
  readonly #markKernelOwned: boolean;
  /** By type; what failed once fails again without being looked at. */
  readonly #made = new Map<string, Layout | LayoutError>();
  readonly #open = new Set<string>();

  constructor(btf: Btf, markKernelOwned: boolean) {
    this.types = new BtfTypes(btf);
    this.#markKernelOwned = markKernelOwned;
  }

  /** @throws LayoutError; ParseError where the BTF cannot be read. */
  of(typeId: number, path = ""): Layout {
    const { type, typedef } = this.types.resolve(typeId);
    // Only a struct, union or enum without a name of its own is called by its typedef.
    const key = type.name === "" ? `${type.id}:${typedef}` : `${type.id}`;
    const made = this.#made.get(key);
    if (LayoutError.is(made)) throw made;
    if (made !== undefined) return made;
    const name = type.name === "" ? typedef : type.name;
    const here = path === "" ? pathOf(type, name) : path;
    if (this.#open.has(key)) throw new LayoutError(here, "contains itself");
    if (this.#open.size >= maxDepth) throw new LayoutError(here, `nested over ${maxDepth} deep`);
    return this.#remember(key, () => this.#make(type, name, here));
  }

  #remember(key: string, make: () => Layout): Layout {
    this.#open.add(key);
    try {
      const layout = make();
      this.#made.set(key, layout);
      return layout;
    } catch (error) {
      if (LayoutError.is(error)) this.#made.set(key, error);
      throw error;
    } finally {
      this.#open.delete(key);
    }
  }

  #make(type: BtfType, name: string, path: string): Layout {
    switch (type.kind) {
      case BtfKind.INT:
        return integerLayout(type);
      case BtfKind.FLOAT:
        return floatLayout(type);
      case BtfKind.ENUM:
      case BtfKind.ENUM64:
        return enumLayout(type, name);
      case BtfKind.PTR:
        return { kind: "pointer", size: 8 };
      case BtfKind.ARRAY:
        return this.#array(type, path);
      case BtfKind.STRUCT:
        return { kind: "struct", name, size: type.size, fields: this.#fields(type, path) };
      case BtfKind.UNION:
        return { kind: "union", name, size: type.size, fields: this.#fields(type, path) };
      case BtfKind.DATASEC:
        return {
          kind: "struct",
          name,
          size: type.size,
          fields: sectionFields(this, type, this.#markKernelOwned),
        };
      default:
        throw new LayoutError(path, `has no size: ${sizeless[type.kind] ?? `BTF kind ${type.kind}`}`);
    }
  }

  #array({ type, length }: BtfArray, path: string): Layout {
    const { type: element } = this.types.resolve(type);
    if (element.kind === BtfKind.INT && isChar(element)) return { kind: "string", size: length };
    return { kind: "array", element: this.of(type, `${path}[]`), length };
  }

  /** The kernel looks for its own in structs only, and in unions for nothing. */
  #fields(type: BtfStruct | BtfUnion, path: string): LayoutField[] {
    const fields: LayoutField[] = [];
    const mark = this.#markKernelOwned && type.kind === BtfKind.STRUCT;
    for (const member of type.members) {
      const field = fieldOf(this, member, mark, fieldPath(path, member.name));
      if (field !== undefined) fields.push(field);
    }
    return fields;
  }
}

function floatLayout({ size }: BtfFloat): Layout {
  return size === 4 || size === 8 ? { kind: "float", size } : { kind: "bytes", size };
}

const sizeless: { readonly [kind: number]: string } = {
  [BtfKind.UNKN]: "void",
  [BtfKind.FWD]: "declared, but not defined",
  [BtfKind.FUNC]: "a function",
  [BtfKind.FUNC_PROTO]: "a function",
  [BtfKind.DECL_TAG]: "a tag",
};

/** What errors call the outermost type. */
function pathOf(type: BtfType, name: string): string {
  switch (type.kind) {
    case BtfKind.STRUCT:
      return aggregateName("struct", name);
    case BtfKind.UNION:
      return aggregateName("union", name);
    default:
      return name === "" ? `type ${type.id}` : name;
  }
}

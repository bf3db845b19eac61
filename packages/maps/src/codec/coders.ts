import {
  type Layout,
  type LayoutField,
  type StructLayout,
  sizeOfLayout,
  type UnionLayout,
} from "../layout/layout.js";
import { arrayCoder } from "./array.js";
import { bitStorage } from "./bit-storage.js";
import { boolMeaning } from "./bool.js";
import { bytesCoder } from "./bytes.js";
import { type Coder, type Form, type Meaning, scalarCoder } from "./coder.js";
import { enumMeaning } from "./enum.js";
import { floatCoder } from "./float.js";
import { integerMeaning } from "./integer.js";
import { objectCoder } from "./object.js";
import { FieldPart, GroupPart, KernelPart, type Part } from "./part.js";
import { charCoder, textCoder } from "./text-coder.js";
import { toldBits } from "./told-bits.js";
import { UnionPart } from "./union-part.js";
import { wholeStorage } from "./whole-storage.js";

/**
 * Coders of layouts in one form and byte order, made of closures; one for each layout object. The layouts have
 * been checked.
 */
export class Coders {
  readonly #form: Form;
  readonly #little: boolean;
  readonly #made = new Map<Layout, Coder>();

  constructor(form: Form, little: boolean) {
    this.#form = form;
    this.#little = little;
  }

  of(layout: Layout): Coder {
    const made = this.#made.get(layout);
    if (made !== undefined) return made;
    const coder = this.#make(layout);
    this.#made.set(layout, coder);
    return coder;
  }

  /** Of a field with a name; positions are those of its first byte. */
  ofField({ layout, bits }: LayoutField): Coder {
    if (bits === undefined) return this.of(layout);
    if (layout.kind !== "integer" && layout.kind !== "bool" && layout.kind !== "enum")
      throw new TypeError(`a bit field of kind ${layout.kind}`);
    const signed = layout.kind !== "bool" && layout.signed;
    const place = { first: bits.offset % 8, size: bits.size };
    const storage = bitStorage(place, signed, layout.size >= 8, this.#little);
    return scalarCoder(storage, this.#meaning(layout, bits.size));
  }

  /** What the fields of a struct or union do with its object's properties. */
  parts(layout: StructLayout | UnionLayout): readonly Part[] {
    return layout.kind === "union"
      ? [this.#union(layout, 0)]
      : layout.fields.map((field) => this.#part(field));
  }

  #make(layout: Layout): Coder {
    switch (layout.kind) {
      case "integer":
      case "enum":
        return scalarCoder(
          wholeStorage(layout.size, layout.signed, this.#little),
          this.#meaning(layout, layout.size * 8),
        );
      case "bool":
        return scalarCoder(wholeStorage(layout.size, false, this.#little), boolMeaning(layout.size === 8));
      case "pointer":
        return scalarCoder(wholeStorage(8, false, this.#little), integerMeaning(64, false, true, this.#form));
      case "float":
        return floatCoder(layout.size, this.#form, this.#little);
      case "char":
        return charCoder;
      case "string":
        return textCoder(layout.size);
      case "bytes":
        return bytesCoder(layout.size, this.#form);
      case "array":
        return arrayCoder(this.of(layout.element), sizeOfLayout(layout.element), layout.length, this.#form);
      case "struct":
      case "union":
        return objectCoder(layout, this.parts(layout));
    }
  }

  #meaning(layout: Layout & { kind: "integer" | "enum" | "bool" }, bits: number): Meaning {
    if (layout.kind === "bool") return boolMeaning(layout.size === 8);
    return layout.kind === "enum"
      ? enumMeaning(layout, bits, this.#form)
      : integerMeaning(bits, layout.signed, layout.size >= 8, this.#form);
  }

  #part(field: LayoutField): Part {
    const { name, offset, layout } = field;
    if (field.kernelOwned) return new KernelPart(name);
    if (name === "" && layout.kind === "struct") return new GroupPart(this.parts(layout), offset);
    if (name === "" && layout.kind === "union") return this.#union(layout, offset);
    return new FieldPart(name, this.ofField(field), offset, sizeOfLayout(layout) === 0);
  }

  #union({ fields, size }: UnionLayout, offset: number): Part {
    const members = fields.map((field) => {
      let masks: readonly Uint8Array[] | undefined;
      const told = () => {
        masks ??= toldBits(field, size, this.#little);
        return masks;
      };
      return { part: this.#part(field), toldBits: told };
    });
    return new UnionPart(members, { offset, size });
  }
}

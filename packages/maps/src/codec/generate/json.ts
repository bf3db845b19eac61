import {
  type ArrayLayout,
  type Layout,
  type LayoutField,
  type StructLayout,
  sizeOfLayout,
  type UnionLayout,
} from "../../layout/layout.js";
import type { Coders } from "../coders.js";
import { writeQuotedSigned64, writeQuotedUnsigned64, writeSigned, writeUnsigned } from "../decimal.js";
import { enumNames } from "../enum.js";
import { writeString } from "../write-string.js";
import { flatFields } from "./flat-fields.js";
import { enumWriter, writeBool, writeFloat, writeQuotedHex, writeQuotedText } from "./json-pieces.js";
import { rawRead } from "./scalar-reads.js";
import { position, type Source, views } from "./source.js";

/**
 * Code that writes JSON in UTF-8: `function (from, at, to, p)` returns where it ends; one for each struct,
 * union or array.
 */
export class JsonSource {
  readonly #source: Source;
  readonly #coders: Coders;
  readonly #little: boolean;
  readonly #functions = new Map<Layout, string>();

  /** @param coders of the form "json" */
  constructor(source: Source, coders: Coders, little: boolean) {
    this.#source = source;
    this.#coders = coders;
    this.#little = little;
  }

  functionOf(layout: Layout): string {
    const made = this.#functions.get(layout);
    if (made !== undefined) return made;
    const name = this.#source.define("from, at, to, p", `${views("from")}\n${this.#body(layout)}\nreturn p;`);
    this.#functions.set(layout, name);
    return name;
  }

  #body(layout: Layout): string {
    if (layout.kind === "array") return this.#array(layout);
    if ((layout.kind === "struct" || layout.kind === "union") && isInOrder(layout))
      return this.#object(layout);
    return this.#scalar({ name: "", offset: 0, layout }, 0);
  }

  #object(layout: StructLayout | UnionLayout): string {
    const statements: string[] = [];
    let text = "{";
    for (const { field, offset } of flatFields(layout)) {
      statements.push(literal(`${text}${JSON.stringify(field.name)}:`), this.#value(field, offset));
      text = ",";
    }
    statements.push(literal(text === "{" ? "{}" : "}"));
    return statements.join("\n");
  }

  #array({ element, length }: ArrayLayout): string {
    if (length === 0) return literal("[]");
    return `for (let i = 0; i < ${length}; i++) {
to[p++] = i === 0 ? 91 : 44;
${this.#value({ name: "", offset: 0, layout: element }, 0)}
at += ${sizeOfLayout(element)};
}
to[p++] = 93;`;
  }

  #value(field: LayoutField, offset: number): string {
    const { layout } = field;
    return layout.kind === "array" || layout.kind === "struct" || layout.kind === "union"
      ? `p = ${this.functionOf(layout)}(from, ${position("at", offset)}, to, p);`
      : this.#scalar(field, offset);
  }

  #scalar(field: LayoutField, offset: number): string {
    const { layout, bits } = field;
    const here = position("at", offset);
    if (layout.kind === "string") return this.#call(writeQuotedText, `u8, ${here}, ${layout.size}`);
    if (layout.kind === "bytes") return this.#call(writeQuotedHex, `u8, ${here}, ${layout.size}`);
    const raw = rawRead(field, "at", offset, this.#little);
    if (raw !== undefined) {
      switch (layout.kind) {
        case "bool":
          return this.#call(writeBool, `${raw} !== 0`);
        case "float":
          return this.#call(writeFloat, raw);
        case "enum":
          return this.#call(enumWriter(enumNames(layout, layout.size * 8).names), raw);
        case "pointer":
          return this.#call(writeQuotedUnsigned64, this.#halves(offset));
        case "integer":
          if (layout.size === 8)
            return this.#call(
              layout.signed ? writeQuotedSigned64 : writeQuotedUnsigned64,
              this.#halves(offset),
            );
          return this.#call(layout.signed ? writeSigned : writeUnsigned, raw);
      }
    }
    const coder = bits === undefined ? this.#coders.of(layout) : this.#coders.ofField(field);
    return this.#call(writeString, `JSON.stringify(${this.#source.constant(coder.read)}(from, ${here}))`);
  }

  /** `p = writer(what, to, p);` */
  #call(writer: (...parameters: never[]) => number, what: string): string {
    return `p = ${this.#source.constant(writer)}(${what}, to, p);`;
  }

  /** The high and the low half of 64 bits. */
  #halves(offset: number): string {
    const [low, high] = this.#little ? [offset, offset + 4] : [offset + 4, offset];
    const read = (offset: number) => `view.getUint32(${position("at", offset)}, ${this.#little})`;
    return `${read(high)}, ${read(low)}`;
  }
}

/** Whether objects keep the order of the fields: names that are array indices come first in any object. */
function isInOrder(layout: StructLayout | UnionLayout): boolean {
  for (const { field } of flatFields(layout)) if (/^\d/.test(field.name)) return false;
  return true;
}

/** Statements that write a text that never changes. */
function literal(text: string): string {
  const bytes = [...Buffer.from(text)];
  return `${bytes.map((byte, i) => `to[${position("p", i)}] = ${byte};`).join(" ")} p += ${bytes.length};`;
}

import {
  type ArrayLayout,
  type Layout,
  type LayoutField,
  type StructLayout,
  sizeOfLayout,
  type UnionLayout,
} from "../../layout/layout.js";
import { copyBytes } from "../bytes.js";
import type { Coders } from "../coders.js";
import { enumNames } from "../enum.js";
import { readText } from "../text.js";
import { flatFields } from "./flat-fields.js";
import { rawRead } from "./scalar-reads.js";
import { literalKey, position, type Source, views } from "./source.js";

/** Arrays up to this length are written out element by element. */
const longestLiteral = 8;

/** Code that decodes: `function (from, at)`, one for each struct, union or array. */
export class DecodeSource {
  readonly #source: Source;
  readonly #coders: Coders;
  readonly #little: boolean;
  readonly #functions = new Map<Layout, string>();

  constructor(source: Source, coders: Coders, little: boolean) {
    this.#source = source;
    this.#coders = coders;
    this.#little = little;
  }

  /** The function that decodes a layout at `at`. */
  functionOf(layout: Layout): string {
    const made = this.#functions.get(layout);
    if (made !== undefined) return made;
    const name = this.#source.define("from, at", `${views("from")}\n${this.#body(layout)}`);
    this.#functions.set(layout, name);
    return name;
  }

  #body(layout: Layout): string {
    if (layout.kind === "struct" || layout.kind === "union") return this.#object(layout);
    if (layout.kind === "array") return this.#array(layout);
    return `return ${this.#expression({ name: "", offset: 0, layout }, 0)};`;
  }

  #object(layout: StructLayout | UnionLayout): string {
    const properties = [...flatFields(layout)].map(
      ({ field, offset }) => `${literalKey(field.name)}: ${this.#expression(field, offset)}`,
    );
    return `return {\n${properties.join(",\n")}\n};`;
  }

  #array({ element, length }: ArrayLayout): string {
    const size = sizeOfLayout(element);
    const at = (offset: number) => this.#expression({ name: "", offset: 0, layout: element }, offset);
    if (length <= longestLiteral)
      return `return [${Array.from({ length }, (_, i) => at(i * size)).join(", ")}];`;
    return `const elements = [];
for (let i = 0; i < ${length}; i++) {
elements.push(${at(0)});
at += ${size};
}
return elements;`;
  }

  #expression(field: LayoutField, offset: number): string {
    const { layout, bits } = field;
    const here = position("at", offset);
    const raw = rawRead(field, "at", offset, this.#little);
    switch (layout.kind) {
      case "bool":
        if (raw !== undefined) return `${raw} !== 0`;
        break;
      case "enum":
        if (raw !== undefined)
          return `${this.#source.constant(namer(enumNames(layout, layout.size * 8).names))}(${raw})`;
        break;
      case "string":
        return `${this.#source.constant(readText)}(u8, ${here}, ${layout.size})`;
      case "bytes":
        return `${this.#source.constant(copyBytes)}(u8, ${here}, ${layout.size})`;
      case "array":
      case "struct":
      case "union":
        return `${this.functionOf(layout)}(from, ${here})`;
      default:
        if (raw !== undefined) return raw;
    }
    const coder = bits === undefined ? this.#coders.of(layout) : this.#coders.ofField(field);
    return `${this.#source.constant(coder.read)}(from, ${here})`;
  }
}

function namer(
  names: ReadonlyMap<number | bigint, string>,
): (raw: number | bigint) => number | bigint | string {
  return (raw) => names.get(raw) ?? raw;
}

import {
  type ArrayLayout,
  type Layout,
  type LayoutField,
  type StructLayout,
  sizeOfLayout,
  type UnionLayout,
} from "../../layout/layout.js";
import type { Coder } from "../coder.js";
import type { Coders } from "../coders.js";
import { paddingOf } from "./padding.js";
import { scalarWrite } from "./scalar-writes.js";
import { position, type Source, views } from "./source.js";

/**
 * Code that encodes values that are as they should be: `function (value, to, at)`, one for each struct or
 * array. It answers false, having written anything, for all that it does not know; or throws a Misfit. Then
 * the closures are asked.
 */
export class EncodeSource {
  readonly #source: Source;
  readonly #coders: Coders;
  readonly #little: boolean;
  readonly #functions = new Map<Layout, string>();

  constructor(source: Source, coders: Coders, little: boolean) {
    this.#source = source;
    this.#coders = coders;
    this.#little = little;
  }

  functionOf(layout: Layout): string {
    const made = this.#functions.get(layout);
    if (made !== undefined) return made;
    const name = this.#source.define("value, to, at", `${views("to")}\n${this.#body(layout)}\nreturn true;`);
    this.#functions.set(layout, name);
    return name;
  }

  #body(layout: Layout): string {
    if (layout.kind === "struct" && isPlain(layout)) return this.#struct(layout);
    if (layout.kind === "array") return this.#array(layout);
    return this.#write({ name: "", offset: 0, layout }, "value", 0);
  }

  #struct(layout: StructLayout): string {
    const { fields } = layout;
    const cases = fields.map(({ name }) => `case ${JSON.stringify(name)}:`).join(" ");
    return `if (typeof value !== "object" || value === null) return false;
for (const name in value) switch (name) { ${cases} break; default: return false; }
${paddingOf(layout)
  .map(({ start, end }) => zeros(start, end))
  .join("\n")}
${fields
  .filter(({ kernelOwned }) => !kernelOwned)
  .map((field) => this.#property(field))
  .join("\n")}`;
  }

  #property(field: LayoutField): string {
    const key = JSON.stringify(field.name);
    return `{ const v = value[${key}];\n${this.#write(field, "v", field.offset)} }`;
  }

  #array({ element, length }: ArrayLayout): string {
    return `if (typeof value !== "object" || value === null || value.length !== ${length}) return false;
for (let i = 0; i < ${length}; i++) {
const v = value[i];
${this.#write({ name: "", offset: 0, layout: element }, "v", 0)}
at += ${sizeOfLayout(element)};
}`;
  }

  /** Statements that write the value in variable `v`. */
  #write(field: LayoutField, v: string, offset: number): string {
    const { layout, bits } = field;
    const here = position("at", offset);
    const scalar = scalarWrite(this.#source, field, v, offset, this.#little);
    if (scalar !== undefined) return scalar;
    if ((layout.kind === "struct" && isPlain(layout)) || layout.kind === "array")
      return `if (!${this.functionOf(layout)}(${v}, to, ${here})) return false;`;
    const coder: Coder = bits === undefined ? this.#coders.of(layout) : this.#coders.ofField(field);
    return `${this.#source.constant(coder.write)}(${v}, to, ${here});`;
  }
}

/**
 * Whether code is made for it: no anonymous parts, no names that objects have anyway, and at least one field
 * that must be there (so that no array passes for one).
 */
function isPlain({ fields }: StructLayout | UnionLayout): boolean {
  return (
    fields.every(({ name }) => name !== "" && !(name in Object.prototype)) &&
    fields.every(({ layout, kernelOwned }) => kernelOwned || sizeOfLayout(layout) > 0) &&
    fields.some(({ kernelOwned }) => !kernelOwned)
  );
}

function zeros(start: number, end: number): string {
  if (end - start <= 8)
    return Array.from({ length: end - start }, (_, i) => `u8[${position("at", start + i)}] = 0;`).join(" ");
  return `u8.fill(0, ${position("at", start)}, ${position("at", end)});`;
}

import type { EnumLayout, Layout, LayoutField, StructLayout, UnionLayout } from "../layout/layout.js";
import { camelCase, type Identifiers } from "./identifiers.js";
import { layoutKey } from "./named-types.js";
import { stringLiteral } from "./source-text.js";

/** Layouts as constants of a module: what its functions bring along of maps whose types the kernel does not keep. */
export class LayoutConstants {
  readonly #identifiers: Identifiers;
  readonly #names = new Map<string, string>();
  /** Those that others use come first. */
  readonly #declarations: string[] = [];

  constructor(identifiers: Identifiers) {
    this.#identifiers = identifiers;
  }

  /** An expression for a layout; structs, unions and enums become constants. `title` names those without a name. */
  expression(layout: Layout, title: string): string {
    switch (layout.kind) {
      case "struct":
      case "union":
      case "enum":
        return this.#constant(layout, title);
      case "array":
        return `{ kind: "array", element: ${this.expression(layout.element, title)}, length: ${layout.length} }`;
      default:
        return scalarText(layout);
    }
  }

  text(): string {
    return this.#declarations.join("\n");
  }

  #constant(layout: StructLayout | UnionLayout | EnumLayout, title: string): string {
    const key = layoutKey(layout);
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const inside = layout.kind === "enum" ? enumLines(layout) : this.#fieldLines(layout, title);
    const name = this.#identifiers.take(`${camelCase(layout.name) || camelCase(title) || "value"}Layout`);
    this.#names.set(key, name);
    const head = `  kind: "${layout.kind}",\n  name: ${stringLiteral(layout.name)},\n  size: ${layout.size},\n`;
    this.#declarations.push(`const ${name}: Layout = {\n${head}${inside}};\n`);
    return name;
  }

  #fieldLines({ fields }: StructLayout | UnionLayout, title: string): string {
    const lines = fields.map((field) => `    ${this.#fieldText(field, title)},\n`);
    return `  fields: [\n${lines.join("")}  ],\n`;
  }

  #fieldText({ name, offset, layout, bits, kernelOwned }: LayoutField, title: string): string {
    const parts = [
      `name: ${stringLiteral(name)}`,
      `offset: ${offset}`,
      `layout: ${this.expression(layout, title)}`,
    ];
    if (bits !== undefined) parts.push(`bits: { offset: ${bits.offset}, size: ${bits.size} }`);
    if (kernelOwned) parts.push("kernelOwned: true");
    return `{ ${parts.join(", ")} }`;
  }
}

function enumLines({ signed, values }: EnumLayout): string {
  const lines = values.map(({ name, value }) => {
    const number = typeof value === "bigint" ? `${value}n` : value;
    return `    { name: ${stringLiteral(name)}, value: ${number} },\n`;
  });
  return `  signed: ${signed},\n  values: [\n${lines.join("")}  ],\n`;
}

function scalarText(layout: Exclude<Layout, { name: string } | { kind: "array" }>): string {
  if (layout.kind === "char") return '{ kind: "char" }';
  const sign = layout.kind === "integer" ? `, signed: ${layout.signed}` : "";
  return `{ kind: "${layout.kind}", size: ${layout.size}${sign} }`;
}

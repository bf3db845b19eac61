import type { EnumLayout, Layout, StructLayout, UnionLayout } from "../layout/layout.js";
import { cType } from "./c-type.js";
import { type Identifiers, pascalCase } from "./identifiers.js";
import { docComment } from "./source-text.js";
import { enumText, objectText, typeText } from "./type-text.js";

type Named = StructLayout | UnionLayout | EnumLayout;

/** A layout as text that is the same for equal layouts. */
export const layoutKey = (layout: Layout): string =>
  JSON.stringify(layout, (_, value) => (typeof value === "bigint" ? `${value}n` : value));

const innermost = (layout: Layout): Layout => (layout.kind === "array" ? innermost(layout.element) : layout);

/** The types that a module declares: each struct, union and enum with a name once, equal ones together. */
export class NamedTypes {
  readonly #identifiers: Identifiers;
  readonly #names = new Map<string, string>();
  /** By name, in the order of their first use. */
  readonly #declarations = new Map<string, string>();

  constructor(identifiers: Identifiers) {
    this.#identifiers = identifiers;
  }

  /** Declares the layout's type where it has a name, or `title` gives it one; undefined where neither does. */
  readonly nameOf = (layout: Named, title = ""): string | undefined => {
    const wanted = pascalCase(layout.name) || pascalCase(title);
    if (layout.name === "" && title === "") return undefined;
    const key = layoutKey(layout);
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = this.#identifiers.take(wanted || "Type");
    this.#names.set(key, name);
    // In front of the types of its own fields.
    this.#declarations.set(name, "");
    this.#declarations.set(name, this.#declare(layout, name));
    return name;
  };

  /** The type of a key or value. `title` names a struct, union or enum that has no name itself, in arrays too. */
  typeOf(layout: Layout, title: string): string {
    const inner = innermost(layout);
    return typeText(layout, (named) => this.nameOf(named, named === inner ? title : ""));
  }

  /** An interface that is no C type's. Its name is taken from the module's. */
  add(title: string, body: (name: string) => string): string {
    const name = this.#identifiers.take(title);
    this.#declarations.set(name, "");
    this.#declarations.set(name, body(name));
    return name;
  }

  text(): string {
    return [...this.#declarations.values()].join("\n");
  }

  #declare(layout: Named, name: string): string {
    const type = cType(layout);
    if (layout.kind === "enum") {
      const note = docComment([
        `${type}: a value without a name is a ${layout.size === 8 ? "bigint" : "number"}`,
      ]);
      return `${note}export type ${name} = ${enumText(layout)};\n`;
    }
    const rule = layout.kind === "union" ? ": to write it one member is enough, several have to agree" : "";
    const body = objectText(layout, this.nameOf, "");
    const note = docComment([`${type}, ${layout.size} bytes${rule}`]);
    // An interface of no fields would take anything.
    return body.startsWith("{")
      ? `${note}export interface ${name} ${body}\n`
      : `${note}export type ${name} = ${body};\n`;
  }
}

import type { EnumLayout, Layout, LayoutField, StructLayout, UnionLayout } from "../layout/layout.js";
import { cTypeOfField } from "./c-type.js";
import { docComment, propertyName, stringLiteral } from "./source-text.js";

/** Gives the name under which the module declares a type; undefined for one that is written where it is used. */
export type NameOf = (layout: StructLayout | UnionLayout | EnumLayout) => string | undefined;

const indentStep = "  ";

/** The type of what a codec decodes, and encodes. */
export function typeText(layout: Layout, nameOf: NameOf, indent = ""): string {
  switch (layout.kind) {
    case "integer":
      return layout.size > 4 ? "bigint" : "number";
    case "pointer":
      return "bigint";
    case "float":
      return "number";
    case "bool":
      return "boolean";
    case "char":
    case "string":
      return "string";
    case "bytes":
      return "Uint8Array";
    case "array":
      return arrayText(typeText(layout.element, nameOf, indent));
    case "enum":
      return nameOf(layout) ?? enumText(layout);
    default:
      return nameOf(layout) ?? objectText(layout, nameOf, indent);
  }
}

/** The type of a variable as it is read: changing a part of the copy would change no variable. */
export function readonlyTypeText(layout: Layout, nameOf: NameOf, indent = ""): string {
  if (layout.kind === "array")
    return `readonly ${arrayText(readonlyTypeText(layout.element, nameOf, indent))}`;
  const text = typeText(layout, nameOf, indent);
  return layout.kind === "struct" || layout.kind === "union" ? `Readonly<${text}>` : text;
}

/** Elements of that type. */
export const arrayText = (element: string): string =>
  /^(\{|[\w$]+(<[^|]*>)?(\[\])*$)/.test(element) ? `${element}[]` : `(${element})[]`;

/** Known names, and the number that any other value is. */
export function enumText({ values, size }: EnumLayout): string {
  const names = new Set(values.map(({ name }) => stringLiteral(name)));
  return [...names, size === 8 ? "bigint" : "number"].join(" | ");
}

/** `{ … }` with a line for each field. */
export function objectText(layout: StructLayout | UnionLayout, nameOf: NameOf, indent: string): string {
  const fields = fieldsText(layout, nameOf, indent + indentStep, layout.kind === "union");
  return fields === "" ? "Record<string, never>" : `{\n${fields}${indent}}`;
}

/**
 * The fields, those of anonymous structs and unions among them. A union's are optional, since one is enough to write;
 * a flexible array is, since the map's value has no room for it; what is the kernel's own is left out.
 */
function fieldsText(
  { fields }: StructLayout | UnionLayout,
  nameOf: NameOf,
  indent: string,
  isOptional: boolean,
): string {
  const text = (field: LayoutField): string => {
    const { name, layout, kernelOwned } = field;
    if (kernelOwned) return "";
    if (name === "" && (layout.kind === "struct" || layout.kind === "union"))
      return fieldsText(layout, nameOf, indent, isOptional || layout.kind === "union");
    const mark = isOptional || (layout.kind === "array" && layout.length === 0) ? "?" : "";
    const note = cTypeOfField(field);
    const comment = docComment(note === undefined ? [] : [note], indent);
    return `${comment}${indent}${propertyName(name)}${mark}: ${typeText(layout, nameOf, indent)};\n`;
  };
  return fields.map(text).join("");
}

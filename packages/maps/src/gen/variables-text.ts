import type { StructLayout } from "../layout/layout.js";
import { cTypeOfField } from "./c-type.js";
import type { NamedTypes } from "./named-types.js";
import { docComment, propertyName } from "./source-text.js";
import { readonlyTypeText } from "./type-text.js";

/** The interface of a section's variables. Those of `.rodata` are constants; of others, values as a whole are assigned. */
export function variablesText(section: StructLayout, name: string, types: NamedTypes): string {
  const prefix = section.name.startsWith(".rodata") ? "readonly " : "";
  const lines = section.fields.map((field) => {
    if (field.kernelOwned) return "";
    const note = cTypeOfField(field);
    const comment = docComment(note === undefined ? [] : [note], "  ");
    return `${comment}  ${prefix}${propertyName(field.name)}: ${readonlyTypeText(field.layout, types.nameOf, "  ")};\n`;
  });
  return `${docComment([`Variables of ${section.name}`])}export interface ${name} {\n${lines.join("")}}\n`;
}

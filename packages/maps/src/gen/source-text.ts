/** Characters that end a line for a compiler or an editor, and other controls. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** A string literal: whatever the text is, it is read back as that and nothing else. */
export function stringLiteral(text: string): string {
  return JSON.stringify(text).replace(controls, escaped);
}

/** A property's name in an interface or object literal. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : stringLiteral(name);
}

/** Text that cannot end the comment that it stands in, nor its line. */
export function commentText(text: string): string {
  return text.replace(controls, escaped).replaceAll("*/", "*\\/");
}

/** A doc comment of some lines, each made safe; "" for none. */
export function docComment(lines: readonly string[], indent = ""): string {
  const [first, ...others] = lines.map(commentText);
  if (first === undefined) return "";
  if (others.length === 0) return `${indent}/** ${first} */\n`;
  return `${indent}/**\n${[first, ...others].map((line) => `${indent} * ${line}`.trimEnd()).join("\n")}\n${indent} */\n`;
}

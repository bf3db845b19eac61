/** The looks that src/output/style.ts gives; any other escape sequence came with a name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: SGR sequences begin with ESC
const ourLooks = /(\u001b\[(?:1|2|22|3[1-69])m)/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal would obey
const controls = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/**
 * A text without the characters that a terminal obeys instead of showing them, each as `\uXXXX`: names on a bpffs and
 * in objects may hold any. Our own colours stay.
 */
export function printable(text: string): string {
  if (text.search(controls) < 0) return text;
  return text
    .split(ourLooks)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(controls, escaped)))
    .join("");
}

/** {@link printable} for a text of several lines. */
export const printableLines = (text: string): string => text.split("\n").map(printable).join("\n");

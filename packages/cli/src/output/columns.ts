import { printable } from "./printable.js";

// biome-ignore lint/suspicious/noControlCharactersInRegex: SGR sequences begin with ESC
const sgr = /\u001b\[[0-9;]*m/g;

/** Characters that a text takes on a terminal, colours not counted. */
function width(text: string): number {
  return text.includes("\u001b") ? text.replace(sgr, "").length : text.length;
}

export interface ColumnsOptions {
  /** Spaces in front of each line. */
  readonly indent?: number;
  /** Indices of columns whose cells stand at the right, as numbers do. */
  readonly right?: readonly number[];
}

/** Rows of cells as aligned lines, two spaces between columns, nothing trailing; "" for no rows. Cells are made printable. */
export function columns(
  cellRows: readonly (readonly string[])[],
  { indent = 0, right = [] }: ColumnsOptions = {},
): string {
  const rows = cellRows.map((row) => row.map(printable));
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, width(cell));
  let text = "";
  for (const row of rows) {
    const cells = row.map((cell, index) => {
      const padding = " ".repeat(widths[index]! - width(cell));
      return right.includes(index) ? padding + cell : cell + padding;
    });
    text += `${" ".repeat(indent)}${cells.join("  ")}`.trimEnd();
    text += "\n";
  }
  return text;
}

import { columns } from "../output/columns.js";
import type { Style } from "../output/style.js";
import { valueText } from "../output/value-text.js";
import type { Look, WatchedElement } from "./look.js";
import type { NumberField } from "./number-fields.js";
import { rateText } from "./rate-text.js";

/** What a table is drawn for. */
export interface TableFrame {
  readonly title: string;
  readonly size: { readonly columns: number; readonly rows: number };
  readonly style: Style;
}

/** Numbers that a table has columns for; a terminal is not wider. */
const mostColumns = 12;

// biome-ignore lint/suspicious/noControlCharactersInRegex: SGR sequences begin with ESC
const pieces = /\u001b\[[0-9;]*m|./gsu;

/** A line cut to a width in characters; colours do not count, and stay whole. */
function cut(line: string, width: number): string {
  let left = width;
  return (line.match(pieces) ?? []).filter((piece) => piece.startsWith("\u001b") || left-- > 0).join("");
}

const busiest = ({ rates }: WatchedElement): number =>
  Math.max(0, ...(rates ?? []).map((rate) => Math.abs(rate ?? 0)));

function row(
  { key, value, numbers, rates }: WatchedElement,
  fields: readonly NumberField[],
  { bold, green }: Style,
): string[] {
  if (fields.length === 0) return [bold(valueText(key)), valueText(value)];
  const cells = fields.flatMap((_, at) => [String(numbers[at] ?? "-"), green(rateText(rates?.[at]))]);
  return [bold(valueText(key)), ...cells];
}

/** A look as a table that fits a terminal, the busiest elements first. */
export function lookTable(look: Look, allFields: readonly NumberField[], frame: TableFrame): string {
  const { size, style, title } = frame;
  const fields = allFields.slice(0, mostColumns);
  const room = Math.max(size.rows - 4, 1);
  const order = look.elements
    .map((element, at) => ({ element, at, rate: busiest(element) }))
    .sort((a, b) => b.rate - a.rate || a.at - b.at);
  const shown = order.slice(0, room).map(({ element }) => row(element, fields, style));
  const head = ["key", ...(fields.length === 0 ? ["value"] : fields.flatMap(({ name }) => [name, ""]))];
  const right = fields.flatMap((_, at) => [2 * at + 1, 2 * at + 2]);
  const left = look.elements.length - shown.length;
  const count = `${look.elements.length}${look.more ? "+" : ""} elements`;
  const lines = [
    `${style.bold(title)}  ${count}${left > 0 ? `, ${left} not shown` : ""}`,
    ...columns([head.map(style.dim), ...shown], { right })
      .trimEnd()
      .split("\n"),
  ];
  return lines.map((line) => `${cut(line, size.columns - 1)}\n`).join("");
}

/** Puts a text into one look; returns it unchanged where there is no colour. */
export type Paint = (text: string) => string;

/** The looks that the command uses. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly blue: Paint;
  readonly magenta: Paint;
  readonly cyan: Paint;
}

const paint =
  (on: number, off: number): Paint =>
  (text) =>
    text === "" ? text : `\u001b[${on}m${text}\u001b[${off}m`;

/** ECMA-48 (SGR) colours. */
export const colorStyle: Style = {
  bold: paint(1, 22),
  dim: paint(2, 22),
  red: paint(31, 39),
  green: paint(32, 39),
  yellow: paint(33, 39),
  blue: paint(34, 39),
  magenta: paint(35, 39),
  cyan: paint(36, 39),
};

const same: Paint = (text) => text;

/** No colour at all. */
export const plainStyle: Style = {
  bold: same,
  dim: same,
  red: same,
  green: same,
  yellow: same,
  blue: same,
  magenta: same,
  cyan: same,
};

/** Colour only on a terminal that can show it, and never with NO_COLOR set to anything (https://no-color.org). */
export function styleFor(
  output: { readonly isTerminal: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Style {
  const wanted = output.isTerminal && !env.NO_COLOR && env.TERM !== "dumb";
  return wanted ? colorStyle : plainStyle;
}

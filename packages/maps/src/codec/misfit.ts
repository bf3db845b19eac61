/**
 * Why a value does not fit its layout, on the way up: structs and arrays add the step to the part that
 * failed, so that a value that fits costs no path. It becomes a ValueError before it leaves the codec.
 */
export class Misfit {
  readonly reason: string;
  readonly #steps: string[] = [];

  constructor(reason: string) {
    this.reason = reason;
  }

  /** @param step `.name` or `[3]` */
  inside(step: string): this {
    this.#steps.push(step);
    return this;
  }

  path(start: string): string {
    return start + this.#steps.toReversed().join("");
  }
}

/** "expected … , not …". */
export function unexpected(expected: string, value: unknown, hint = ""): Misfit {
  return new Misfit(`expected ${expected}, not ${shown(value)}${hint}`);
}

const longestShown = 40;

/** A value in the text of an error: short, whatever it is. */
function shown(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value.length <= longestShown ? JSON.stringify(value) : `a string of ${value.length} characters`;
    case "bigint":
      return `${value}n`;
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "boolean":
    case "undefined":
      return String(value);
    case "object":
      if (value === null) return "null";
      if (Array.isArray(value)) return `an array of ${value.length}`;
      return ArrayBuffer.isView(value) ? `${value.byteLength} bytes` : "an object";
    default:
      return `a ${typeof value}`;
  }
}

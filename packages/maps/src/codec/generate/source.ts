/** Code in the making: functions that call each other, and the constants that they use. */
export class Source {
  readonly #constants: unknown[] = [];
  readonly #functions: string[] = [];

  /** The name by which code reaches a value. */
  constant(value: unknown): string {
    const known = this.#constants.indexOf(value);
    return `k${known >= 0 ? known : this.#constants.push(value) - 1}`;
  }

  /** A function; returns its name. */
  define(parameters: string, body: string): string {
    const name = `f${this.#functions.length}`;
    this.#functions.push(`function ${name}(${parameters}) {\n${body}\n}`);
    return name;
  }

  /**
   * Runs the code and returns the value of an expression. @throws EvalError where code may not be made from
   * strings.
   */
  evaluate(expression: string): unknown {
    const names = this.#constants.map((_, i) => `k${i}`);
    const body = `"use strict";\n${this.#functions.join("\n")}\nreturn ${expression};`;
    return new Function(...names, body)(...this.#constants);
  }
}

/** `at + 8`. */
export function position(at: string, offset: number): string {
  return offset === 0 ? at : `${at} + ${offset}`;
}

/** A property in an object literal. */
export function literalKey(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : JSON.stringify(name);
}

/** Statements that each generated function begins with. */
export function views(parameter: string): string {
  return `const { u8, view } = ${parameter};`;
}

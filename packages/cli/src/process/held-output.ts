import type { Output } from "../context.js";

/**
 * Keeps what is written until {@link release}: a command that holds signals back must not wait for a reader meanwhile,
 * or nothing could stop it.
 */
export class HeldOutput implements Output {
  readonly #output: Output;
  #text = "";

  constructor(output: Output) {
    this.#output = output;
  }

  get isTerminal(): boolean {
    return this.#output.isTerminal;
  }

  write(text: string): void {
    this.#text += text;
  }

  release(): void {
    if (this.#text !== "") this.#output.write(this.#text);
    this.#text = "";
  }
}

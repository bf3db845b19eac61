import type { Context } from "../context.js";
import { ProgressLine } from "./progress-line.js";

const grouped = (count: number): string => count.toLocaleString("en-US");

/** The {@link ProgressLine} of work on the elements of a map. */
export class Progress implements Disposable {
  readonly #line: ProgressLine;
  readonly #verb: string;

  /** @param verb what is done to elements: "read", "set" */
  constructor(context: Context, verb: string, { streams = false } = {}) {
    this.#line = new ProgressLine(context, { streams });
    this.#verb = verb;
  }

  /** `done` elements are done. */
  report(done: number): void {
    this.#line.show(() => `${this.#verb} ${grouped(done)} elements`);
  }

  /** Takes the line away. */
  end(): void {
    this.#line.end();
  }

  [Symbol.dispose](): void {
    this.end();
  }
}

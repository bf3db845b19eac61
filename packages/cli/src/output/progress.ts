import type { Context } from "../context.js";

/** Milliseconds of work before progress is told, and between two tellings. */
const patience = 1000;
const interval = 100;

/** Back to the start of the line, and what stands there erased (ECMA-48 EL). */
const erase = "\r\u001b[K";

const grouped = (count: number): string => count.toLocaleString("en-US");

/**
 * A line on stderr that says how far long work has come: after a second, only on a terminal, and erased at the end. Not
 * where stdout is a terminal that shows what the work gives.
 */
export class Progress {
  readonly #stderr: Context["stderr"];
  readonly #verb: string;
  /** Undefined where nothing is to be told: the clock costs a millisecond when it is first read. */
  readonly #start: number | undefined;
  #next = patience;
  #shown = false;

  /** @param verb what is done to elements: "read", "set" */
  constructor({ stderr, stdout }: Context, verb: string, { streams = false } = {}) {
    this.#stderr = stderr;
    this.#verb = verb;
    if (stderr.isTerminal && !(streams && stdout.isTerminal)) this.#start = performance.now();
  }

  /** `done` elements are done. */
  report(done: number): void {
    if (this.#start === undefined) return;
    const elapsed = performance.now() - this.#start;
    if (elapsed < this.#next) return;
    this.#next = elapsed + interval;
    this.#shown = true;
    const seconds = (elapsed / 1000).toFixed(1);
    this.#stderr.write(`${erase}bpf: ${this.#verb} ${grouped(done)} elements in ${seconds} s`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown) this.#stderr.write(erase);
    this.#shown = false;
  }

  [Symbol.dispose](): void {
    this.end();
  }
}

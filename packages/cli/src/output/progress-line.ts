import type { Context } from "../context.js";

/** Milliseconds of work before progress is told, and between two tellings. */
const patience = 1000;
const interval = 100;

/** Back to the start of the line, and what stands there erased (ECMA-48 EL). */
const erase = "\r\u001b[K";

/**
 * A line on stderr that says how far long work has come: after a second, only on a terminal, and erased at the end. Not
 * where stdout is a terminal that shows what the work gives.
 */
export class ProgressLine implements Disposable {
  readonly #stderr: Context["stderr"];
  /** Undefined where nothing is to be told: the clock costs a millisecond when it is first read. */
  readonly #start: number | undefined;
  #next = patience;
  #shown = false;

  /** @param streams stdout shows what the work gives, while it works */
  constructor({ stderr, stdout }: Pick<Context, "stderr" | "stdout">, { streams = false } = {}) {
    this.#stderr = stderr;
    if (stderr.isTerminal && !(streams && stdout.isTerminal)) this.#start = performance.now();
  }

  /** Whether there will be a line, if the work is long enough. */
  get isWanted(): boolean {
    return this.#start !== undefined;
  }

  /** @param text what is done so far; the time that it took is put behind it */
  show(text: () => string): void {
    if (this.#start === undefined) return;
    const elapsed = performance.now() - this.#start;
    if (elapsed < this.#next) return;
    this.#next = elapsed + interval;
    this.#shown = true;
    this.#stderr.write(`${erase}bpf: ${text()} in ${(elapsed / 1000).toFixed(1)} s`);
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

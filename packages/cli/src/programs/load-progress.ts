import type { LoadProgress } from "@bpf/loader";
import type { Context } from "../context.js";
import { printable } from "../output/printable.js";
import { ProgressLine } from "../output/progress-line.js";

/** Milliseconds between two looks at the clock: the verifier may be busy with one program for long. */
const tick = 100;

/** The {@link ProgressLine} of a load. */
export class LoadProgressLine implements Disposable {
  readonly #line: ProgressLine;
  readonly #timer: NodeJS.Timeout | undefined;
  #state: LoadProgress | undefined;

  constructor(context: Pick<Context, "stderr" | "stdout">) {
    this.#line = new ProgressLine(context);
    if (this.#line.isWanted) this.#timer = setInterval(() => this.#show(), tick).unref();
  }

  /** The verifier begins with another program. */
  report(state: LoadProgress): void {
    this.#state = state;
    this.#show();
  }

  /** Makes room for other lines; the next look shows it again. */
  clear(): void {
    this.#line.end();
  }

  #show(): void {
    const state = this.#state;
    if (state === undefined) return;
    const { program, done, total } = state;
    this.#line.show(() => `${done} of ${total} programs verified, now ${printable(program)},`);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#line.end();
  }
}

import { JsonBytes } from "@bpf/maps";
import type { Output } from "../context.js";

/** Bytes that are written at a time: few system calls, and little memory. */
const pieceSize = 256 * 1024;

/** Room for a piece and the value that makes it full; larger ones make it grow. */
const roomSize = 320 * 1024;

/** Text of many values that goes to an output in large pieces. */
export class JsonStream {
  /** What was made since the last piece was written. */
  readonly piece = new JsonBytes(roomSize);
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  /** Whether nobody reads any more: there is no use in making more then. */
  get isGone(): boolean {
    return this.#output.isGone === true;
  }

  /** Writes the piece when it is large. */
  step(): void {
    if (this.piece.length >= pieceSize) this.flush();
  }

  /** Writes what there is. */
  flush(): void {
    const { bytes } = this.piece;
    if (bytes.length === 0) return;
    if (this.#output.writeBytes === undefined) this.#output.write(new TextDecoder().decode(bytes));
    else this.#output.writeBytes(bytes);
    this.piece.clear();
  }
}

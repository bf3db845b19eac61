import { isUtf8 } from "node:buffer";

/** Whole lines of a text, without their ends. */
export interface LineBlock {
  readonly lines: readonly string[];
  /** Number of the first of them, counted from 1. */
  readonly first: number;
}

/** Bytes of lines that are given at a time, at least. */
const blockSize = 1024 * 1024;

const newline = 0x0a;

/** Bytes that no line of text can be. */
export class LineError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** The lines that bytes hold; the bytes end where a line does. */
function* linesOf(bytes: Buffer, first: number): Generator<LineBlock> {
  if (isUtf8(bytes)) {
    yield { lines: bytes.toString("utf8").split("\n"), first };
    return;
  }
  // As far as it is good; then the line that is not.
  const lines: string[] = [];
  for (let start = 0; start <= bytes.length; ) {
    const found = bytes.indexOf(newline, start);
    const line = bytes.subarray(start, found < 0 ? bytes.length : found);
    if (!isUtf8(line)) break;
    lines.push(line.toString("utf8"));
    start += line.length + 1;
  }
  if (lines.length > 0) yield { lines, first };
  throw new LineError(first + lines.length, "it is not UTF-8");
}

/**
 * Lines of a text that comes in pieces, many at a time. What follows the last newline is a line too, unless empty.
 * @param lineLimit bytes that a line may have
 * @throws {LineError} a line that is not UTF-8, or longer
 */
export async function* lineBlocks(
  pieces: AsyncIterable<Uint8Array>,
  lineLimit: number,
): AsyncGenerator<LineBlock> {
  let kept: Uint8Array[] = [];
  let size = 0;
  let first = 1;
  for await (const piece of pieces) {
    kept.push(piece);
    size += piece.length;
    const last = piece.lastIndexOf(newline);
    if (last < 0 && size > lineLimit)
      throw new LineError(first, `it has more than ${lineLimit} bytes, and no end`);
    if (last < 0 || size < blockSize) continue;
    const rest = piece.length - last - 1;
    const bytes = Buffer.concat(kept);
    // A copy, so that the piece, which may be part of a larger buffer, is let go.
    kept = [Uint8Array.from(piece.subarray(last + 1))];
    size = rest;
    for (const block of linesOf(bytes.subarray(0, bytes.length - rest - 1), first)) {
      yield block;
      first += block.lines.length;
    }
  }
  const bytes = Buffer.concat(kept);
  const end = bytes.at(-1) === newline ? bytes.length - 1 : bytes.length;
  if (bytes.length > 0) yield* linesOf(bytes.subarray(0, end), first);
}

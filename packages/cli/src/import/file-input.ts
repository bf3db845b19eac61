import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { Input } from "../context.js";
import { CliError } from "../errors.js";

const pieceSize = 256 * 1024;

/**
 * A regular file, read in pieces as it is asked for.
 * @throws {CliError} ERR_FILE for anything else: opening a FIFO could wait for ever, and stdin takes one as well
 * @throws {Error} Node's own (ENOENT, EACCES, …)
 */
export function fileInput(path: string): Input & Disposable {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  if (!fstatSync(fd).isFile()) {
    closeSync(fd);
    throw new CliError("ERR_FILE", `${path} is not a regular file; give it on stdin: < ${path}`, { path });
  }
  return {
    async *read(signal?: AbortSignal) {
      for (;;) {
        if (signal?.aborted === true) return;
        const piece = new Uint8Array(pieceSize);
        const count = readSync(fd, piece, 0, pieceSize, null);
        if (count === 0) return;
        yield piece.subarray(0, count);
      }
    },
    [Symbol.dispose]: () => closeSync(fd),
  };
}

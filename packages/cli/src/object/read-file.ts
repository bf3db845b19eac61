import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { CliError } from "../errors.js";

/**
 * Reads a whole regular file of at most `limit` bytes.
 * @param wanted what the file should be, for errors: "a BPF object"
 * @throws {CliError} ERR_FILE: not a regular file, over the limit, or shortened while being read
 * @throws {Error} Node's own (ENOENT, EACCES, …) when it cannot be opened
 */
export function readRegularFile(path: string, limit: number, wanted: string): Uint8Array {
  // O_NONBLOCK: opening a FIFO must not wait for a writer, only to be refused then.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) {
      const kind = stat.isDirectory() ? "a directory" : "not a regular file";
      throw new CliError("ERR_FILE", `${path} is ${kind}; ${wanted} is needed`, { path });
    }
    const { size } = stat;
    if (size > limit)
      throw new CliError("ERR_FILE", `${path} has ${size} bytes; ${wanted} has at most ${limit}`, {
        path,
        size,
      });
    const bytes = new Uint8Array(size);
    let filled = 0;
    while (filled < size) {
      const count = readSync(fd, bytes, filled, size - filled, null);
      if (count === 0) throw new CliError("ERR_FILE", `${path} became shorter while it was read`, { path });
      filled += count;
    }
    return bytes;
  } finally {
    closeSync(fd);
  }
}

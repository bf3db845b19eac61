import { UsageError } from "../errors.js";
import { readRegularFile } from "../object/read-file.js";

/** Longest packet or context that is read from a file; the kernel takes less. */
const fileLimit = 1024 * 1024;

/**
 * Bytes of the command line: `hex:…`, or those of a file, `@FILE`.
 * @throws {UsageError} neither; {@link CliError} ERR_FILE; Node's own where the file cannot be opened
 */
export function bytesArgument(text: string, option: string, verb: string): Uint8Array {
  if (text.startsWith("@") && text.length > 1)
    return readRegularFile(text.slice(1), fileLimit, "a file of bytes");
  const digits = /^hex:((?:[0-9a-f]{2})*)$/i.exec(text)?.[1];
  if (digits !== undefined) return Uint8Array.from(Buffer.from(digits, "hex"));
  const why = text.startsWith("hex:") ? "takes two digits a byte" : "takes hex:… or @FILE";
  throw new UsageError(`--${option} ${why}, and ${JSON.stringify(text)} is not that`, verb);
}

/** Bytes as {@link bytesArgument} takes them. */
export const hexText = (bytes: Uint8Array): string => `hex:${Buffer.from(bytes).toString("hex")}`;

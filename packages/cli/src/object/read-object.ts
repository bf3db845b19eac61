import { basename } from "node:path";
import { type ObjectSpec, ParseError, type ParseOptions, parseObject } from "@bpf/elf";
import { parseLayout } from "../arguments/layout.js";
import type { OptionValues } from "../arguments/option-values.js";
import type { Messages } from "../output/messages.js";
import { readRegularFile } from "./read-file.js";

/**
 * Largest file that is read as an object, 256 MiB: over a hundred times the largest real ones, and small enough to be
 * held in memory twice.
 */
export const objectSizeLimit = 256 * 1024 * 1024;

/** An object's name, as libbpf takes it: the file's basename up to its first dot. */
export function objectName(path: string): string {
  return basename(path).split(".", 1)[0]!;
}

/** Decodes an object; an error names the file, in its text and as `file`. */
function parse(file: string, bytes: Uint8Array, options: ParseOptions): ObjectSpec {
  try {
    return parseObject(bytes, options);
  } catch (error) {
    if (ParseError.is(error)) {
      error.message = `${file}: ${error.message}`;
      Object.assign(error, { file });
    }
    throw error;
  }
}

/**
 * Reads and decodes the object in a file; what `--relaxed` let pass becomes warnings.
 * @throws {CliError} ERR_FILE; {@link UsageError} for `--layout`
 * @throws {ParseError} the file is no BPF object that can be understood
 */
export function readObject(
  file: string,
  options: OptionValues,
  verb: string,
  messages: Messages,
): ObjectSpec {
  const layout = options.layout === undefined ? undefined : parseLayout(options.layout, verb);
  const bytes = readRegularFile(file, objectSizeLimit, "a BPF object");
  const object = parse(file, bytes, {
    name: options.name ?? objectName(file),
    layout,
    relaxed: options.relaxed === true,
  });
  for (const warning of object.warnings) messages.warning(`${file}: ${warning}`);
  return object;
}

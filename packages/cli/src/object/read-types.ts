import { type Btf, type MapSpec, ParseError, parseBtf, parseObject } from "@bpf/elf";
import { CliError } from "../errors.js";
import { readRegularFile } from "./read-file.js";
import { objectName, objectSizeLimit } from "./read-object.js";

/** Types, and the map definitions beside them where an object has both. */
export interface FileTypes {
  readonly btf: Btf;
  readonly maps: ReadonlyMap<string, MapSpec>;
}

/** BTF_MAGIC of include/uapi/linux/btf.h, in either byte order. */
const isRawBtf = ([first, second]: Uint8Array): boolean =>
  (first === 0x9f && second === 0xeb) || (first === 0xeb && second === 0x9f);

/**
 * The types in an object, or in a file that is BTF alone, such as /sys/kernel/btf/vmlinux.
 * @throws {CliError} ERR_FILE: no such file, or an object without BTF
 * @throws {ParseError}
 */
export function readTypes(file: string): FileTypes {
  const bytes = readRegularFile(file, objectSizeLimit, "a BPF object or a BTF file");
  try {
    if (isRawBtf(bytes)) return { btf: parseBtf(bytes), maps: new Map() };
    const { btf, maps } = parseObject(bytes, { name: objectName(file) });
    if (btf !== undefined) return { btf, maps };
  } catch (error) {
    if (ParseError.is(error)) {
      error.message = `${file}: ${error.message}`;
      Object.assign(error, { file });
    }
    throw error;
  }
  throw new CliError("ERR_FILE", `${file} has no BTF: compile it with -g`, { path: file });
}

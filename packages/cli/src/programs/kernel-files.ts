import { gunzipSync } from "node:zlib";
import { type KernelConfig, parseKernelConfig } from "@bpf/loader";
import { CliError } from "../errors.js";
import { readRegularFile } from "../object/read-file.js";

/** Largest configuration and largest BTF that are read; real ones have 300 KB, and some 10 MB. */
const configLimit = 16 * 1024 * 1024;
const btfLimit = 256 * 1024 * 1024;

const isGzip = ([first, second]: Uint8Array): boolean => first === 0x1f && second === 0x8b;

function unzip(bytes: Uint8Array, path: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: configLimit });
  } catch (cause) {
    const text = `${path} cannot be unpacked: ${(cause as Error).message}`;
    throw new CliError("ERR_FILE", text, { path }, { cause });
  }
}

/**
 * The kernel configuration in a file such as /boot/config-RELEASE, or gzipped as /proc/config.gz.
 * @throws {CliError} ERR_FILE: not a regular file, too large, or without a single CONFIG_ line
 */
export function readKernelConfig(path: string): KernelConfig {
  const bytes = readRegularFile(path, configLimit, "a kernel configuration");
  const text = new TextDecoder("latin1").decode(isGzip(bytes) ? unzip(bytes, path) : bytes);
  const config = parseKernelConfig(text);
  if (config.size > 0) return config;
  throw new CliError("ERR_FILE", `${path} has no line CONFIG_NAME=VALUE: it is no kernel configuration`, {
    path,
  });
}

/** A file of BTF alone, as /sys/kernel/btf/vmlinux is. @throws {CliError} ERR_FILE */
export function readKernelBtf(path: string): Uint8Array {
  return readRegularFile(path, btfLimit, "a BTF file");
}

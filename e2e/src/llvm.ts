import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface LlvmSymbol {
  name: string;
  value: number;
  size: number;
  /** "GLOBAL" or "LOCAL". */
  binding: string;
  section: string;
}

/** Section names of an object by index, as llvm-readelf prints them. */
function readSections(object: string): Map<number, string> {
  const text = execFileSync("llvm-readelf", ["-S", "-W", object], { encoding: "utf8" });
  const rows = text.matchAll(/^ {2}\[ *(\d+)\] (\S*) /gm);
  return new Map([...rows].map(([, index, name]) => [Number(index), name!]));
}

/** The defined symbols of an object, as llvm-readelf prints them. */
export function readSymbols(object: string): LlvmSymbol[] {
  const sections = readSections(object);
  const text = execFileSync("llvm-readelf", ["-s", "-W", object], { encoding: "utf8" });
  const rows = text.matchAll(/^ +\d+: ([0-9a-f]{16}) +(\d+) \S+ +(\S+) +\S+ +(\d+) (\S+)$/gm);
  return [...rows].map(([, value, size, binding, section, name]) => ({
    name: name!,
    value: Number.parseInt(value!, 16),
    size: Number(size),
    binding: binding!,
    section: sections.get(Number(section)) ?? "",
  }));
}

/** The bytes of a section, as llvm-objcopy extracts them. */
export function readSection(object: string, section: string): Buffer {
  const directory = mkdtempSync(join(tmpdir(), "section-"));
  try {
    const file = join(directory, "bytes");
    execFileSync("llvm-objcopy", [`--dump-section=${section}=${file}`, object, "/dev/null"]);
    return readFileSync(file);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What libbpf would have the kernel load for one program. */
export interface LibbpfLoad {
  /** 0, or -errno: libbpf itself refuses the program. */
  readonly result: number;
  readonly type: number;
  readonly expectedAttachType: number;
  readonly flags: number;
  readonly attachBtfId: number;
  readonly instructions: Buffer;
  readonly functions: Buffer;
  readonly lines: Buffer;
  /** Name of the map behind a descriptor in the instructions. */
  readonly maps: ReadonlyMap<number, string>;
  /** What was written into maps before the load, by name. */
  readonly contents: ReadonlyMap<string, Buffer>;
}

let program: string | undefined;

/** Compiles e2e/native/core-libbpf.c; it is removed when the process ends. */
function coreLibbpf(): string {
  if (program !== undefined) return program;
  const directory = mkdtempSync(join(tmpdir(), "core-libbpf-"));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  program = join(directory, "core-libbpf");
  const source = fileURLToPath(new URL("../../../e2e/native/core-libbpf.c", import.meta.url));
  execFileSync("cc", ["-Wall", "-Werror", "-O1", source, "-o", program, "-lbpf"]);
  return program;
}

const bytesOf = (hex = "-"): Buffer => Buffer.from(hex === "-" ? "" : hex, "hex");

/**
 * Has libbpf load each program of an object alone, without a kernel: by the program's name.
 * @param types path of the kernel's BTF, raw or in an ELF; the running kernel's without
 */
export function loadsOfLibbpf(object: string, types = "", kconfig?: string): Map<string, LibbpfLoad> {
  const arguments_ = [object, types, ...(kconfig === undefined ? [] : [kconfig])];
  const output = execFileSync(coreLibbpf(), arguments_, { encoding: "utf8", maxBuffer: 2 ** 28 });
  const loads = new Map<string, LibbpfLoad>();
  let lines = new Map<string, string[]>();
  let maps = new Map<number, string>();
  let written = new Map<number, Buffer>();
  for (const line of output.split("\n")) {
    const [what = "", ...words] = line.split(" ");
    if (what === "map") maps.set(Number(words[0]), words[1]!);
    else if (what === "contents") written.set(Number(words[0]), bytesOf(words[1]));
    else if (what !== "program") lines.set(what, words);
    else {
      const [type, expectedAttachType, flags, attachBtfId] = (lines.get("attr") ?? []).map(Number);
      loads.set(words[0]!, {
        result: Number(words[1]),
        type: type ?? 0,
        expectedAttachType: expectedAttachType ?? 0,
        flags: flags ?? 0,
        attachBtfId: attachBtfId ?? 0,
        instructions: bytesOf(lines.get("insns")?.[0]),
        functions: bytesOf(lines.get("functions")?.[1]),
        lines: bytesOf(lines.get("lines")?.[1]),
        maps,
        contents: new Map([...written].map(([fd, bytes]) => [maps.get(fd) ?? "", bytes])),
      });
      lines = new Map();
      maps = new Map();
      written = new Map();
    }
  }
  return loads;
}

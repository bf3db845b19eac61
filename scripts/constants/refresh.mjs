#!/usr/bin/env node
/**
 * Makes extract.json anew from the BTF of a kernel:
 *
 *   node scripts/constants/refresh.mjs VMLINUX_BTF KERNEL_VERSION
 *
 * VMLINUX_BTF is a raw BTF file such as /sys/kernel/btf/vmlinux. Needs bpftool to read the BTF and cc for the
 * errno table of <errno.h>. Run generate.mjs afterwards.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const namedEnums = ["bpf_map_type", "bpf_cmd", "bpf_prog_type", "bpf_attach_type", "bpf_link_type"];

/** Anonymous enums, each known by a member that only it has. */
const anonymousEnums = {
  btf_kind: "BTF_KIND_INT",
  map_flags: "BPF_F_NO_PREALLOC",
  update_flags: "BPF_NOEXIST",
};

/** The enums of a BTF file: `{ name, members: [name, value][] }`. */
function readEnums(path) {
  const output = execFileSync("bpftool", ["-j", "btf", "dump", "file", path], {
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  return JSON.parse(output)
    .types.filter(({ kind }) => kind === "ENUM" || kind === "ENUM64")
    .map(({ name, values }) => ({ name, members: values.map((member) => [member.name, member.val]) }));
}

function pick(enums, wanted, test) {
  const found = enums.find(test);
  if (found === undefined) throw new Error(`this BTF has no enum for ${wanted}`);
  for (const [name, value] of found.members) {
    if (!Number.isSafeInteger(value)) throw new Error(`${name} does not fit a number: ${value}`);
  }
  return found.members;
}

/** errno names of the C library's headers, lowest first, aliases left out, each with strerror's text. */
function readErrnos() {
  const macros = execFileSync("cc", ["-E", "-dM", "-include", "errno.h", "-x", "c", "/dev/null"], {
    encoding: "utf8",
  });
  const names = [...macros.matchAll(/^#define (E[A-Z0-9]+) \d+$/gm)].map(([, name]) => name);
  const lines = names.map((name) => `printf("${name}\\t%d\\t%s\\n", ${name}, strerror(${name}));`);
  const source = `#include <errno.h>\n#include <stdio.h>\n#include <string.h>\nint main(void) {\n${lines.join("\n")}\n}\n`;
  const directory = mkdtempSync(join(tmpdir(), "errno-"));
  try {
    const program = join(directory, "errno");
    execFileSync("cc", ["-x", "c", "-", "-o", program], { input: source });
    const rows = execFileSync(program, { encoding: "utf8", env: { LC_ALL: "C" } })
      .trim()
      .split("\n");
    return rows
      .map((row) => row.split("\t"))
      .map(([name, number, text]) => [name, Number(number), text])
      .sort((a, b) => a[1] - b[1]);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const [path, version] = process.argv.slice(2);
if (path === undefined || version === undefined) {
  console.error("usage: refresh.mjs VMLINUX_BTF KERNEL_VERSION");
  process.exit(2);
}
const enums = readEnums(path);
const extract = { kernel: version, enums: {}, errno: readErrnos() };
for (const name of namedEnums) extract.enums[name] = pick(enums, name, (found) => found.name === name);
for (const [name, member] of Object.entries(anonymousEnums)) {
  extract.enums[name] = pick(enums, name, ({ members }) => members.some(([m]) => m === member));
}
const text = JSON.stringify(extract, null, 1).replace(
  /\[\s+("[^"]+"),\s+(-?\d+)(?:,\s+("[^"]+"))?\s+\]/g,
  (_, name, value, description) => `[${[name, value, description].filter(Boolean).join(", ")}]`,
);
writeFileSync(fileURLToPath(new URL("extract.json", import.meta.url)), `${text}\n`);

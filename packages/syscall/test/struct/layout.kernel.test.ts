import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Claim, claims } from "./layouts.js";

const directory = mkdtempSync(join(tmpdir(), "layout-"));
const layout = suite("layouts against the running kernel's types");

layout.before(() => {
  const header = execFileSync("bpftool", ["btf", "dump", "file", "/sys/kernel/btf/vmlinux", "format", "c"], {
    maxBuffer: 1 << 28,
  });
  writeFileSync(join(directory, "vmlinux.h"), header);
});
layout.after(() => rmSync(directory, { recursive: true }));

/** The compiler's complaints about claims, as static assertions over the kernel's own types. */
function complaints(list: Claim[]): string {
  const assertions = list.flatMap(({ type, field, offset, size }) => [
    `_Static_assert(__builtin_offsetof(${type}, ${field}) == ${offset}, "offset of ${type} ${field}");`,
    `_Static_assert(sizeof(((${type} *)0)->${field}) == ${size}, "size of ${type} ${field}");`,
  ]);
  writeFileSync(join(directory, "claims.c"), `#include "vmlinux.h"\n${assertions.join("\n")}\n`);
  return spawnSync("cc", ["-w", "-std=gnu11", "-fsyntax-only", join(directory, "claims.c")], {
    encoding: "utf8",
  }).stderr;
}

layout("every offset and size", () => {
  assert.is(complaints(claims()), "");
});

layout("a wrong offset is noticed", () => {
  const [first, ...others] = claims();
  assert.match(
    complaints([{ ...first!, offset: first!.offset + 4 }, ...others]),
    `offset of ${first!.type} ${first!.field}`,
  );
});

layout.run();

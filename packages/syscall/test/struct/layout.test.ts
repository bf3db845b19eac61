import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { claims, layouts } from "./layouts.js";

/**
 * Asks the C++ compiler and linux/bpf.h for every offset and size. A field that the installed header is too old for is
 * "absent" there; layout.kernel.test.ts holds those against the running kernel's types.
 */
function fromHeaders(): Map<string, string> {
  const lines = claims().map(
    ({ type, field }, index) => `
template <class T> void field${index}() {
  if constexpr (requires(T t) { t.${field}; })
    printf("${type} ${field}=%zu+%zu\\n", __builtin_offsetof(T, ${field}), sizeof(((T*)nullptr)->${field}));
  else
    printf("${type} ${field}=absent\\n");
}`,
  );
  const calls = claims().map(({ type }, index) => `  field${index}<${type}>();`);
  const program = `#include <linux/bpf.h>\n#include <linux/openat2.h>\n#include <stdio.h>\n${lines.join("")}\nint main() {\n${calls.join("\n")}\n}\n`;
  const directory = mkdtempSync(join(tmpdir(), "layout-"));
  try {
    writeFileSync(join(directory, "layout.cc"), program);
    execFileSync("c++", ["-std=c++20", "-O0", "-o", join(directory, "layout"), join(directory, "layout.cc")]);
    const output = execFileSync(join(directory, "layout"), { encoding: "utf8" });
    return new Map(
      output
        .trim()
        .split("\n")
        .map((line) => line.split("=") as [string, string]),
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const layout = suite("layouts against linux/bpf.h");

/** Members that came after Linux 6.1, whose header Debian bookworm has. */
const later =
  /^(struct bpf_link_info (perf_event|kprobe_multi|uprobe_multi|netfilter|tcx|netkit|sockmap|struct_ops|.*\.cookie$)|union bpf_attr log_true_size$)/;

layout("every offset and size", () => {
  const found = fromHeaders();
  for (const { type, field, offset, size } of claims()) {
    const name = `${type} ${field}`;
    const actual = found.get(name);
    if (actual === "absent" && later.test(name)) continue;
    assert.is(actual, `${offset}+${size}`, name);
  }
  assert.ok([...found.values()].filter((value) => value !== "absent").length > 60);
});

layout(
  "no field reaches past its struct, and each struct ends with its last field or the padding after it",
  () => {
    for (const [name, { size, fields }] of Object.entries(layouts)) {
      const ends = Object.values(fields).flatMap(({ at, size: length, lengthAt }) => [
        at + length,
        (lengthAt ?? 0) + 4,
      ]);
      const end = Math.max(...ends);
      assert.ok(end <= size && size - end < 8, `${name}: ${end} of ${size}`);
    }
  },
);

layout.run();

import { readdirSync, readFileSync, statfsSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";

const BPFFS_MAGIC = 0xcafe4a11;

test("a fresh bpffs lies at /sys/fs/bpf", () => {
  assert.is(statfsSync("/sys/fs/bpf").type, BPFFS_MAGIC);
  // Kernels built with CONFIG_BPF_PRELOAD put two dotted names there.
  assert.equal(
    readdirSync("/sys/fs/bpf").filter((name) => !name.endsWith(".debug")),
    [],
  );
});

test("no mount in here travels to another namespace", () => {
  for (const line of readFileSync("/proc/self/mountinfo", "utf8").trim().split("\n")) {
    assert.not.match(line, / shared:/);
  }
});

test.run();

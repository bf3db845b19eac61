import { test } from "uvu";
import * as assert from "uvu/assert";
import { readProgramSection } from "../../src/object/program-section.js";
import { cpuTime } from "../cpu-time.js";
import { LATER_SECTIONS, LIBBPF_SECTIONS } from "./libbpf-sections.js";

const rows = (LIBBPF_SECTIONS + LATER_SECTIONS).split("\n").filter((line) => line !== "");

test("the table of names is there", () => assert.ok(rows.length > 100));

for (const row of rows) {
  const [name = "", type, attachType] = row.split(" ");
  test(name, () => {
    const section = readProgramSection(name);
    assert.is(section.type, Number(type));
    assert.is(section.attachType ?? 0, Number(attachType));
    assert.is(section.sleepable, name.endsWith(".s") || name === "syscall");
    assert.is(section.autoload, true);
    assert.is("attachTo" in section, false);
  });

  test(`${name} with an extra`, () => {
    const plain = readProgramSection(name);
    assert.equal(readProgramSection(`${name}/some/extra`), { ...plain, attachTo: "some/extra" });
  });
}

const sections: [section: string, type: number | null, attachType: number | null, attachTo?: string][] = [
  ["tracepoint/syscalls/sys_enter_openat", 5, null, "syscalls/sys_enter_openat"],
  ["uprobe//bin/true:main", 2, null, "/bin/true:main"],
  ["kprobe/SyS_write", 2, null, "SyS_write"],
  // gobpf's
  ["socket/dummy", 1, null, "dummy"],
  ["sched_cls/filter", 3, null, "filter"],
  ["sched_act/drop", 4, null, "drop"],
  ["cgroup/skb/egress", 8, null, "egress"],
  ["xdp/prog_redirect", 6, 37, "prog_redirect"],
  ["xdp/devmap/extra", 6, 33, "extra"],
  // nobody's
  ["", null, null],
  ["?", null, null],
  ["/", null, null],
  ["xdpx", null, null],
  ["cgroup", null, null],
  ["cgroup/bind5", null, null],
  ["0/1", null, null],
  ["__proto__", null, null],
];
for (const [section, type, attachType, attachTo] of sections)
  test(`"${section}"`, () => {
    const read = readProgramSection(section);
    assert.is(read.type, type);
    assert.is(read.attachType, attachType);
    assert.is(read.attachTo, attachTo);
  });

test("a question mark keeps the meaning and turns autoload off", () => {
  const { autoload, ...meaning } = readProgramSection("?fentry.s/do_unlinkat");
  assert.is(autoload, false);
  assert.equal(meaning, { type: 26, attachType: 24, sleepable: true, attachTo: "do_unlinkat" });
});

test("a name of a million slashes takes no time", () => {
  const start = cpuTime();
  assert.is(readProgramSection("/".repeat(1_000_000)).type, null);
  assert.ok(cpuTime() - start < 2000);
});

test.run();

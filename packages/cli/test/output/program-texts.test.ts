import { test } from "uvu";
import * as assert from "uvu/assert";
import { dumpText } from "../../src/output/dump-text.js";
import { loadText } from "../../src/output/load-text.js";
import { planText } from "../../src/output/plan-text.js";
import { runText } from "../../src/output/run-text.js";
import { plainStyle } from "../../src/output/style.js";
import { unpinText } from "../../src/output/unpin-text.js";
import type { LoadedProgramReport } from "../../src/report/load-report.js";

const lines = (...rows: string[]): string => rows.map((row) => `${row}\n`).join("");

const program: LoadedProgramReport = {
  name: "count",
  type: "xdp",
  section: "xdp",
  id: 7,
  tag: "0123456789abcdef",
  outcome: "pinned",
  path: "/sys/fs/bpf/p/count",
};

test("load: maps, then programs, those that were not loaded too", () => {
  const report = {
    maps: [
      { name: "flows", id: 1, outcome: "created", path: "/sys/fs/bpf/flows" },
      { name: ".rodata", id: 2, outcome: "unpinned", path: null },
    ],
    programs: [program, { ...program, name: "other", id: null, tag: null, outcome: "skipped", path: null }],
  } as const;
  assert.is(
    loadText(report, plainStyle),
    lines(
      "flows    created   id 1  /sys/fs/bpf/flows",
      ".rodata  unpinned  id 2",
      "count    pinned    id 7  /sys/fs/bpf/p/count  xdp",
      "other    skipped                              xdp",
    ),
  );
  assert.is(loadText({ maps: [] }, plainStyle), "no map was pinned\n");
  assert.is(loadText({ maps: [], programs: [] }, plainStyle), "no maps, and no programs\n");
});

test("plan: what is in a program's way is told below it, whatever it is", () => {
  const path = "/sys/fs/bpf/p/count";
  const report = {
    actions: [{ map: "flows", action: "create", path: null, mismatches: [] }],
    programs: [
      { program: "count", action: "conflict", path, kind: "prog", id: 9 },
      { program: "filter", action: "conflict", path: "/sys/fs/bpf/p/filter", kind: "directory", id: null },
      { program: "spare", action: "skip", path: null, kind: null, id: null },
    ],
  } as const;
  assert.is(
    planText(report, plainStyle),
    lines(
      "flows   create    (no pin: would be gone with the programs that use it)",
      "count   conflict  /sys/fs/bpf/p/count",
      "    there is a program (id 9)",
      "filter  conflict  /sys/fs/bpf/p/filter",
      "    there is a directory",
      "spare   skip",
    ),
  );
});

test("unpin: a program's name stands where a map's does", () => {
  const removed = [{ map: null, program: "count", path: "/sys/fs/bpf/p/count" }];
  const text = unpinText({ removed, absent: [], failed: [] }, plainStyle);
  assert.is(text, "removed  /sys/fs/bpf/p/count  count\n");
});

test("run: a return value that may be negative is shown as such too", () => {
  const report = { returnValue: 2, durationNs: 35, data: "hex:00", context: null };
  assert.is(runText(report, plainStyle), lines("returned  2", "duration  35 ns", "data      hex:00"));
  const negative = runText({ ...report, returnValue: 0xffffffff }, plainStyle);
  assert.match(negative, /^returned {2}4294967295 \(-1\)$/m);
});

test("dump: functions, lines of C, instructions; a source cannot move the cursor", () => {
  const source = { file: "/src/a.bpf.c", line: 3, column: 2, text: "return 0;\u001b[2J" };
  const instructions = [
    { index: 0, opcode: "b7", text: "r0 = 0", function: "main", source },
    { index: 1, opcode: "95", text: "exit" },
    { index: 2, opcode: "95", text: "exit", function: "sub" },
  ];
  assert.is(
    dumpText({ name: "main", tag: "", instructions }, plainStyle),
    lines(
      "main:",
      "; return 0;\\u001b[2J  @ a.bpf.c:3",
      "   0: (b7) r0 = 0",
      "   1: (95) exit",
      "",
      "sub:",
      "   2: (95) exit",
    ),
  );
});

test.run();

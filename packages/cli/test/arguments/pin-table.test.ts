import { test } from "uvu";
import * as assert from "uvu/assert";
import { parsePinTable } from "../../src/arguments/pin-table.js";

/** The example of iproute2's etc/iproute2/bpf_pinning, uncommented. */
const shipped = `#
# subpath mappings from mount point for pinning
#
3	tracing
4	foo/bar
5	tc/cls1
`;

test("iproute2's own example", () => {
  assert.equal(
    [...parsePinTable(shipped, "t")],
    [
      [3, "tracing"],
      [4, "foo/bar"],
      [5, "tc/cls1"],
    ],
  );
});

test("hex ids, comments behind a row, blank lines, CRLF, no final newline", () => {
  assert.equal(
    [...parsePinTable("  0x10 a # why\r\n\r\n\t\n7   b", "t")],
    [
      [16, "a"],
      [7, "b"],
    ],
  );
  assert.is(parsePinTable("", "t").size, 0);
});

const faults: [text: string, line: number, pattern: RegExp][] = [
  ["# x\nthree tracing", 2, /"three" is no id/],
  ["-3 a", 1, /"-3" is no id/],
  ["4294967296 a", 1, /no id of 32 bits/],
  ["3 a\n\n4", 3, /id 4 has no subpath/],
  ["3 a b", 1, /more than an id and a subpath: "b"/],
  ["2 a", 1, /id 2 is reserved/],
  ["3 a\n3 b", 2, /id 3 has a subpath already/],
  ["3 a\n0x3 b", 2, /id 3 has a subpath already/],
];

for (const [text, line, pattern] of faults)
  test(`fault in line ${line} of ${JSON.stringify(text)}`, () => {
    try {
      parsePinTable(text, "the/table");
      assert.unreachable("no error");
    } catch (error) {
      const {
        code,
        message,
        path,
        line: told,
      } = error as Error & { code: string; path: string; line: number };
      assert.is(code, "ERR_PIN_TABLE");
      assert.is(path, "the/table");
      assert.is(told, line);
      assert.ok(message.startsWith(`the/table:${line}: `), message);
      assert.match(message, pattern);
    }
  });

test.run();

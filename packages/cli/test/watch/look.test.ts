import type { JsonValue, Layout } from "@bpf/maps";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { KeyedJson } from "../../src/map/kinds.js";
import { colorStyle, plainStyle } from "../../src/output/style.js";
import { type Look, mostElements, Watcher } from "../../src/watch/look.js";
import { lookJson, lookLines } from "../../src/watch/look-lines.js";
import { lookTable } from "../../src/watch/look-table.js";
import { numberFields } from "../../src/watch/number-fields.js";

const u64: Layout = { kind: "integer", size: 8, signed: false };
const layout: Layout = {
  kind: "struct",
  name: "flow",
  size: 16,
  fields: [
    { name: "packets", offset: 0, layout: u64 },
    { name: "bytes", offset: 8, layout: u64 },
  ],
};
const fields = numberFields(layout);

/** Looks at a map that has these entries each second. */
function looks(...contents: [JsonValue, JsonValue][][]): Look[] {
  let entries: [JsonValue, JsonValue][] = [];
  const watcher = new Watcher({ entries: () => entries.values() } as unknown as KeyedJson, fields);
  return contents.map((content, second) => {
    entries = content;
    return watcher.look(5000 + second * 2000);
  });
}

const flow = (packets: number | string, bytes: number): JsonValue => ({
  packets: String(packets),
  bytes: String(bytes),
});

const [first, second] = looks(
  [
    ["a", flow(10, 1000)],
    ["b", flow("18446744073709551614", 0)],
    ["c", flow(1, 1)],
  ],
  [
    ["a", flow(10, 1000)],
    ["b", flow("18446744073709551615", 50)],
    ["d", flow(0, 0)],
  ],
) as [Look, Look];

test("rates a second, also of numbers over 2^53; what is new, changed and gone", () => {
  assert.ok(first.elements.every(({ rates, changed }) => rates === undefined && changed));
  assert.equal(first.gone, []);
  assert.equal(
    second.elements.map(({ key, rates, changed }) => [key, rates, changed]),
    [
      ["a", [0, 0], false],
      ["b", [0.5, 25], true],
      ["d", undefined, true],
    ],
  );
  assert.equal(second.gone, ["c"]);
});

test("plain lines: all at first, then what has changed", () => {
  assert.is(lookLines(first, fields).split("\n").length, 4);
  assert.is(
    lookLines(second, fields),
    "b  packets 18446744073709551615 +0.5/s  bytes 50 +25/s\nd  packets 0  bytes 0\nc  gone\n",
  );
  assert.is(lookLines(first, []).split("\n")[0], 'a  {"packets":"10","bytes":"1000"}');
});

test("JSON: one line a look, with all elements", () => {
  const document = JSON.parse(lookJson(second, fields, new Date(0)));
  assert.equal(document, {
    time: "1970-01-01T00:00:00.000Z",
    elements: [
      { key: "a", value: flow(10, 1000), rates: { packets: 0, bytes: 0 } },
      { key: "b", value: flow("18446744073709551615", 50), rates: { packets: 0.5, bytes: 25 } },
      { key: "d", value: flow(0, 0), rates: null },
    ],
    gone: ["c"],
  });
});

const frame = (columns: number, rows: number) => ({
  title: "/sys/fs/bpf/flows",
  size: { columns, rows },
  style: plainStyle,
});

test("a table: the busiest first, cut to the terminal, in colour or not", () => {
  const lines = lookTable(second, fields, frame(100, 24)).split("\n");
  assert.is(lines[0], "/sys/fs/bpf/flows  3 elements");
  assert.equal(
    lines.slice(2, 5).map((line) => line[0]),
    ["b", "a", "d"],
  );
  assert.match(lines[2]!, /^b +18446744073709551615 +\+0\.5\/s +50 +\+25\/s$/);
  const small = lookTable(second, fields, frame(30, 6)).split("\n");
  assert.is(small.length, 2 + 2 + 1);
  assert.match(small[0]!, /^\/sys\/fs\/bpf\/flows {2}3 elements/);
  for (const line of small) assert.ok(line.length < 30, line);
  const colored = lookTable(second, fields, { ...frame(30, 6), style: colorStyle });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: SGR sequences begin with ESC
  assert.is(colored.replace(/\u001b\[[0-9;]*m/g, ""), small.join("\n"));
});

test("of a large map as many elements are followed as were met first, and none is told to be gone", () => {
  const many = (from: number): [JsonValue, JsonValue][] =>
    Array.from({ length: mostElements + 5 }, (_, at) => [String(from + at), flow(1, 1)]);
  const [before, after] = looks(many(0), many(100)) as [Look, Look];
  assert.is(before.elements.length, mostElements);
  assert.ok(before.more && after.more);
  assert.equal(after.gone, []);
  assert.match(lookTable(after, fields, frame(80, 10)), /10000\+ elements, 9994 not shown/);
});

test.run();

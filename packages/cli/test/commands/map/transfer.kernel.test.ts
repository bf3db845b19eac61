import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMap } from "@bpf/maps";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Input } from "../../../src/context.js";
import { allBytes, map, mapJson, pinMaps, pinPlainMap, root, unpin } from "../../maps.js";
import { testObject } from "../../objects.js";
import { runLine } from "../../support.js";

const test = suite<{ directory: string }>("export import");

test.before(async (context) => {
  context.directory = mkdtempSync(join(tmpdir(), "bpf-import-"));
  await pinMaps("typed-maps");
});
test.after(({ directory }) => rmSync(directory, { recursive: true }));

/** Text as the standard input, in pieces of some bytes. */
const stdin = (text: string, size = 4096): Input => ({
  async *read() {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  },
});

/** Sets `count` elements of random bytes, padding and all, through bpftool. */
function fill(pin: string, count: number, next: () => number): void {
  const { bytes_key: keySize, bytes_value: valueSize } = JSON.parse(
    execFileSync("bpftool", ["-j", "map", "show", "pinned", `${root}/${pin}`], { encoding: "utf8" }),
  );
  const bytes = (size: number): string => Array.from({ length: size }, () => next()).join(" ");
  const lines = Array.from(
    { length: count },
    () => `map update pinned ${root}/${pin} key ${bytes(keySize)} value ${bytes(valueSize)}\n`,
  );
  execFileSync("bpftool", ["batch", "file", "-"], {
    input: lines.join(""),
    stdio: ["pipe", "ignore", "inherit"],
  });
}

/** Bytes that come again in each run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    // Often a byte that means something to a text, a boolean or an enum.
    return (state >>> 24) % 3 === 0 ? (state >>> 16) & 3 : (state >>> 16) & 255;
  };
}

for (const pin of ["flows", "recent", "cpu_gauges", "cpu_recent", "measures", "serials", "guarded"])
  test(`${pin}: random bytes out, and the same bytes in again`, async () => {
    fill(pin, 16, generator(pin.length));
    const before = allBytes(pin);
    assert.ok(before.length > 0);
    const { code, stdout, stderr } = await map("export", pin);
    assert.equal([code, stderr], [0, ""]);
    const lines = stdout.trimEnd().split("\n");
    assert.is(lines.length, before.length);
    for (const line of lines) assert.equal(Object.keys(JSON.parse(line)), ["key", "value"]);
    await mapJson("clear", pin);
    assert.equal(allBytes(pin), []);
    const imported = await runLine(["map", "import", pin, "--json"], { stdin: stdin(stdout, 777) });
    assert.equal(imported.document(), { imported: before.length }, imported.stderr);
    assert.equal(allBytes(pin), before);
    await mapJson("clear", pin);
  });

for (const [pin, count] of [
  ["headers", 5],
  ["gauges", 600],
  ["cpu_totals", 3],
] as const)
  test(`${pin}: an array`, async () => {
    await mapJson(
      "set",
      pin,
      "1",
      pin === "cpu_totals" ? "-9" : "hex:".padEnd(pin === "headers" ? 42 : 28, "5a"),
    );
    const before = allBytes(pin);
    const { stdout } = await map("export", pin);
    await mapJson("clear", pin);
    assert.not.equal(allBytes(pin), before);
    const imported = await runLine(["map", "import", pin, "--json"], { stdin: stdin(stdout) });
    assert.equal(imported.document(), { imported: count });
    assert.equal(allBytes(pin), before);
  });

test("prefixes", async () => {
  const text = [
    '{"key":"10.0.0.0/8","value":{"device":1,"metric":-1,"on_link":true}}',
    '{"key":"0.0.0.0/0","value":{"device":2,"metric":0,"on_link":false}}\n',
  ].join("\n");
  const imported = await runLine(["map", "import", "routes4", "--json"], { stdin: stdin(text) });
  assert.equal(imported.document(), { imported: 2 }, imported.stderr);
  const exported = (await map("export", "routes4")).stdout;
  assert.equal(exported.trim().split("\n").sort(), text.trim().split("\n").sort());
});

/** Floats whose text is that of an integer that is quoted, and others about as large. */
const floats = [1e15, 1e16, 123456789012345680000, -1e17, 999999999999999900000, 1e21, -1e300, 2 ** 53 + 2];

test("floats from 1e15 to 1e21 out and in again, and by set", async () => {
  const bytesOf = (value: number): string => {
    const bytes = Buffer.alloc(32);
    bytes.writeFloatLE(Math.fround(Math.min(Math.max(value, -1e30), 1e30)), 0);
    bytes.writeDoubleLE(value, 8);
    for (const at of [16, 20, 24]) bytes.writeFloatLE(-1e16, at);
    return `hex:${bytes.toString("hex")}`;
  };
  for (const [key, value] of floats.entries()) await mapJson("set", "measures", `${key}`, bytesOf(value));
  const before = allBytes("measures");
  const { stdout } = await map("export", "measures");
  assert.match(stdout, /"mean":10000000000000000,/);
  assert.match(stdout, /"mean":999999999999999900000,/);
  await mapJson("clear", "measures");
  const imported = await runLine(["map", "import", "measures", "--json"], { stdin: stdin(stdout) });
  assert.equal(imported.document(), { imported: floats.length }, imported.stderr);
  assert.equal(allBytes("measures"), before);
  await mapJson("clear", "measures");
  for (const [key, value] of floats.entries()) {
    const ratio = Math.fround(Math.min(Math.max(value, -1e30), 1e30));
    const history = [-1e16, -1e16, -1e16];
    await mapJson("set", "measures", `${key}`, JSON.stringify({ ratio, mean: value, history }));
  }
  assert.equal(allBytes("measures"), before);
  await mapJson("clear", "measures");
});

for (const mebibytes of [4, 40])
  test(`a value of ${mebibytes} MiB`, async () => {
    const size = mebibytes * 1024 * 1024;
    pinPlainMap("huge", `type array key 4 value ${size} entries 1`);
    using raw = openMap<number, Uint8Array>(`${root}/huge`);
    const bytes = randomBytes(size);
    raw.set(0, bytes);
    const { code, stdout, stderr } = await map("export", "huge");
    assert.equal([code, stderr], [0, ""]);
    assert.ok(stdout.length > 2 * size, `${stdout.length} characters`);
    await mapJson("clear", "huge");
    assert.is(
      raw.get(0)!.find((byte) => byte !== 0),
      undefined,
    );
    const imported = await runLine(["map", "import", "huge", "--json"], { stdin: stdin(stdout, 2 ** 18) });
    assert.equal([imported.code, imported.stdout], [0, '{"imported":1}\n'], imported.stderr);
    assert.ok(bytes.equals(raw.get(0)!), "other bytes");
    unpin("huge");
  });

test("into a queue, a stack and a filter", async () => {
  const types = ["--btf", testObject("typed-maps")];
  const job = { command: "x", direction: "IN", arguments: [0, 0, 0] };
  const text = [1, 2].map((id) => `${JSON.stringify({ value: { id, ...job } })}\n`).join("");
  for (const [pin, first] of [
    ["jobs", "1"],
    ["undo", "2"],
  ] as const) {
    const imported = await runLine(["map", "import", pin, ...types, "--json"], { stdin: stdin(text) });
    assert.equal(imported.document(), { imported: 2 }, imported.stderr);
    assert.is((await mapJson("pop", pin, ...types)).value.id, first);
    await mapJson("clear", pin);
  }
  const members = '{"value":{"zone":3,"number":4}}';
  await runLine(["map", "import", "known"], { stdin: stdin(members) });
  assert.equal(await mapJson("has", "known", '{"zone":3,"number":4}'), { has: true });
});

test("a bad line: exit 1, its number, and how many were set before it", async ({ directory }) => {
  pinPlainMap("plain", "type hash key 4 value 4 entries 3");
  const good = (key: number) => `{"key":"hex:0${key}000000","value":"hex:00000000"}`;
  const bad: [lines: string[], line: number, imported: number, pattern: RegExp][] = [
    [[good(1), "", "nonsense", good(2)], 3, 1, /not JSON/],
    [[good(1), '{"key":"hex:01"}'], 2, 1, /no "value"/],
    [[good(1), good(2), '{"key":"hex:01","value":"hex:00000000"}'], 3, 2, /^line 3 of .*: key: /],
    [[good(1), good(2), good(3), good(4), good(5)], 4, 3, /E2BIG/],
    [["\uD800".slice(1), `{"key":1.5,"value":2}`], 2, 0, /key: /],
  ];
  for (const [lines, line, imported, pattern] of bad) {
    const file = join(directory, "bad.jsonl");
    writeFileSync(file, lines.join("\n"));
    const { code, stdout, error } = await runLine(["map", "import", "plain", file, "--json"]);
    assert.equal([code, stdout], [1, ""], lines.join());
    const told = error();
    assert.equal([told.code, told.line, told.file], ["ERR_IMPORT", line, file], told.message);
    assert.match(told.message, pattern);
    assert.is(told.imported, imported, told.message);
    await mapJson("clear", "plain");
  }
  const { code, error } = await runLine(["map", "import", "plain", "--json"], { stdin: stdin("\xff\n{") });
  assert.equal([code, error().line, error().file], [1, 1, "stdin"]);
  unpin("plain");
});

test("--create refuses what is there", async () => {
  pinPlainMap("plain", "type hash key 4 value 4 entries 3");
  const text = '{"key":"hex:01000000","value":"hex:00000000"}\n';
  await runLine(["map", "import", "plain", "--create"], { stdin: stdin(text) });
  const again = await runLine(["map", "import", "plain", "--create", "--json"], { stdin: stdin(text) });
  assert.equal([again.code, again.error().line, again.error().errno], [1, 1, "EEXIST"]);
  const update = await runLine(["map", "import", "plain", "--update"], { stdin: stdin(text) });
  assert.is(update.code, 0);
  unpin("plain");
});

test("files that are none, and no input at all", async ({ directory }) => {
  const fifo = join(directory, "fifo");
  execFileSync("mkfifo", [fifo]);
  for (const path of [fifo, directory])
    assert.is((await runLine(["map", "import", "guarded", path, "--json"])).error().code, "ERR_FILE");
  const absent = await runLine(["map", "import", "guarded", join(directory, "gone"), "--json"]);
  assert.equal([absent.code, absent.error().code], [1, "ENOENT"]);
  assert.equal(await mapJson("import", "guarded"), { imported: 0 });
});

test("a signal stops it between two batches, and says how far it came", async () => {
  pinPlainMap("large", "type hash key 4 value 4 entries 300000");
  const controller = new AbortController();
  const hex = (value: number) => value.toString(16).padStart(8, "0");
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < 300_000; at++) {
      if (at === 100_000) controller.abort();
      yield Buffer.from(`{"key":"hex:${hex(at)}","value":"hex:00000000"}\n`);
    }
  }
  const { code, stdout, stderr } = await runLine(["map", "import", "large", "--json"], {
    stdin: { read: endless },
    stoppable: async (work) => {
      await work(controller.signal);
      return 130;
    },
  });
  assert.is(code, 130);
  const { imported } = JSON.parse(stdout);
  assert.ok(imported > 0 && imported < 100_000, String(imported));
  assert.match(stderr, `the lines after the first ${imported} elements were not set`);
  assert.equal(await mapJson("count", "large"), { count: imported });
  unpin("large");
});

test.run();

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bigEndianObject, exampleObject, testObject } from "../objects.js";
import { runLine } from "../support.js";

const inspect = async (...argv: string[]) => {
  const outcome = await runLine(["inspect", ...argv, "--json"]);
  assert.is(outcome.code, 0, outcome.stderr);
  return outcome.document();
};

test("the BTF example: keys, names and values of the whole document", async () => {
  const file = exampleObject("pinmap");
  assert.equal(await inspect(file), {
    file,
    byteOrder: "little",
    license: "GPL",
    maps: [
      {
        name: "pinmap",
        section: ".maps",
        definition: "btf",
        type: "array",
        keySize: 4,
        valueSize: 8,
        maxEntries: 1,
        flags: 0,
        mapExtra: "0",
        pinning: "by-name",
        namespace: null,
        pinPath: "/sys/fs/bpf/pinmap",
        inner: null,
      },
    ],
    // `llvm-objdump -d` counts 13 lines; ld_imm64 takes two of the 8-byte slots.
    programs: [
      { name: "count", section: "socket", type: "socket_filter", attachType: null, instructions: 13 },
    ],
  });
});

test("big-endian objects are inspected on any machine", async () => {
  const document = await inspect(bigEndianObject("pinmap"));
  assert.is(document.byteOrder, "big");
  assert.is(document.maps[0].valueSize, 8);
});

test("a pin that cannot be resolved has no path, and is no failure", async () => {
  const file = exampleObject("gobpf-custom");
  const [map] = (await inspect(file)).maps;
  assert.is(map.pinning, "custom");
  assert.is(map.pinPath, null);
  const [chosen] = (await inspect(file, "--pin-path", "maps/dummy_array_custom=ns1/test1")).maps;
  assert.is(chosen.pinPath, "/sys/fs/bpf/ns1/test1");
  assert.match((await runLine(["inspect", file])).stdout, /custom +needs an option$/m);
});

test("scopes of iproute2's layout, the table's included", async () => {
  const file = testObject("legacy-iproute2");
  const sha1 = execFileSync("sha1sum", [file], { encoding: "utf8" }).slice(0, 40);
  const directory = mkdtempSync(join(tmpdir(), "bpf-cli-"));
  const table = join(directory, "bpf_pinning");
  writeFileSync(table, "# id subpath\n3 foo/bar\n");
  const paths = Object.fromEntries(
    (await inspect(file, "--pin-table", table)).maps.map((map: { name: string; pinPath: string }) => [
      map.name,
      map.pinPath,
    ]),
  );
  assert.equal(paths, {
    tc_none: null,
    tc_object: `/sys/fs/bpf/tc/${sha1}/tc_object`,
    tc_global: "/sys/fs/bpf/tc/globals/tc_global",
    tc_table: "/sys/fs/bpf/foo/bar/tc_table",
  });
  const { maps } = await inspect(file);
  assert.equal(maps.find(({ name }: { name: string }) => name === "tc_table").pinning, { id: 3 });
  writeFileSync(table, "3 foo/bar\nx y\n");
  const { code, error } = await runLine(["inspect", file, "--pin-table", table, "--json"]);
  assert.is(code, 2);
  assert.equal([error().code, error().line], ["ERR_PIN_TABLE", 2]);
  rmSync(directory, { recursive: true });
});

test("a map of maps has its template as inner", async () => {
  const { maps } = await inspect(exampleObject("inner-maps"));
  const outer = maps.find(({ name }: { name: string }) => name === "hours");
  assert.is(outer.type, "array_of_maps");
  assert.is(outer.inner.name, "hours.inner");
  assert.is(outer.inner.type, "array");
  assert.is(outer.inner.pinPath, null);
});

test("wrong options are wrong usage here too", async () => {
  const file = exampleObject("pinmap");
  const lines: [argv: string[], pattern: RegExp][] = [
    [
      ["--pin-path", "nope=x"],
      /--pin-path or --no-pin names the map "nope", which the object does not define/,
    ],
    [["--max-entries", "nope=1"], /--max-entries names the map "nope"/],
    [["--pin-path", "pinmap=../x"], /\.\. is not allowed/],
    [["--pin-path", "pinmap=/etc/x"], /outside the root/],
    [["--pin-path", "pinmap=a", "--no-pin", "pinmap"], /map "pinmap" is given twice/],
    [["--pin-path", "pinmap=a", "--no-pin", ".maps"], /names the map pinmap twice/],
    [["--pin-root", "a/../b"], /\.\. is not allowed/],
    [["--max-entries", "pinmap=0"], /whole number from 1/],
    [["--layout", "gobfp"], /did you mean gobpf/],
  ];
  for (const [argv, pattern] of lines) {
    const { code, error } = await runLine(["inspect", file, ...argv, "--json"]);
    assert.is(code, 2, argv.join(" "));
    assert.match(error().message, pattern, argv.join(" "));
  }
});

test("bad objects: exit 1, the parser's code and place, and the file's name", async () => {
  const { code, error } = await runLine(["inspect", "/etc/passwd", "--json"]);
  assert.is(code, 1);
  assert.is(error().code, "ERR_ELF_MAGIC");
  assert.equal([error().file, error().offset], ["/etc/passwd", 0]);
  assert.match(error().message, /^\/etc\/passwd: not an ELF file/);
  const missing = await runLine(["inspect", "/nonexistent.o", "--json"]);
  assert.is(missing.code, 1);
  assert.is(missing.error().code, "ENOENT");
  assert.is(missing.error().path, "/nonexistent.o");
});

test("--relaxed turns an unknown member into a warning on stderr", async () => {
  const file = testObject("../bad/btf-unknown-member");
  assert.is((await runLine(["inspect", file])).code, 1);
  const { code, stderr, document } = await runLine(["inspect", file, "--relaxed", "--json"]);
  assert.is(code, 0);
  assert.is(typeof document().maps, "object");
  assert.match(stderr, /^bpf: .*member/);
});

test.run();

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fitBtf, MapFlag, MapType, parseObject } from "@bpf/elf";
import { type BpfFd, btfLoad, mapCreate, mapUpdate } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openMap } from "../../src/keyed-map/open-map.js";
import type { StructLayout } from "../../src/layout/layout.js";
import { openVariables } from "../../src/live/open-variables.js";
import { bpftoolJson } from "../bpftool.js";
import { mapError, openFds } from "../errors.js";
import { createMap, typedMaps } from "../object-maps.js";

const test = suite("variables on the kernel");

const file = new URL("../../../../testdata/objects/le/typed-variables.o", import.meta.url).pathname;
const maps = "/sys/fs/bpf/maps";
const u64 = { kind: "integer", size: 8, signed: false } as const;
const program = "/sys/fs/bpf/run";
const object = parseObject(readFileSync(file), { name: "typed-variables" });

// libbpf makes the maps, fills and freezes them.
test.before(() => {
  execFileSync("bpftool", ["prog", "load", file, program, "pinmaps", maps], { stdio: "pipe" });
});

const runProgram = (): void => {
  const run = ["prog", "run", "pinned", program, "data_in", "-", "repeat", "1"];
  execFileSync("bpftool", run, { input: Buffer.alloc(64), stdio: "pipe" });
};

/** The variables as bpftool prints them by the map's BTF. */
function dumped(pin: string): Record<string, unknown> {
  const [{ formatted }] = bpftoolJson<[{ formatted: { value: Record<string, Record<string, unknown>[]> } }]>(
    "map",
    "dump",
    "pinned",
    `${maps}/${pin}`,
  );
  return Object.assign({}, ...Object.values(formatted.value).flat());
}

test("the values that the source gives, of every type", () => {
  using data = openVariables(`${maps}/typed_va_data`);
  assert.equal(
    { ...data.variables, counter: 0n },
    {
      counter: 0n,
      balance: -6n,
      offset: -7,
      port: 8080,
      slope: -300,
      step: -9,
      enabled: true,
      name: "first",
      letter: "a",
      level: "LOUD",
      limits: { rate: 1000, bursts: [1, 2], owner: "root", strict: 1, depth: 77 },
      grid: [
        [1, 2, 3],
        [4, 5, 6],
      ],
      inner: 11,
    },
  );
  using constants = openVariables(`${maps}/typed_va_rodata`);
  assert.equal(
    { ...constants.variables },
    {
      threshold: 77,
      greeting: "hello",
      defaults: { rate: 10, bursts: [3, 4], owner: "nobody", strict: 0, depth: 5 },
      lowest: -(2n ** 63n),
    },
  );
});

test("what the program writes is read at once, and what we write is read by the program", () => {
  using data = openVariables(`${maps}/typed_va_data`);
  using bss = openVariables(`${maps}/typed_va_bss`);
  using custom = openVariables(`${maps}/_data_custom`);
  const { hits } = bss.variables;
  const { bytes } = custom.variables.custom;
  data.variables.counter = 100n;
  data.variables.letter = "h"; // what greeting begins with
  data.variables.name = "zz";
  runProgram();
  // step + balance + offset + port + slope + inner + limits.rate + grid[1][2] + threshold + lowest
  const sum = -9 - 6 - 7 + 8080 - 300 + 11 + 1000 + 6 + 77;
  assert.is(data.variables.counter, BigInt.asUintN(64, 100n + BigInt(sum) - 2n ** 63n));
  assert.is(bss.variables.hits, hits + 1n);
  assert.is(bss.variables.totals[1].packets, 10n);
  assert.is(custom.variables.custom.bytes, bytes + BigInt("z".charCodeAt(0)));
  assert.ok(bss.variables.owner > 0xffff_0000_0000_0000n);
  data.variables.enabled = false;
  runProgram();
  assert.is(bss.variables.hits, hits + 1n);
  assert.is(bss.numbers.hits, Number(hits) + 1);
});

test("bpftool reads what we write, each variable and no other", () => {
  using data = openVariables(`${maps}/typed_va_data`);
  const before = dumped("typed_va_data");
  const written: Record<string, unknown> = {
    balance: -1234n,
    offset: -5,
    port: 65_535,
    slope: 32_767,
    enabled: true,
    name: "second",
    level: "QUIET",
    grid: [
      [9, 8, 7],
      [6, 5, 4],
    ],
    inner: 12,
  };
  Object.assign(data.variables, written);
  assert.equal(dumped("typed_va_data"), { ...before, ...written, balance: -1234 });
  data.elements("grid").set(1, [1, 1, 1]);
  assert.equal(dumped("typed_va_data").grid, [
    [9, 8, 7],
    [1, 1, 1],
  ]);
});

test("elements of an array variable one by one", () => {
  using bss = openVariables<{ totals: readonly { packets: bigint; bytes: bigint; delta: number }[] }>(
    `${maps}/typed_va_bss`,
  );
  const totals = bss.elements("totals");
  assert.is(totals.length, 4);
  totals.set(3, { packets: 7n, bytes: 8n, delta: -9 });
  const { totals: printed } = dumped("typed_va_bss") as { totals: unknown[] };
  assert.equal(printed[3], { packets: 7, bytes: 8, delta: -9 });
  assert.is(totals.get(3).delta, -9);
});

test("constants cannot be written, whoever asks", () => {
  using constants = openVariables(`${maps}/typed_va_rodata`);
  assert.is(constants.writable, false);
  const before = dumped("typed_va_rodata");
  assert.throws(() => {
    constants.variables.threshold = 1;
  }, mapError("ERR_MAP_READ_ONLY"));
  assert.throws(() => constants.add("threshold", 1), mapError("ERR_MAP_READ_ONLY"));
  assert.equal(dumped("typed_va_rodata"), before);
});

test("closing leaves nothing open, and says so", () => {
  const before = openFds();
  const data = openVariables(`${maps}/typed_va_data`);
  assert.is(openFds(), before);
  data.close();
  assert.throws(() => data.variables.port, mapError("ERR_MAP_CLOSED", /typed_va\.data/));
});

/** A section's map as libbpf makes it, but without what the kernel may lack. */
function sectionMap(name: string, { flags, types }: { flags?: number; types: boolean }): BpfFd {
  const spec = object.maps.get(name)!;
  using btf = types ? btfLoad(fitBtf(object)!) : undefined;
  const { type, keySize, valueSize, maxEntries, valueTypeId } = spec;
  const attr = { type, keySize, valueSize, maxEntries, name, flags: flags ?? spec.flags };
  const fd = mapCreate(btf ? { ...attr, btf, btfValueTypeId: valueTypeId } : attr);
  if (spec.contents) mapUpdate(fd, new Uint8Array(4), spec.contents);
  return fd;
}

test("a map without types is read by the object's, where global variables have their places from symbols", () => {
  using fd = sectionMap("typed_va.data", { types: false });
  const before = openFds();
  assert.throws(() => openVariables(fd), mapError("ERR_MAP_TYPES", /object/));
  assert.is(openFds(), before);
  using data = openVariables(fd, { object });
  assert.is(data.variables.inner, 11);
  assert.is(data.variables.counter, 5n);
  assert.equal(data.variables.grid, [
    [1, 2, 3],
    [4, 5, 6],
  ]);
});

test("a map that cannot be mapped is read by lookups, if that is asked for", () => {
  using fd = sectionMap("typed_va.data", { flags: 0, types: true });
  const before = openFds();
  assert.throws(() => openVariables(fd), mapError("ERR_MAP_KIND", /BPF_F_MMAPABLE/));
  assert.is(openFds(), before);
  {
    using data = openVariables(fd, { lookups: true });
    assert.is(data.variables.name, "first");
    assert.is(data.numbers.port, 8080);
    using map = openMap<number, Record<string, unknown>>(fd);
    map.set(0, { ...map.get(0)!, port: 443 });
    assert.is(data.variables.port, 443);
    assert.throws(
      () => {
        data.variables.port = 1;
      },
      mapError("ERR_MAP_READ_ONLY", /lookup/),
    );
    data.close();
    assert.throws(() => data.variables.port, mapError("ERR_MAP_CLOSED"));
  }
  assert.is(openFds(), before);
});

test("a struct of bit fields is no section; one of whole bytes may be taken for one", () => {
  const type = MapType.ARRAY;
  using fd = mapCreate({
    type,
    keySize: 4,
    valueSize: 8,
    maxEntries: 1,
    flags: MapFlag.MMAPABLE,
    name: "config",
  });
  const whole: StructLayout = {
    kind: "struct",
    name: "",
    size: 8,
    fields: [{ name: "rate", offset: 0, layout: u64 }],
  };
  using config = openVariables<{ rate: bigint }>(fd, { value: whole });
  config.variables.rate = 5n;
  assert.is(openMap<number, bigint>(fd, { value: u64 }).get(0), 5n);
  const bits = { offset: 0, size: 3 };
  const narrow: StructLayout = { ...whole, fields: [{ name: "rate", offset: 0, layout: u64, bits }] };
  assert.throws(() => openVariables(fd, { value: narrow }), mapError("ERR_MAP_KIND"));
});

test("maps that hold no variables say what opens them", () => {
  const before = openFds();
  const hash = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 8, maxEntries: 1, name: "hash" });
  const words: StructLayout = {
    kind: "struct",
    name: "",
    size: 8,
    fields: [{ name: "a", offset: 0, layout: u64 }],
  };
  const notArray = mapError("ERR_MAP_KIND", /of type hash/);
  for (const lookups of [true, false]) {
    assert.throws(() => openVariables(hash, { value: words, lookups }), notArray);
  }
  hash.close();
  for (const name of ["flows", "gauges"]) {
    using fd = createMap(typedMaps(), name);
    assert.throws(() => openVariables(fd), mapError("ERR_MAP_KIND", /openMap/));
    using data = sectionMap("typed_va.data", { types: false });
    assert.throws(() => openVariables(data, { object: typedMaps() }), mapError("ERR_MAP_TYPES", /section/));
  }
  assert.is(openFds(), before);
});

test.run();

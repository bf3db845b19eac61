import { closeSync, openSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { native } from "../../src/addon/load.js";
import { Command, MapType } from "../../src/generated/index.js";
import { smallBtf } from "../btf/small-btf.js";
import { countFds } from "../open-fds.js";

const [ENOENT, E2BIG, EBADF, EINVAL, ENAMETOOLONG, ESTALE] = [2, 7, 9, 22, 36, 116];

const addon = native();
const attr = new Uint8Array(32);
const data = new Uint8Array(8);
/** Open, but none of the addon's own. */
const foreign = 0;
const cwd = -100;

const test = suite("the addon's own checks");

/** Whatever JavaScript passes, the addon answers with a TypeError and never touches foreign memory. */
const wrong: [string, () => unknown][] = [
  ["bpf: no arguments", () => (addon.bpf as unknown as () => void)()],
  ["bpf: command is a string", () => addon.bpf("0" as never, attr)],
  ["bpf: command is negative", () => addon.bpf(-1, attr)],
  ["bpf: command is a fraction", () => addon.bpf(0.5, attr)],
  ["bpf: attribute is an ArrayBuffer", () => addon.bpf(0, new ArrayBuffer(8) as never)],
  ["bpf: attribute is an Uint16Array", () => addon.bpf(0, new Uint16Array(8) as never)],
  ["bpf: attribute too long", () => addon.bpf(0, new Uint8Array(513))],
  ["bpf: two of three patch arguments", () => addon.bpf(0, attr, 0, data)],
  ["bpf: nine patches", () => addon.bpf(0, attr, ...Array.from({ length: 9 }, () => [0, data, -1]).flat())],
  ["bpf: pointer past the end", () => addon.bpf(0, attr, 25, data, -1)],
  ["bpf: pointer far past the end", () => addon.bpf(0, attr, 0xffff_ffff, data, -1)],
  ["bpf: length past the end", () => addon.bpf(0, attr, 0, data, 29)],
  ["bpf: descriptor past the end", () => owned((fd) => addon.bpf(0, attr, 29, fd, -1))],
  ["bpf: a descriptor that is not the addon's", () => addon.bpf(0, attr, 0, foreign, -1)],
  ["bpf: an object as descriptor", () => addon.bpf(0, attr, 0, { number: 5 } as never, -1)],
  ["bpf: a string with NUL", () => addon.bpf(0, attr, 0, "a\0b", -1)],
  ["bpfInfo: of null", () => addon.bpfInfo(null as never, attr)],
  ["bpfInfo: of a descriptor that is not the addon's", () => addon.bpfInfo(foreign, attr)],
  ["mapCreate: size is negative", () => addon.mapCreate(-1, "", -1, -1)],
  ["mapCreate: inner map that is not the addon's", () => addon.mapCreate(72, "", foreign, -1)],
  ["mapCreate: BTF that is not the addon's", () => addon.mapCreate(72, "", -1, -2)],
  ["mapInfo: of a descriptor that is not the addon's", () => addon.mapInfo(foreign, 88)],
  ["isMap: of a descriptor far beyond all", () => addon.isMap(0x7fff_ffff)],
  ["mapElement: not of one element", () => element(Command.MAP_CREATE, new Uint8Array(4), data)],
  ["mapElement: short key", () => element(Command.MAP_DELETE_ELEM, new Uint8Array(3))],
  ["mapElement: short value", () => element(Command.MAP_LOOKUP_ELEM, new Uint8Array(4), data.subarray(1))],
  ["mapElement: value of two lengths", () => element(Command.MAP_LOOKUP_ELEM, new Uint8Array(4), data, 9)],
  ["mapElement: a length below the map's", () => element(Command.MAP_LOOKUP_ELEM, undefined, data, 8, 16)],
  ["mapElement: short next key", () => element(Command.MAP_GET_NEXT_KEY, undefined, data.subarray(5), 3)],
  ["mapElement: of a descriptor that is not the addon's", () => addon.mapElement(1, foreign, data, data)],
  ["objPin: of a descriptor that is not the addon's", () => addon.objPin(foreign, cwd, "/x")],
  ["objGet: directory that is not the addon's", () => addon.objGet(foreign, "x", 0)],
  ["objGet: flags are a string", () => addon.objGet(cwd, "x", "0" as never)],
  ["openat2: directory undefined", () => addon.openat2(undefined as never, "/", 0, 0, 0)],
  ["openat2: directory is another negative number", () => addon.openat2(-1, "/", 0, 0, 0)],
  ["openat2: flags of 33 bits", () => addon.openat2(cwd, "/", 2 ** 32, 0, 0)],
  ["statx: name is a number", () => addon.statx(cwd, 1 as never, 0)],
  ["linkat: directory that is not the addon's", () => addon.linkat(cwd, "x", foreign, "y")],
  ["linkat: new name is missing", () => (addon.linkat as (...args: unknown[]) => void)(cwd, "x", cwd)],
  ["mkdirat: name is a number", () => addon.mkdirat(cwd, 1 as never, 0)],
  ["mkdirat: mode is negative", () => addon.mkdirat(cwd, "x", -1)],
  ["readlinkat: into a string", () => addon.readlinkat(cwd, "/", "x" as never)],
  ["flock: of a descriptor that is not the addon's", () => addon.flock(foreign, 1)],
  ["adopt: a string", () => addon.adopt("3" as never)],
  ["duplicate: nothing", () => (addon.duplicate as unknown as () => void)()],
];
for (const [name, call] of wrong) {
  test(name, () => {
    const before = countFds();
    assert.throws(call, (error: unknown) => error instanceof TypeError);
    assert.is(countFds(), before);
  });
}

/** A call on a map of key size 4, where scratch is filled as for one with this value size. */
function element(
  command: number,
  key?: Uint8Array,
  value?: Uint8Array,
  valueLength = 8,
  valueSize = 8,
): number {
  return owned((fd) => {
    new Uint32Array(addon.scratch).set([1, 2, 4, valueSize, valueLength, 0, 0, 0]);
    return addon.mapElement(command, fd, key, value);
  });
}

test("an element of what is no map, or another map, is ESTALE, and no element command runs", () => {
  assert.is(element(Command.MAP_LOOKUP_ELEM, new Uint8Array(4), data), -ESTALE);
});

/** Opens a descriptor for `use`. */
function owned<T>(use: (fd: number) => T): T {
  const fd = addon.openat2(cwd, "/", 0, 0, 0);
  try {
    return use(fd);
  } finally {
    addon.close(fd);
  }
}

test("a descriptor that was closed is no longer taken", () => {
  const fd = owned((number) => number);
  for (const call of [addon.duplicate, addon.fstatfs, addon.isMap]) assert.throws(() => call(fd), TypeError);
  assert.is(addon.close(fd), -EBADF);
  assert.is(addon.release(fd), -EBADF);
});

test("a descriptor that is not the addon's is neither closed nor released", () => {
  const file = openSync("/dev/null", "r");
  assert.is(addon.close(file), -EBADF);
  assert.is(addon.release(file), -EBADF);
  closeSync(file);
});

for (const [what, path] of [
  ["with NUL", "/a\0b"],
  ["with a lone surrogate", "/\ud800"],
  ["that is no string", 5 as unknown as string],
] as const) {
  test(`a path ${what} is EINVAL, and the kernel is not asked`, () => {
    const before = countFds();
    assert.is(addon.openat2(cwd, path, 0, 0, 0), -EINVAL);
    assert.is(addon.objGet(cwd, path, 0), -EINVAL);
    assert.is(
      owned((fd) => addon.objPin(fd, cwd, path)),
      -EINVAL,
    );
    assert.is(countFds(), before);
  });
}

test("a path of any length is the kernel's to judge", () => {
  for (const length of [4095, 4096, 4097, 5000, 100_000]) {
    const wide = length % 2 === 0 ? "\u20ac" : "a";
    const path = `/${"./".repeat(2000)}`.slice(0, 4000) + wide.repeat(length - 4000);
    const expected = Buffer.byteLength(path) >= 4096 ? -ENAMETOOLONG : -ENOENT;
    assert.is(addon.objGet(cwd, path, 0), expected, `${length}`);
    assert.is(
      owned((fd) => addon.objGet(fd, path.slice(1), 0)),
      -ENAMETOOLONG,
    );
  }
});

test("a map's name of 15 bytes fits; a longer one, or one with NUL, is EINVAL", () => {
  const words = new Uint32Array(addon.scratch);
  words.fill(0).set([2, 4, 8, 1]);
  const fd = addon.mapCreate(72, "abcdefghijklmno", -1, -1);
  assert.is(addon.mapInfo(fd, 88), 0);
  assert.is(addon.mapName(), "abcdefghijklmno");
  addon.close(fd);
  for (const name of ["abcdefghijklmnop", "\u20ac".repeat(6), "x".repeat(1000), "a\0b", 5 as never]) {
    words.fill(0).set([2, 4, 8, 1]);
    assert.is(addon.mapCreate(72, name, -1, -1), -EINVAL);
  }
});

test("sizes past the scratch buffer are refused", () => {
  assert.is(addon.mapCreate(513, "", -1, -1), -EINVAL);
  assert.is(addon.mapCreate(8, "", -1, -1), -EINVAL);
  assert.is(
    owned((fd) => addon.mapInfo(fd, 513)),
    -E2BIG,
  );
});

test("isMap is certain of maps of each way of batching, and of nothing else", () => {
  const words = new Uint32Array(addon.scratch);
  for (const [type, key] of [
    [MapType.HASH, 4],
    [MapType.ARRAY, 4],
    [MapType.PERCPU_HASH, 4],
    [MapType.QUEUE, 0],
  ] as const) {
    words.fill(0).set([type, key, 8, 1]);
    const fd = addon.mapCreate(72, "", -1, -1);
    assert.is(addon.isMap(fd), 1, `type ${type}`);
    addon.close(fd);
  }
  assert.is(owned(addon.isMap), 0);
  const btf = addon.bpfOpen(Command.BTF_LOAD, new Uint8Array(28), 0, smallBtf, 16);
  assert.ok(btf >= 3);
  assert.is(addon.isMap(btf), 0);
  addon.close(btf);
});

test("addresses never come back in a struct", () => {
  const create = new Uint8Array(72);
  new Uint32Array(create.buffer).set([2, 4, 8, 1]);
  const fd = addon.bpfOpen(Command.MAP_CREATE, create);
  assert.ok(fd >= 3);
  const element = new Uint8Array(32);
  const value = new Uint8Array(8).fill(255);
  assert.is(
    addon.bpf(Command.MAP_LOOKUP_ELEM, element, 0, fd, -1, 8, new Uint8Array(4), -1, 16, value, -1),
    0,
  );
  assert.equal(element.subarray(8), new Uint8Array(24));
  assert.equal(value, new Uint8Array(8));
  addon.close(fd);
});

test("an unknown command is the kernel's EINVAL", () => {
  assert.is(addon.bpf(100_000, attr), -22);
});

test.run();

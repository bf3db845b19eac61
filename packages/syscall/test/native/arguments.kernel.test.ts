import { suite } from "uvu";
import * as assert from "uvu/assert";
import { native } from "../../src/addon/load.js";
import { Command } from "../../src/generated/index.js";
import { countFds } from "../open-fds.js";

const addon = native();
const attr = new Uint8Array(32);
const closed = new addon.Fd();
const data = new Uint8Array(8);

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
  ["bpf: descriptor past the end", () => addon.bpf(0, attr, 29, closed, -1)],
  ["bpf: a number as descriptor", () => addon.bpf(0, attr, 0, 5, -1)],
  ["bpf: a plain object as descriptor", () => addon.bpf(0, attr, 0, { number: () => 5 } as never, -1)],
  ["bpf: a string with NUL", () => addon.bpf(0, attr, 0, "a\0b", -1)],
  ["bpfOpen: into a plain object", () => addon.bpfOpen({} as never, 0, attr)],
  ["bpfInfo: of null", () => addon.bpfInfo(null as never, attr)],
  [
    "openat2: directory undefined",
    () => addon.openat2(new addon.Fd(), undefined as never, "/", new Uint8Array(24)),
  ],
  ["openat2: short open_how", () => addon.openat2(new addon.Fd(), null, "/", new Uint8Array(23))],
  ["openat2: path with NUL", () => addon.openat2(new addon.Fd(), null, "/\0", new Uint8Array(24))],
  ["statx: short result", () => addon.statx(null, "/", 0, new Uint8Array(55))],
  ["mkdirat: name is a number", () => addon.mkdirat(null, 1 as never, 0)],
  ["mkdirat: mode is negative", () => addon.mkdirat(null, "x", -1)],
  ["readlinkat: into a string", () => addon.readlinkat(null, "/", "x" as never)],
  ["flock: of a number", () => addon.flock(3 as never, 1)],
  ["adopt: a string", () => closed.adopt("3" as never)],
  ["duplicate: into nothing", () => (closed.duplicate as unknown as () => void)()],
  ["a method on another object", () => addon.Fd.prototype.number.call({} as never)],
  [
    "a method on another function's prototype",
    () => addon.Fd.prototype.close.call(Object.create(addon.Fd.prototype)),
  ],
];
for (const [name, call] of wrong) {
  test(name, () => {
    const before = countFds();
    assert.throws(call, (error: unknown) => error instanceof TypeError);
    assert.is(countFds(), before);
  });
}

test("a closed descriptor is -1 to the kernel: EBADF", () => {
  assert.is(addon.bpfInfo(closed, new Uint8Array(88)), -77, "EBADFD: this command's own answer");
  assert.is(addon.fstatfs(closed), -9);
  assert.is(addon.getdents64(closed, new Uint8Array(64)), -9);
  assert.is(closed.duplicate(new addon.Fd()), -9);
  assert.is(closed.close(), 0);
  assert.is(closed.release(), -1);
});

test("a full Fd is not filled again", () => {
  const how = new Uint8Array(24);
  const fd = new addon.Fd();
  assert.is(addon.openat2(fd, null, "/", how), 0);
  const number = fd.number();
  assert.is(addon.openat2(fd, null, "/", how), -16);
  assert.is(addon.bpfOpen(fd, Command.MAP_CREATE, new Uint8Array(72)), -16);
  assert.is(fd.adopt(0), -16);
  assert.is(fd.number(), number);
  fd.close();
});

test("addresses never come back in a struct", () => {
  const fd = new addon.Fd();
  const create = new Uint8Array(72);
  new Uint32Array(create.buffer).set([2, 4, 8, 1]);
  assert.is(addon.bpfOpen(fd, Command.MAP_CREATE, create), 0);
  const element = new Uint8Array(32);
  const value = new Uint8Array(8).fill(255);
  assert.is(
    addon.bpf(Command.MAP_LOOKUP_ELEM, element, 0, fd, -1, 8, new Uint8Array(4), -1, 16, value, -1),
    0,
  );
  assert.equal(element.subarray(8), new Uint8Array(24));
  assert.equal(value, new Uint8Array(8));
  fd.close();
});

test("an unknown command is the kernel's EINVAL", () => {
  assert.is(addon.bpf(100_000, attr), -22);
});

test.run();

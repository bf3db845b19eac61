/**
 * Maps whose values are kernel objects: programs, devices, CPUs, sockets, cgroups. What we put into a slot bpftool
 * finds there, and the other way round; what the kernel gives to nobody is refused to both.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MapType } from "@bpf/elf";
import { openMap } from "@bpf/maps";
import { BpfError, mapCreate, OpenFlag, objPin, openat2, progInfo, progLoad } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs } from "../src/bpffs.js";
import { bpftoolWithDescriptor, givenBytes } from "../src/bpftool-descriptors.js";
import { deleteElement, dumpElements, lookupElement, updateElement } from "../src/bpftool-elements.js";
import { ListeningSocket } from "../src/loopback-sockets.js";
import { littleEndian, parseFile } from "../src/objects.js";
import { withMaps } from "../src/with-maps.js";

const objectOf = (type: string) => parseFile(join(littleEndian, `map-type-${type}.o`));
const index = (number: number): Uint8Array => new Uint8Array(Uint32Array.of(number).buffer);
const word = index;

/** `return 0`, as a socket filter; it is never attached. */
const loadProgram = () =>
  progLoad({
    type: 1,
    instructions: Uint8Array.of(0xb7, 0, 0, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0),
    license: "GPL",
  });

/** The errno of a call that must fail. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (BpfError.is(error)) return error.code;
    throw error;
  }
  return "no error";
}

const test = suite("maps of kernel objects, by bpftool");

test("prog_array: a descriptor and an id set by us are the program that bpftool finds", () =>
  withMaps(objectOf("prog_array"), (maps) => {
    const { path } = maps.get("prog_array")!;
    using map = openMap<number, number>(path!);
    using program = loadProgram();
    const { id } = progInfo(program);
    map.set(1, program as never);
    assert.equal(lookupElement(path!, index(1))!.values, [word(id)]);
    assert.is(map.get(1), id);
    map.set(2, map.get(1)!);
    assert.equal(
      dumpElements(path!)
        .filter(({ values }) => values.length > 0)
        .map(({ key, values }) => [key, values]),
      [1, 2].map((slot) => [index(slot), [word(id)]]),
    );
    assert.equal(
      [...map],
      [
        [1, id],
        [2, id],
      ],
    );
    assert.is(map.delete(1), true);
    assert.is(lookupElement(path!, index(1)), undefined);
    map.delete(2);
  }));

test("prog_array: set by bpftool, found by us", () =>
  withMaps(objectOf("prog_array"), (maps) => {
    const { path } = maps.get("prog_array")!;
    const pin = `${bpffs}/program`;
    using map = openMap<number, number>(path!);
    using program = loadProgram();
    objPin(program, pin);
    updateElement(path!, index(3), ["pinned", pin]);
    assert.is(map.get(3), progInfo(program).id);
    assert.is(map.has(0), false);
    deleteElement(path!, index(3));
    assert.is(map.get(3), undefined);
    rmSync(pin);
  }));

/** Interface 1 is lo, in every network namespace. */
for (const type of ["devmap", "devmap_hash"]) {
  test(`${type}: interfaces by index, both ways`, () =>
    withMaps(objectOf(type), (maps) => {
      const { path } = maps.get(type)!;
      using map = openMap<number | Uint8Array, number>(path!, {
        key: { kind: "integer", size: 4, signed: false },
      });
      map.set(2, 1);
      assert.equal(lookupElement(path!, index(2))!.values, [word(1)]);
      updateElement(path!, index(3), word(1));
      assert.is(map.get(3), 1);
      const set = dumpElements(path!).filter(({ values }) => values.length > 0);
      assert.is(set.length, 2);
      assert.equal([...map.keys()].sort(), [2, 3]);
      assert.is(
        refusal(() => map.set(1, 0x7fff_fff0)),
        "EINVAL",
      );
      deleteElement(path!, index(2));
      assert.is(map.get(2), undefined);
      assert.is(map.delete(3), true);
      assert.is(lookupElement(path!, index(3)), undefined);
    }));

  test(`${type}: an interface and a program, of which there is none`, () =>
    withMaps(objectOf(type), () => {
      const pin = `${bpffs}/pairs`;
      using made = mapCreate({
        type: type === "devmap" ? MapType.DEVMAP : MapType.DEVMAP_HASH,
        keySize: 4,
        valueSize: 8,
        maxEntries: 4,
      });
      objPin(made, pin);
      using map = openMap<number, unknown>(made, { key: { kind: "integer", size: 4, signed: false } });
      map.set(0, { ifindex: 1 });
      assert.equal(lookupElement(pin, index(0))!.values, [Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0)]);
      updateElement(pin, index(1), Uint8Array.of(1, 0, 0, 0, 255, 255, 255, 255));
      assert.equal(map.get(1), { ifindex: 1, program: 0 });
      map.delete(0);
      map.delete(1);
      rmSync(pin);
    }));
}

test("cpumap: queue sizes, both ways", () =>
  withMaps(objectOf("cpumap"), (maps) => {
    const { path } = maps.get("cpumap")!;
    using map = openMap<number, number>(path!);
    map.set(0, 192);
    assert.equal(lookupElement(path!, index(0))!.values, [word(192)]);
    updateElement(path!, index(1), word(64));
    assert.is(map.get(1), 64);
    assert.equal(
      [...map],
      [
        [0, 192],
        [1, 64],
      ],
    );
    deleteElement(path!, index(0));
    assert.is(map.get(0), undefined);
    map.delete(1);
  }));

for (const type of ["sockmap", "sockhash"]) {
  test(`${type}: sockets by descriptor, read back as cookies`, () =>
    withMaps(objectOf(type), async () => {
      const pin = `${bpffs}/sockets`;
      using made = mapCreate({
        type: type === "sockmap" ? MapType.SOCKMAP : MapType.SOCKHASH,
        keySize: 4,
        valueSize: 8,
        maxEntries: 4,
      });
      objPin(made, pin);
      {
        using map = openMap<number, unknown>(made, { key: { kind: "integer", size: 4, signed: false } });
        await using socket = await ListeningSocket.open();
        map.set(1, socket.number);
        const cookie = new DataView(lookupElement(pin, index(1))!.values[0]!.buffer).getBigUint64(0, true);
        assert.is.not(cookie, 0n);
        assert.is(map.get(1), cookie);
        const args = ["map", "update", "pinned", pin, "key", ..."2 0 0 0".split(" "), "value", ...givenBytes];
        assert.is(bpftoolWithDescriptor(socket.number, ...args, ..."0 0 0 0".split(" ")).status, 0);
        assert.is(map.get(2), cookie, "the same socket");
        assert.equal([...map.keys()].sort(), [1, 2]);
        deleteElement(pin, index(1));
        assert.is(map.get(1), undefined);
        assert.is(map.delete(2), true);
        assert.is(lookupElement(pin, index(2)), undefined);
      }
      rmSync(pin);
    }));

  test(`${type} of 4-byte values: set, and read back by nobody`, () =>
    withMaps(objectOf(type), async (maps) => {
      const { path } = maps.get(type)!;
      using map = openMap<number, unknown>(path!, { key: { kind: "integer", size: 4, signed: false } });
      await using socket = await ListeningSocket.open();
      map.set(1, socket.number);
      assert.is(
        refusal(() => map.get(1)),
        "ENOSPC",
      );
      assert.throws(() => lookupElement(path!, index(1)), /No space left on device/);
      deleteElement(path!, index(1));
      assert.is(map.delete(1), false);
    }));
}

/** A cgroup2 file system of our own place: the machine's may be anywhere. */
function cgroupDirectory(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "cgroup-"));
  execFileSync("mount", ["-t", "cgroup2", "cgroup2", path]);
  const remove = () => {
    execFileSync("umount", [path]);
    rmSync(path, { recursive: true });
  };
  return { path, remove };
}

test("cgroup_array: cgroups by descriptor, both ways, and read back by nobody", () =>
  withMaps(objectOf("cgroup_array"), (maps) => {
    const { path } = maps.get("cgroup_array")!;
    const directory = cgroupDirectory();
    try {
      using map = openMap<number, unknown>(path!);
      using cgroup = openat2(undefined, directory.path, { flags: OpenFlag.O_RDONLY | OpenFlag.O_DIRECTORY });
      map.set(1, cgroup);
      assert.match(
        refusal(() => map.get(1)),
        /^E(NOTSUPP|OPNOTSUPP)$/,
      );
      assert.throws(() => lookupElement(path!, index(1)), /524/);
      deleteElement(path!, index(1));
      const args = ["map", "update", "pinned", path!, "key", ..."2 0 0 0".split(" "), "value", ...givenBytes];
      assert.is(bpftoolWithDescriptor(cgroup.fd, ...args).status, 0);
      assert.is(map.delete(2), true);
      assert.is(map.delete(2), false);
    } finally {
      directory.remove();
    }
  }));

for (const type of [
  "perf_event_array",
  "cgroup_array",
  "sockmap",
  "sockhash",
  "xskmap",
  "reuseport_sockarray",
]) {
  test(`${type}: a file that is no such object is refused to us as to bpftool`, () =>
    withMaps(objectOf(type), (maps) => {
      const { path, spec } = maps.get(type)!;
      using map = openMap<number, unknown>(path!, { key: { kind: "integer", size: 4, signed: false } });
      using file = openat2(undefined, "/dev/null", { flags: OpenFlag.O_RDONLY });
      const value = [...givenBytes, ...Array(spec.valueSize - 4).fill("0")];
      const args = ["map", "update", "pinned", path!, "key", ..."0 0 0 0".split(" "), "value", ...value];
      const { status } = bpftoolWithDescriptor(file.fd, ...args);
      let errno = 0;
      try {
        map.set(0, file);
      } catch (error) {
        assert.ok(BpfError.is(error), String(error));
        errno = (error as BpfError).errno;
      }
      // bpftool ends with -errno, of which 8 bits are left.
      assert.is(Math.abs(errno) & 0xff, (256 - status!) & 0xff, `${errno}`);
      assert.is.not(errno, 0);
    }));
}

test.run();

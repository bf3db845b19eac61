import { existsSync, readFileSync } from "node:fs";
import { type Btf, parseBtf, parseObject } from "@bpf/elf";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { RawBtf } from "../../src/pin-info/raw-btf.js";
import { loadObject } from "../objects.js";

const vmlinux = "/sys/kernel/btf/vmlinux";

function compare(raw: RawBtf, btf: Btf, step = 1): void {
  for (let id = 1; id < btf.typeCount; id += step) {
    const { name, kind } = raw.type(id);
    assert.equal([name, kind], [btf.nameOf(id), btf.type(id).kind], `type ${id}`);
  }
  for (const id of [0, btf.typeCount])
    assert.throws(
      () => raw.type(id),
      (error: Error) => error instanceof RangeError,
    );
}

/** BTF of these records of struct btf_type; a name is the offset in `strings`. */
function encoded(records: readonly (readonly number[])[], strings: string): Uint8Array {
  const types = new Uint8Array(new Uint32Array(records.flat()).buffer);
  const header = new Uint32Array([0x0001eb9f, 24, 0, types.length, types.length, strings.length]);
  return Buffer.concat([new Uint8Array(header.buffer), types, Buffer.from(strings, "latin1")]);
}

const info = (kind: number, length = 0): number => (kind << 24) | length;

test("types of the running kernel, as the whole parser of @bpf/elf has them", () => {
  if (!existsSync(vmlinux)) return console.log("# skip vmlinux: the kernel has no BTF");
  const bytes = readFileSync(vmlinux);
  const btf = parseBtf(bytes);
  compare(new RawBtf(bytes), btf, Math.ceil(btf.typeCount / 200));
});

test("types of an object, all of them", () => {
  for (const name of ["load-types", "load-data"]) {
    const { btf } = parseObject(readFileSync(loadObject(name)), { name });
    compare(new RawBtf(btf!.bytes), btf!);
  }
});

test("a module's BTF continues the kernel's own", () => {
  const strings = "\0int\0meta\0bpf_iter_x\0";
  const base = new RawBtf(
    encoded(
      [
        [1, info(1), 4, 32], // int
        [0, info(13, 1), 1, 5, 1], // (int meta)
        [10, info(12), 2], // bpf_iter_x
      ],
      strings,
    ),
  );
  assert.equal(base.type(2), { name: "", kind: 13, type: 1, firstName: "meta" });
  const own = encoded(
    [
      [strings.length + 1, info(8), 1], // typedef int mod_t
      [10, info(12), 2], // its name is the base's
    ],
    "\0mod_t\0",
  );
  const split = new RawBtf(own, base);
  assert.equal(split.type(3), { name: "bpf_iter_x", kind: 12, type: 2, firstName: "" });
  assert.equal(split.type(4), { name: "mod_t", kind: 8, type: 1, firstName: "" });
  assert.equal(split.type(5), { name: "bpf_iter_x", kind: 12, type: 2, firstName: "" });
  assert.throws(
    () => split.type(6),
    (error: Error) => error instanceof RangeError,
  );
});

test("what is cut, or has a kind that nobody knows, is refused", () => {
  const whole = encoded([[1, info(60), 0]], "\0x\0");
  assert.throws(
    () => new RawBtf(whole).type(2),
    (error: Error) => error instanceof RangeError,
  );
  assert.throws(
    () => new RawBtf(whole.subarray(0, 20)),
    (error: Error) => error instanceof RangeError,
  );
});

test.run();

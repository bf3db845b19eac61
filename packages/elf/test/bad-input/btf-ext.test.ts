/** Whatever the bytes of `.BTF.ext` are, the answer is what they say or a ParseError, soon, and with bounded memory. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseBtf } from "../../src/btf/btf.js";
import { parseBtfExt } from "../../src/btf-ext/btf-ext.js";
import { ParseError } from "../../src/errors.js";
import { parseObject } from "../../src/object/parse.js";
import { madeBtf } from "../btf/made-btf.js";
import { cpuTime } from "../cpu-time.js";
import { readObject } from "../objects.js";
import { Random } from "./random.js";

const seed = Number(process.env.BPF_MUTATION_SEED ?? Math.floor(Math.random() * 2 ** 32));
const count = Number(process.env.BPF_MUTATION_COUNT ?? 3000);
const lies = [0, 1, 3, 4, 8, 12, 16, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff];

const objects = ["core/link", "core/link-be", "core/kernel", "core/kernel-be"].map((name) => {
  const { btf, btfExt } = parseObject(readObject(name));
  return { name, btf: btf!, bytes: Uint8Array.from(btfExt!) };
});

/** @returns whether the bytes could be read */
function judge(bytes: Uint8Array, btf: ReturnType<typeof parseBtf>, what: string): boolean {
  const start = cpuTime();
  try {
    parseBtfExt(bytes, btf);
    return true;
  } catch (error) {
    if (!ParseError.is(error)) throw error;
    assert.equal([error.code, error.section], ["ERR_BTF_EXT_MALFORMED", ".BTF.ext"], what);
    assert.ok(error.offset! >= 0 && error.offset! <= bytes.length, `${what}: at ${error.offset}`);
    return false;
  } finally {
    assert.ok(cpuTime() - start < 1000, what);
  }
}

for (const { name, btf, bytes } of objects)
  test(`every truncation of ${name}`, () => {
    assert.ok(judge(bytes, btf, name));
    for (let length = 0; length < bytes.length; length++)
      assert.not(
        judge(bytes.subarray(0, length), btf, `${length} bytes of ${name}`),
        `${length} bytes of ${name}`,
      );
  });

for (const { name, btf, bytes } of objects)
  test(`every word of ${name} as a lie`, () => {
    const view = new DataView(bytes.buffer);
    const little = !name.endsWith("-be");
    let refused = 0;
    for (let at = 0; at + 4 <= Math.min(bytes.length, 1600); at += 4) {
      const before = view.getUint32(at, little);
      for (const lie of lies) {
        view.setUint32(at, lie, little);
        if (!judge(bytes, btf, `${name}, ${lie} at ${at}`)) refused++;
      }
      view.setUint32(at, before, little);
    }
    assert.ok(refused > 50);
  });

test(`${count} mutations, BPF_MUTATION_SEED=${seed}`, () => {
  const random = new Random(seed);
  let read = 0;
  for (let i = 0; i < count; i++) {
    const { name, btf, bytes } = random.of(objects);
    const copy = Uint8Array.from(bytes);
    for (let changes = 1 + random.below(4); changes > 0; changes--)
      copy[random.below(copy.length)] = random.below(256);
    if (judge(copy, btf, `mutation ${i} of seed ${seed}, of ${name}`)) read++;
  }
  assert.ok(read > count / 50 && read < count, `${read} of ${count} could be read`);
});

test("thousands of relocations whose accesses are ends of one long string", () => {
  const records = 30_000;
  const long = "0".repeat(60_000);
  const btf = parseBtf(madeBtf({ types: (s) => [s("section") && s(long), 1 << 27, 0] }));
  const first = btf.bytes.length - long.length - 1;
  const stringsAt = 24 + 12;
  const bytes = new Uint8Array(32 + 4 + 8 + records * 16);
  const view = new DataView(bytes.buffer);
  const words = [0x0001eb9f, 32, 0, 0, 0, 0, 0, 4 + 8 + records * 16, 16, 1, records];
  for (const [i, word] of words.entries()) view.setUint32(i * 4, word, true);
  for (let i = 0; i < records; i++) view.setUint32(44 + i * 16 + 8, first - stringsAt + i, true);
  assert.not(judge(bytes, btf, "ends of a long string"));
  assert.throws(() => parseBtfExt(bytes, btf), /overlap/);
});

test("flags that nobody knows", () => {
  const { btf, bytes } = objects[0]!;
  const copy = Uint8Array.from(bytes);
  copy[3] = 1;
  assert.not(judge(copy, btf, "flags"));
});

test.run();

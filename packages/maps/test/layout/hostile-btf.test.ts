/**
 * Random lies in the BTF of real objects: a layout, or a LayoutError, in little time; and codecs of what made
 * one work. The kernel's own types, which are no lies, all make one.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { BtfKind, ParseError, parseBtf, parseObject } from "@bpf/elf";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { byteView } from "../../src/codec/byte-view.js";
import { codecOf } from "../../src/codec/codec.js";
import { LayoutError, ValueError } from "../../src/errors.js";
import { layoutFromBtf } from "../../src/layout/from-btf.js";
import { sizeOfLayout } from "../../src/layout/layout.js";
import { cpuTime } from "../cpu-time.js";
import { Random, seed } from "../random.js";
import { testOrSkip } from "../test-or-skip.js";

const count = Number(process.env.BPF_MUTATION_COUNT ?? 4000);
const directory = new URL("../../../../testdata/objects/le/", import.meta.url);

/** Values that counts, sizes and offsets do not survive. */
const lies = [
  0, 1, 2, 3, 7, 8, 0x1f, 0x7f, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff,
];

const sources = readdirSync(directory)
  .filter((name) => name.endsWith(".o"))
  .flatMap((name) => parseObject(readFileSync(new URL(name, directory))).btf?.bytes ?? []);

/** Changes one to three words of the types; references mostly to other types. */
function mutate(random: Random, bytes: Uint8Array, typeCount: number): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  const [start, length] = [view.getUint32(4, true) + view.getUint32(8, true), view.getUint32(12, true)];
  for (let change = random.below(3); change >= 0; change--) {
    const at = start + 4 * random.below(length / 4);
    const choice = random.below(4);
    if (choice === 0) view.setUint32(at, random.of(lies), true);
    else if (choice === 1) view.setUint32(at, 1 + random.below(typeCount), true);
    else if (choice === 2) view.setUint32(at, view.getUint32(at, true) ^ (1 << random.below(32)), true);
    else view.setUint32(at, view.getUint32(start + 4 * random.below(length / 4), true), true);
  }
  return copy;
}

/** One type: whether it made a layout. */
function tryType(btf: ReturnType<typeof parseBtf>, id: number, random: Random): boolean {
  try {
    const layout = layoutFromBtf(btf, id);
    const size = sizeOfLayout(layout);
    if (size > 65_536) return true;
    const codec = codecOf(layout);
    const view = byteView(random.bytes(size));
    const value = codec.decode(view, 0);
    assert.is(codec.jsonText(view, 0), JSON.stringify(codec.toJson(view, 0)));
    codec.encode(value, view, 0, "value");
    return true;
  } catch (error) {
    if (LayoutError.is(error)) return false;
    // Members of a union that cannot be told apart from what they were read.
    if (ValueError.is(error) && error.reason.includes("share memory")) return true;
    throw error;
  }
}

test(`${count} mutations, BPF_MUTATION_SEED=${seed}`, () => {
  console.log(`BPF_MUTATION_SEED=${seed} BPF_MUTATION_COUNT=${count}`);
  const random = new Random(seed);
  let [made, refused, unparsed, slowest] = [0, 0, 0, 0];
  for (let n = 0; n < count; n++) {
    const bytes = random.of(sources);
    const original = parseBtf(bytes).typeCount;
    const mutated = mutate(random, bytes, original);
    const start = cpuTime();
    try {
      const btf = parseBtf(mutated);
      for (let i = 0; i < 4; i++)
        if (tryType(btf, 1 + random.below(original), random)) made++;
        else refused++;
    } catch (error) {
      if (!ParseError.is(error)) throw new Error(`mutation ${n} of seed ${seed}: ${(error as Error).stack}`);
      unparsed++;
    }
    slowest = Math.max(slowest, cpuTime() - start);
  }
  console.log(`${made} layouts, ${refused} refused, ${unparsed} unparsed; slowest ${slowest.toFixed(1)} ms`);
  // Mutations that never hurt, or always, would test nothing.
  assert.ok(made > count / 4 && refused > count / 10, `${made} made, ${refused} refused`);
  assert.ok(slowest < 5_000, `${slowest} ms`);
});

const vmlinux = "/sys/kernel/btf/vmlinux";
const noKernelBtf = existsSync(vmlinux) ? undefined : `this kernel has no ${vmlinux}`;

testOrSkip(test, "every struct, union and enum of the running kernel has a layout", noKernelBtf, () => {
  const btf = parseBtf(readFileSync(vmlinux));
  const ids = [BtfKind.STRUCT, BtfKind.UNION, BtfKind.ENUM, BtfKind.ENUM64].flatMap((kind) =>
    btf.idsOf(kind),
  );
  for (const id of ids) assert.is(sizeOfLayout(layoutFromBtf(btf, id)), btf.sizeOf(id), btf.nameOf(id));
  const random = new Random(seed);
  for (let i = 0; i < 200; i++) {
    const id = random.of(ids);
    assert.ok(tryType(btf, id, random), btf.nameOf(id));
  }
});

test.run();

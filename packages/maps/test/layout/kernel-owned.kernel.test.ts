/**
 * What the kernel keeps to itself in a map's value, asked of the kernel: a lookup gives that as if newly made,
 * and all else as it was written.
 */

import { existsSync, readFileSync } from "node:fs";
import { MapType, parseBtf } from "@bpf/elf";
import { BpfError, btfLoad, MapElements, mapCreate } from "@bpf/syscall";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { layoutFromBtf } from "../../src/layout/from-btf.js";
import { BtfWriter } from "./btf-writer.js";

/**
 * Every struct that BPF programs find in <linux/bpf.h> and give to a helper, of the kernel's own or not, and
 * its bytes.
 */
const candidates = {
  bpf_spin_lock: 4,
  bpf_res_spin_lock: 4,
  bpf_timer: 16,
  bpf_wq: 16,
  bpf_task_work: 8,
  bpf_refcount: 4,
  bpf_list_node: 24,
  bpf_rb_node: 32,
  bpf_dynptr: 16,
  bpf_cpumask: 8,
} as const;

/** Heads of lists and trees are taken only with a declaration tag, and a program that uses them. */
const vmlinux = "/sys/kernel/btf/vmlinux";

/**
 * Whether the field of a value `{ u64 before; struct NAME field; }` comes back otherwise than it was written;
 * undefined: refused.
 */
function kernelReplaces(name: string, size: number): { replaces: boolean | undefined; ours: boolean } {
  const writer = new BtfWriter();
  const [u32, u64] = [writer.int("u32", 4), writer.int("u64", 8)];
  const word = size % 8 === 0 ? u64 : u32;
  const wordSize = size % 8 === 0 ? 8 : 4;
  const words = writer.array(word, size / wordSize);
  const field = writer.struct(name, size, [["__opaque", words, 0]]);
  const valueSize = Math.ceil((8 + size) / 8) * 8;
  const value = writer.struct("value", valueSize, [
    ["before", u64, 0],
    ["field", field, 64],
  ]);
  const bytes = writer.bytes();
  const layout = layoutFromBtf(parseBtf(bytes), value);
  const ours = layout.kind === "struct" && layout.fields[1]!.kernelOwned === true;
  try {
    using btf = btfLoad(bytes);
    using map = mapCreate({
      type: MapType.HASH,
      keySize: 4,
      valueSize,
      maxEntries: 1,
      flags: 1,
      name: "owned",
      btf,
      btfKeyTypeId: u32,
      btfValueTypeId: value,
    });
    using elements = new MapElements(map);
    elements.value.fill(0x11);
    assert.is(elements.update(), 0);
    elements.value.fill(0x22);
    assert.is(elements.lookup(), 0);
    assert.equal([...elements.value.subarray(0, 8)], Array(8).fill(0x11));
    const read = elements.value.subarray(8, 8 + size);
    return { replaces: read.every((byte) => byte !== 0x11), ours };
  } catch (error) {
    if (BpfError.is(error)) return { replaces: undefined, ours };
    throw error;
  }
}

test("the same fields as the running kernel", () => {
  const known = existsSync(vmlinux) ? parseBtf(readFileSync(vmlinux)) : undefined;
  let compared = 0;
  for (const [name, size] of Object.entries(candidates)) {
    if (known !== undefined && known.findId(name) === undefined) {
      console.log(`# ${name} is not known to this kernel`);
      continue;
    }
    const { replaces, ours } = kernelReplaces(name, size);
    console.log(`# ${name}: ${replaces === undefined ? "refused" : replaces ? "replaced" : "kept"}`);
    if (replaces === undefined) continue;
    assert.is(ours, replaces, name);
    compared++;
  }
  assert.ok(compared >= 2, `${compared} compared`);
});

test.run();

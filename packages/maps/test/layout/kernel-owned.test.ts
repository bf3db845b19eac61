import { BtfKind } from "@bpf/elf";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { layoutFromBtf } from "../../src/layout/from-btf.js";
import { type BtfWriter, written } from "./btf-writer.js";

const lock = (w: BtfWriter) => w.struct("bpf_spin_lock", 4, [["val", w.int("u32", 4), 0]]);
const tagged = (w: BtfWriter, tag: string) =>
  w.pointer(w.refer(BtfKind.TYPE_TAG, w.forward("task_struct"), tag));

/** Whether a field of that type is the kernel's own in a struct, in a union, and in a key. */
function owned(type: (w: BtfWriter) => number, size: number): boolean[] {
  const { btf, id } = written((w) => {
    const field = type(w);
    w.struct("s", size, [["f", field, 0]]);
    return w.union("u", size, [["f", field, 0]]);
  });
  const layouts = [
    layoutFromBtf(btf, id - 1),
    layoutFromBtf(btf, id),
    layoutFromBtf(btf, id - 1, { use: "key" }),
  ];
  return layouts.map(
    (layout) => layout.kind !== "integer" && "fields" in layout && layout.fields[0]!.kernelOwned === true,
  );
}

test("spin locks and kptrs in structs of values, also in arrays and through typedefs", () => {
  const yes = [true, false, false];
  assert.equal(owned(lock, 4), yes);
  assert.equal(
    owned((w) => w.array(w.refer(BtfKind.TYPEDEF, lock(w), "lock_t"), 3), 12),
    yes,
  );
  for (const tag of ["kptr", "kptr_untrusted", "kptr_ref", "percpu_kptr"])
    assert.equal(
      owned((w) => tagged(w, tag), 8),
      yes,
      tag,
    );
});

test("not other pointers, and no struct of that name that is a union", () => {
  const no = [false, false, false];
  assert.equal(
    owned((w) => w.pointer(lock(w)), 8),
    no,
  );
  assert.equal(
    owned((w) => tagged(w, "uptr"), 8),
    no,
  );
  assert.equal(
    owned((w) => tagged(w, "user"), 8),
    no,
  );
  assert.equal(
    owned((w) => w.union("bpf_spin_lock", 4, [["val", w.int("u32", 4), 0]]), 4),
    no,
  );
});

test.run();

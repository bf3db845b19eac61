import { parseBtf } from "@bpf/elf";
import { layoutFromBtf } from "@bpf/maps";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { keyTypeId, standInBtf, valueTypeId } from "../../src/start/stand-in-btf.js";

test("the BTF of the rehearsal is BTF, of a map from numbers to structs", () => {
  const btf = parseBtf(standInBtf());
  assert.equal(layoutFromBtf(btf, keyTypeId), { kind: "integer", size: 4, signed: false });
  const value = layoutFromBtf(btf, valueTypeId);
  assert.is(value.kind, "struct");
  assert.equal(value.kind === "struct" && value.fields.map(({ name, offset }) => [name, offset]), [
    ["packets", 0],
    ["bytes", 8],
  ]);
});

test.run();

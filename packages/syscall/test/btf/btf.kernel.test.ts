import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  BpfError,
  btfBytes,
  btfFromId,
  btfInfo,
  btfLoad,
  btfNextId,
  fdKind,
  mapCreate,
} from "../../src/index.js";
import { countFds } from "../open-fds.js";
import { smallBtf } from "./small-btf.js";

const test = suite("BTF");

test("what is loaded comes back", () => {
  using btf = btfLoad(smallBtf);
  assert.is(fdKind(btf), "btf");
  const info = btfInfo(btf);
  assert.is(info.size, smallBtf.length);
  assert.is(info.name, "");
  assert.is(info.kernelBtf, false);
  assert.equal(btfBytes(btf), smallBtf);
});

test("the kernel's own, byte by byte", () => {
  for (let id = btfNextId(0); id !== undefined; id = btfNextId(id)) {
    using btf = btfFromId(id);
    const info = btfInfo(btf);
    if (info.name !== "vmlinux") continue;
    assert.is(info.kernelBtf, true);
    const file = readFileSync("/sys/kernel/btf/vmlinux");
    assert.is(info.size, file.length);
    assert.ok(file.equals(btfBytes(btf)));
    return;
  }
  assert.unreachable("no BTF object is named vmlinux");
});

test("what the kernel refuses, with its log", () => {
  const before = countFds();
  const broken = smallBtf.slice();
  broken[24 + 4 + 3] = 63; // a kind that there is none of
  for (const [options, logged] of [
    [{}, true],
    [{ log: true }, true],
    [{ log: false }, false],
  ] as const) {
    assert.throws(
      () => btfLoad(broken, options),
      (error: BpfError) =>
        BpfError.is(error) &&
        error.code === "EINVAL" &&
        error.command === "BPF_BTF_LOAD" &&
        (logged ? /Invalid btf_info|Invalid kind/.test(error.log ?? "") : error.log === undefined),
    );
  }
  assert.is(countFds(), before);
});

test("btfInfo and btfBytes of a map are a TypeError", () => {
  using map = mapCreate({ type: 2, keySize: 4, valueSize: 4, maxEntries: 1 });
  assert.throws(() => btfInfo(map), TypeError);
  assert.throws(() => btfBytes(map), TypeError);
});

test.run();

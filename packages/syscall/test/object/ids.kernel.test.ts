import { execFileSync } from "node:child_process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type BpfError,
  btfFromId,
  btfInfo,
  btfLoad,
  btfNextId,
  fdKind,
  linkFromId,
  linkNextId,
  mapCreate,
  mapFromId,
  mapInfo,
  mapNextId,
  progFromId,
  progInfo,
  progLoad,
  progNextId,
} from "../../src/index.js";
import { smallBtf } from "../btf/small-btf.js";
import { countFds } from "../open-fds.js";
import { returnZero } from "../prog/programs.js";

const test = suite("ids");

function walk(next: (id: number) => number | undefined): number[] {
  const ids: number[] = [];
  for (let id = next(0); id !== undefined; id = next(id)) ids.push(id);
  return ids;
}

/** What bpftool lists, of objects that live longer than either walk. */
function listed(kind: string): number[] {
  return JSON.parse(execFileSync("bpftool", ["-j", kind, "show"], { encoding: "utf8" })).map(
    ({ id }: { id: number }) => id,
  );
}

test("maps", () => {
  using map = mapCreate({ type: 2, keySize: 4, valueSize: 8, maxEntries: 1 });
  const { id } = mapInfo(map);
  assert.ok(walk(mapNextId).includes(id));
  assert.ok(listed("map").includes(id));
  using again = mapFromId(id);
  assert.is(fdKind(again), "map");
  assert.is(mapInfo(again).id, id);
});

test("programs", () => {
  using program = progLoad({ type: 1, instructions: returnZero, license: "GPL" });
  const { id } = progInfo(program);
  assert.ok(walk(progNextId).includes(id));
  assert.ok(listed("prog").includes(id));
  using again = progFromId(id);
  assert.is(progInfo(again).id, id);
});

test("BTF objects", () => {
  using btf = btfLoad(smallBtf);
  const { id } = btfInfo(btf);
  assert.ok(walk(btfNextId).includes(id));
  assert.ok(listed("btf").includes(id));
  using again = btfFromId(id);
  assert.is(btfInfo(again).id, id);
});

test("ids ascend, and end with undefined", () => {
  for (const next of [mapNextId, progNextId, btfNextId, linkNextId]) {
    const ids = walk(next);
    assert.equal(
      ids,
      [...ids].sort((first, second) => first - second),
    );
    assert.is(next(0x7fff_fffe), undefined);
  }
});

test("an id that nobody has: ENOENT", () => {
  for (const open of [mapFromId, progFromId, btfFromId, linkFromId]) {
    const before = countFds();
    assert.throws(
      () => open(0x7fff_fffe),
      (error: BpfError) => error.code === "ENOENT" && /no live object has this id/.test(error.message),
    );
    assert.is(countFds(), before);
  }
});

test("what is no id", () => {
  for (const id of [-1, 1.5, 2 ** 32]) {
    assert.throws(() => mapFromId(id), RangeError);
    assert.throws(() => mapNextId(id), RangeError);
  }
});

test.run();

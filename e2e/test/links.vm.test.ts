/**
 * Links, which are made in the virtual machine only. Those of iterators hang on no hook, and their programs run only
 * when somebody reads them; bpftool makes them, so that the link is a peer's.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type BpfError,
  fdKind,
  LinkType,
  linkFromId,
  linkInfo,
  linkNextId,
  MapType,
  mapCreate,
  mapInfo,
  objGet,
  objPin,
  progFromId,
  progInfo,
} from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs } from "../src/bpffs.js";
import { bpftool, bpftoolJson } from "../src/bpftool.js";

const objects = fileURLToPath(new URL("../../testdata/objects/iter/", import.meta.url));
const iterator = join(bpffs, "iterator");
const array = () => mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 4, maxEntries: 1 });

const test = suite("links");

test.before(() => bpftool("iter", "pin", join(objects, "bpf_map.o"), iterator));

test("what linkInfo says is what bpftool says", () => {
  using link = objGet(iterator);
  assert.is(fdKind(link), "link");
  const info = linkInfo(link);
  const told = bpftoolJson<Record<string, unknown>>("link", "show", "pinned", iterator);
  assert.is(told.type, "iter");
  assert.equal(info, { type: LinkType.ITER, id: told.id, progId: told.prog_id, name: told.target_name });
  using program = progFromId(info.progId);
  assert.is(progInfo(program).name, "walk");
});

test("an iterator over one map tells its id", () => {
  using map = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 4, maxEntries: 1 });
  const { id } = mapInfo(map);
  const elements = join(bpffs, "elements");
  bpftool("iter", "pin", join(objects, "bpf_map_elem.o"), elements, "map", "id", String(id));
  using link = objGet(elements);
  const info = linkInfo(link);
  assert.is(info.name, "bpf_map_elem");
  assert.is(info.mapId, id);
});

test("by id", () => {
  using link = objGet(iterator);
  const { id } = linkInfo(link);
  const ids: number[] = [];
  for (let at = linkNextId(0); at !== undefined; at = linkNextId(at)) ids.push(at);
  assert.ok(ids.includes(id));
  using again = linkFromId(id);
  assert.is(fdKind(again), "link");
  assert.is(linkInfo(again).id, id);
});

test("a link can be pinned again, and takes no access mode: EINVAL", () => {
  using link = objGet(iterator);
  const path = join(bpffs, "second");
  objPin(link, path);
  using second = objGet(path, { access: "rw" });
  assert.is(linkInfo(second).id, linkInfo(link).id);
  for (const access of ["ro", "wo"] as const) {
    assert.throws(
      () => objGet(path, { access }),
      (error: BpfError) => error.code === "EINVAL" && /takes no access mode/.test(error.message),
    );
  }
});

test("mapInfo of a link is a TypeError, and linkInfo of a map", () => {
  using link = objGet(iterator);
  using map = array();
  assert.throws(() => mapInfo(link), TypeError);
  assert.throws(() => linkInfo(map), TypeError);
});

test.run();

/**
 * Links, by the calls and by the built command. They are made in the virtual machine only. Those of iterators hang on no hook, and their programs run only
 * when somebody reads them; bpftool makes them, so that the link is a peer's.
 */
import { statSync } from "node:fs";
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
import { bpf, bpfJson } from "../src/bpf-command.js";
import { bpffs } from "../src/bpffs.js";
import { tree } from "../src/bpffs-tree.js";
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

/** What `bpftool -j link show pinned` says of a link of an iterator. */
interface BpftoolLink {
  id: number;
  type: string;
  prog_id: number;
  target_name: string;
}
const told = (): BpftoolLink => bpftoolJson("link", "show", "pinned", iterator);

test("bpf show: bpftool's fields of the link", () => {
  const { id, type, prog_id, target_name } = told();
  const program = bpftoolJson<{ type: string }>("prog", "show", "id", String(prog_id));
  const { mode, uid, gid } = statSync(iterator);
  const shown = bpfJson<Record<string, unknown>>("show", iterator);
  assert.equal(shown, {
    path: iterator,
    kind: "link",
    mode: (mode & 0o7777).toString(8).padStart(4, "0"),
    uid,
    gid,
    id,
    type,
    progId: prog_id,
    progType: program.type,
    targetName: target_name,
  });
  const { status, stdout } = bpf("show", iterator);
  assert.is(status, 0);
  for (const [field, value] of Object.entries(shown))
    assert.match(stdout, new RegExp(`^${field} +${value}$`, "m"));
});

test("bpf ls: the link in the tree, by kind, type and id", () => {
  const { id, type } = told();
  const { children } = bpfJson<{ children: Record<string, unknown>[] }>("ls");
  assert.equal(
    children.find(({ path }) => path === iterator),
    { path: iterator, kind: "link", name: "iterator", id, type, children: [] },
  );
  const { status, stdout } = bpf("ls");
  assert.is(status, 0);
  assert.match(stdout, new RegExp(`\\biterator +link +id ${id} +${type}\\b`));
});

test("bpf pin link ID PATH, and bpf unpin PATH: the link stays by its other pin", () => {
  const { id } = told();
  const path = join(bpffs, "mine/deep/link");
  assert.equal(bpfJson("pin", "link", String(id), "mine/deep/link"), { kind: "link", id, path });
  assert.is(bpftoolJson<BpftoolLink>("link", "show", "pinned", path).id, id);
  const again = bpf("pin", "link", String(id), path, "--json");
  assert.is(again.status, 1);
  assert.is(JSON.parse(again.stderr).error.code, "ERR_PIN_EXISTS");
  const { removed, failed } = bpfJson<{ removed: unknown; failed: unknown }>("unpin", path);
  assert.equal([removed, failed], [[{ map: null, path }], []]);
  assert.not(tree().some((entry) => entry.startsWith("mine")));
  assert.is(told().id, id);
});

test("bpf pin link with the id of no link: ENOENT, and nothing is made", () => {
  const before = tree();
  // Ids go up from 1, and the kernel hands out none above INT_MAX.
  const { status, stderr } = bpf("pin", "link", "4294967295", "none/x", "--json");
  assert.is(status, 1);
  assert.is(JSON.parse(stderr).error.errno, "ENOENT");
  assert.equal(tree(), before);
});

test("a link where a map is wanted: load and plan end with 3, unpin leaves it", () => {
  const { id } = told();
  const args = ["examples/pinmap.o", "--pin-path", "pinmap=iterator", "--json"];
  const mismatches = [{ field: "kind", pinned: "link", wanted: "map" }];
  const load = bpf("load", ...args);
  assert.is(load.status, 3);
  assert.equal(JSON.parse(load.stderr).error.mismatches, mismatches);
  const plan = bpf("plan", ...args);
  assert.is(plan.status, 3);
  assert.equal(JSON.parse(plan.stdout).actions[0].mismatches, mismatches);
  const unpin = bpf("unpin", ...args);
  assert.is(unpin.status, 1);
  const { removed, failed } = JSON.parse(unpin.stdout);
  assert.equal(removed, []);
  assert.is(failed[0].error.code, "ERR_PIN_KIND");
  assert.is(told().id, id);
});

test.run();

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type BpfError,
  fdKind,
  LinkType,
  linkFromId,
  linkInfo,
  linkNextId,
  mapCreate,
  mapInfo,
  objGet,
  objPin,
  progFromId,
  progInfo,
} from "../../src/index.js";
import { bpftool } from "../bpftool.js";

/**
 * Links of iterators: they hang on no hook, and their program runs only when somebody reads them.
 * bpftool makes them, so that the link is a peer's.
 */
const source = (target: string, context: string) => `
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
char LICENSE[] SEC("license") = "GPL";
struct ${context} { int unused; };
SEC("iter/${target}")
int walk(struct ${context} *context) { return 0; }
`;

const directory = mkdtempSync(join(tmpdir(), "link-"));
const test = suite("links");

function pinIterator(target: string, path: string, ...more: string[]): void {
  const file = join(directory, `${target}.c`);
  const object = join(directory, `${target}.o`);
  writeFileSync(file, source(target, `bpf_iter__${target}`));
  execFileSync("clang", [
    "-O2",
    "-g",
    "-target",
    "bpf",
    "-I/usr/include/x86_64-linux-gnu",
    "-c",
    file,
    "-o",
    object,
  ]);
  execFileSync("bpftool", ["iter", "pin", object, path, ...more]);
}

test.before(() => pinIterator("bpf_map", "/sys/fs/bpf/iterator"));
test.after(() => rmSync(directory, { recursive: true }));

test("what linkInfo says is what bpftool says", () => {
  using link = objGet("/sys/fs/bpf/iterator");
  assert.is(fdKind(link), "link");
  const info = linkInfo(link);
  const told = bpftool("link", "show", "pinned", "/sys/fs/bpf/iterator");
  assert.is(told.type, "iter");
  assert.equal(info, { type: LinkType.ITER, id: told.id, progId: told.prog_id, name: told.target_name });
  using program = progFromId(info.progId);
  assert.is(progInfo(program).name, "walk");
});

test("an iterator over one map tells its id", () => {
  using map = mapCreate({ type: 1, keySize: 4, valueSize: 4, maxEntries: 1 });
  const { id } = mapInfo(map);
  pinIterator("bpf_map_elem", "/sys/fs/bpf/elements", "map", "id", String(id));
  using link = objGet("/sys/fs/bpf/elements");
  const info = linkInfo(link);
  assert.is(info.name, "bpf_map_elem");
  assert.is(info.mapId, id);
});

test("by id", () => {
  using link = objGet("/sys/fs/bpf/iterator");
  const { id } = linkInfo(link);
  const ids: number[] = [];
  for (let at = linkNextId(0); at !== undefined; at = linkNextId(at)) ids.push(at);
  assert.ok(ids.includes(id));
  using again = linkFromId(id);
  assert.is(fdKind(again), "link");
  assert.is(linkInfo(again).id, id);
});

test("a link can be pinned again, and takes no access mode: EINVAL", () => {
  using link = objGet("/sys/fs/bpf/iterator");
  objPin(link, "/sys/fs/bpf/second");
  using second = objGet("/sys/fs/bpf/second", { access: "rw" });
  assert.is(linkInfo(second).id, linkInfo(link).id);
  for (const access of ["ro", "wo"] as const) {
    assert.throws(
      () => objGet("/sys/fs/bpf/second", { access }),
      (error: BpfError) => error.code === "EINVAL" && /takes no access mode/.test(error.message),
    );
  }
});

test("linkInfo of a map is a TypeError", () => {
  using map = mapCreate({ type: 2, keySize: 4, valueSize: 4, maxEntries: 1 });
  assert.throws(() => linkInfo(map), TypeError);
});

test.run();

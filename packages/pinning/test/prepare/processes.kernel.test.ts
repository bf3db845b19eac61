// runner: timeout 300
/** Processes that are killed while they commit, and ones that commit side by side. */
import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { mapLookup, mapUpdate, objGet, progFromId, progInfo, progLoad } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { realKernel } from "../../src/kernel.js";
import { prepareMaps } from "../../src/prepare/prepare-maps.js";
import { unpinMaps } from "../../src/unpin.js";
import { walkPins } from "../../src/walk.js";
import { mapSpec, objectSpec } from "../specs.js";
import type { LoadingOrder, LoadingResult } from "./loading-process.js";
import { everything, names, newPaths, programSpec, replacing, where } from "./scene.js";

const test = suite("processes that commit");
const root = "/sys/fs/bpf";
const script = fileURLToPath(new URL("loading-process.ts", import.meta.url));
const command = (order: LoadingOrder): string[] => ["--import", "tsx", script, JSON.stringify(order)];

// mov r0, 0; exit: loaded once, and used by every process.
const instructions = Uint8Array.from([0xb7, 0, 0, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0]);
const load = (name: string) => progLoad({ type: 1, instructions, license: "GPL", name });
const held = names.map(load);
const former = ["old", "older"].map(load);
const ids = Object.fromEntries(names.map((name, index) => [name, progInfo(held[index]!).id]));
const formerIds = former.map((fd) => progInfo(fd).id);

const pins = () => [...walkPins(root)].filter(({ name }) => !name.includes("."));
const below = ({ path }: { path: string }): string => path.slice(root.length + 1);

/** A map to be reused, and two programs to be replaced. */
function furnish(): void {
  const object = objectSpec([mapSpec("reused"), mapSpec("other")], {
    programs: new Map(["old", "older"].map((name) => [name, programSpec(name)])),
  });
  const options = { paths: { other: "shared/other" }, pinPrograms: "progs" };
  prepareMaps(object, options)
    .commit(
      ["old", "older"].map((name, index) => {
        const id = formerIds[index]!;
        return { name, symbol: name, id, fd: progFromId(id) };
      }),
    )
    .close();
}

function unfurnish(): void {
  const object = objectSpec([...everything.maps.values(), mapSpec("other")], {
    programs: everything.programs,
  });
  const { failed } = unpinMaps(object, { ...where, paths: { ...where.paths, other: "shared/other" } });
  assert.equal(failed, []);
  assert.equal(pins(), []);
}

const key = (index: number) => Buffer.from([index, 0, 0, 0]);
const u32At = (path: string, index: number): number => {
  using fd = objGet(`${root}/${path}`);
  return Buffer.from(mapLookup(fd, key(index)) ?? Buffer.alloc(4)).readUInt32LE();
};

/** Whatever is pinned is whole. */
function checkWhole(): void {
  const found = new Map(pins().map((pin) => [below(pin), pin]));
  for (const [index, name] of ["old", "older"].entries()) {
    const { kind, id } = found.get(`progs/${name}`)!;
    assert.is(kind, "prog");
    assert.ok(id === ids[name] || id === formerIds[index], `${name} is ${id}`);
  }
  if (found.has("jumps")) {
    assert.is(u32At("jumps", 0), ids.fresh);
    assert.is(u32At("jumps", 1), ids.old);
  }
  if (found.has("outer")) assert.is.not(u32At("outer", 0), 0);
  if (!found.has("shared/cfg")) return;
  using cfg = objGet(`${root}/shared/cfg`);
  assert.throws(() => mapUpdate(cfg, key(0), Buffer.alloc(8)), /EPERM/);
}

test("killed before any change of a commit: what is pinned is whole, the next load completes it, an unpin removes it", () => {
  let asides = 0;
  let killAt = 1;
  for (; ; killAt++) {
    furnish();
    const { signal, status, stderr } = spawnSync(process.execPath, command({ ids, rounds: 1, killAt }), {
      encoding: "utf8",
    });
    checkWhole();
    if (signal === null) {
      assert.is(status, 0, stderr);
      unfurnish();
      break;
    }
    assert.is(signal, "SIGKILL");
    if (pins().some(({ name }) => name.includes("_replacing_"))) asides++;
    const programs = names.map((name) => ({
      name,
      symbol: name,
      id: ids[name]!,
      fd: progFromId(ids[name]!),
    }));
    prepareMaps(everything, replacing(realKernel)).commit(programs).close();
    for (const path of newPaths)
      assert.ok(
        pins().some((pin) => below(pin) === path),
        path,
      );
    assert.is(pins().find((pin) => below(pin) === "progs/old")?.id, ids.old);
    unfurnish();
  }
  // Slots, directories, five maps, a new program, four temporary names, two renamings, two of the names removed.
  assert.ok(killAt > 17, `only ${killAt} changes`);
  // Between the first temporary name and the removal of the last.
  assert.is(asides, 7);
});

test("four processes that load at once: each map is made by one of them, and nothing temporary stays", async () => {
  furnish();
  const run = promisify(execFile);
  const rounds = 100;
  const ended = await Promise.all(
    [0, 1, 2, 3].map((index) => {
      // Two programs that change places, so that the processes do replace each other's.
      const swapped = index % 2 ? ids : { ...ids, old: ids.older!, older: ids.old! };
      return run(process.execPath, command({ ids: swapped, rounds }));
    }),
  );
  const results = ended.map(({ stdout }): LoadingResult => JSON.parse(stdout));
  const created = results.reduce((sum, one) => sum + one.created, 0);
  assert.is(created, 5, JSON.stringify(results));
  const found = new Map(pins().map((pin) => [below(pin), pin.id]));
  assert.equal(
    [...found.keys()].filter((path) => path.includes("_replacing_")),
    [],
  );
  assert.ok([ids.old, ids.older].includes(found.get("progs/old")));
  assert.ok([ids.old, ids.older].includes(found.get("progs/older")));
  unfurnish();
});

test.after(() => {
  for (const fd of [...held, ...former]) fd.close();
});
test.run();

/** Linked programs, and what the verifier is told of their source, against what libbpf would load of the same object. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type ObjectSpec, parseObject } from "@bpf/elf";
import type { BpfFd } from "@bpf/syscall";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { attachTarget } from "../../src/attach/target.js";
import { runningKernelTypes } from "../../src/kernel-types/kernel-types.js";
import { isSubprogram } from "../../src/link/functions.js";
import { linkObject } from "../../src/load/linked-object.js";
import { ReferencePlacer } from "../../src/load/place-references.js";
import { programAttr } from "../../src/load/program-attr.js";
import { objectPath, readObject } from "../core/objects.js";
import { type LibbpfLoad, loadsOfLibbpf } from "../libbpf.js";

/** One program linked as for a load, with libbpf's numbers for its maps. */
function linked(object: ObjectSpec, name: string, { maps }: LibbpfLoad) {
  const entries = [...object.programs].filter(([, program]) => !isSubprogram(program));
  const autoload = Object.fromEntries(entries.map(([key]) => [key, key === name]));
  const link = linkObject(object, { autoload }, runningKernelTypes);
  const program = link.programs[0]!.link();
  using placer = new ReferencePlacer(
    link.object,
    link.kconfig,
    (map) => ({ map }) as unknown as BpfFd,
    runningKernelTypes,
  );
  const { fds } = placer.place(program);
  const attr = programAttr(link.object, program, {} as BpfFd);
  const instructions = Buffer.from(attr.instructions);
  const numbers = new Map([...maps].map(([fd, map]) => [map, fd]));
  for (const { offset, fd } of fds) {
    const number = numbers.get((fd as unknown as { map: string }).map);
    assert.ok(number !== undefined, `libbpf has no map ${JSON.stringify(fd)}`);
    instructions.writeUInt32LE(number, offset);
  }
  return { attr, instructions, link };
}

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString("hex");

const compare = (name: string): number => compareObject(readObject(name), objectPath(name));

function compareObject(object: ObjectSpec, path: string): number {
  const loads = loadsOfLibbpf(path);
  for (const [program, load] of loads) {
    assert.is(load.result, 0, `libbpf loads ${program}`);
    const { attr, instructions } = linked(object, program, load);
    assert.is(hex(instructions), hex(load.instructions), `instructions of ${program}`);
    assert.is(hex(attr.functionInfo), hex(load.functions), `functions of ${program}`);
    assert.is(hex(attr.lineInfo), hex(load.lines), `lines of ${program}`);
    const target = attachTarget(object.programs.get(program)!, { object, kernelTypes: runningKernelTypes });
    assert.equal(
      [attr.type, attr.flags, target.attachBtfId ?? 0],
      [load.type, load.flags, load.attachBtfId],
      `type, flags and target of ${program}`,
    );
    if (load.expectedAttachType !== 0)
      assert.is(target.expectedAttachType, load.expectedAttachType, `attach type of ${program}`);
  }
  return loads.size;
}

test("functions, callbacks, variables, maps, strings and externs", () => {
  assert.is(compare("core/link"), 11);
});

test("objects that bpftool has linked into one: static functions and variables of one name", () => {
  const directory = mkdtempSync(join(tmpdir(), "linked-"));
  try {
    const path = join(directory, "linked.o");
    execFileSync("bpftool", [
      "gen",
      "object",
      path,
      objectPath("core/linked-a"),
      objectPath("core/linked-b"),
    ]);
    const object = parseObject(readFileSync(path), { name: "linked" });
    assert.is([...object.programs.values()].filter(({ name }) => name === "step").length, 2);
    assert.is(compareObject(object, path), 3);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

/** Objects that libbpf 1.1 does not open or load, and why. */
const beyondLibbpf: Record<string, string> = {
  "load-calls-be": "it is of the other byte order",
  "load-freplace": "its target has to be given",
  "load-no-btf": "its maps have no types",
  "load-static-section": "static functions outside .text are not supported",
  "load-struct-ops-s": "sleepable members of structs are not known",
  "load-types": "some sections are not known; load-types-libbpf has the others",
};
const loaded = readdirSync(dirname(objectPath("load/x"))).map((file) => file.replace(/\.o$/, ""));

for (const name of loaded.sort())
  if (!name.startsWith("load-bad-") && beyondLibbpf[name] === undefined)
    test(name, () => {
      assert.ok(compare(`load/${name}`) > 0);
    });

test.run();

import type { ObjectSpec, ProgramSpec } from "@bpf/elf";
import { type BpfFd, MapFlag, MapType } from "@bpf/syscall";
import type { Kernel } from "../../src/kernel.js";
import type { PrepareOptions } from "../../src/prepare/prepare-maps.js";
import type { LoadedProgram } from "../../src/programs/pinned-program.js";
import type { FakeKernel } from "../fake-kernel/fake-kernel.js";
import type { FakeNode, FakeObject } from "../fake-kernel/nodes.js";
import { mapSpec, objectSpec } from "../specs.js";

/** A program definition with the fields a test cares about. */
export function programSpec(name: string, fields: Partial<ProgramSpec> = {}): ProgramSpec {
  return {
    name,
    section: "socket",
    type: 1,
    attachType: null,
    sleepable: false,
    autoload: true,
    static: false,
    sectionOffset: 0,
    instructions: new Uint8Array(16),
    relocations: [],
    ...fields,
  };
}

const named = (programs: readonly ProgramSpec[]) => new Map(programs.map((one) => [one.name, one]));

/** An object of one of everything. */
export const everything: ObjectSpec = objectSpec(
  [
    mapSpec("reused"),
    mapSpec("cfg", {
      definition: "data",
      flags: MapFlag.RDONLY_PROG,
      contents: Buffer.alloc(8),
      pinning: "none",
    }),
    mapSpec("outer", {
      type: MapType.ARRAY_OF_MAPS,
      valueSize: 4,
      innerMap: mapSpec("outer.inner"),
      slots: [{ index: 0, symbol: "inner" }],
    }),
    mapSpec("inner"),
    mapSpec("loose", { pinning: "none" }),
    mapSpec("readable", { flags: MapFlag.RDONLY, contents: Buffer.alloc(8) }),
    mapSpec("jumps", {
      type: MapType.PROG_ARRAY,
      valueSize: 4,
      maxEntries: 2,
      slots: [
        { index: 0, symbol: "fresh" },
        { index: 1, symbol: "old" },
      ],
    }),
  ],
  {
    programs: named([
      programSpec("fresh"),
      programSpec("old"),
      programSpec("older"),
      programSpec("alone"),
      programSpec("optional", { autoload: false }),
      programSpec("subprogram", { section: ".text", type: null }),
      programSpec("inlined", { static: true }),
    ]),
  },
);

export const where = {
  paths: { cfg: "shared/cfg", inner: "ns/inner" },
  pinPrograms: "progs",
  programPaths: { fresh: "ns/programs/fresh", alone: false },
} as const satisfies PrepareOptions;

/** What `where` leads to that {@link furnished} lacks. */
export const newPaths = [
  "jumps",
  "ns",
  "ns/inner",
  "ns/programs",
  "ns/programs/fresh",
  "outer",
  "readable",
  "shared/cfg",
];

export const names = ["fresh", "old", "older", "alone"] as const;

/** An array of 8 bytes, as another process makes it. */
export const array = (fake: FakeKernel): FakeObject =>
  fake.object("map", MapType.ARRAY, {
    map: { keySize: 4, valueSize: 8, maxEntries: 1, flags: 0, mapExtra: 0n, btf: false, inner: false },
  });

/** What a path holds. */
export const objectAt = (fake: FakeKernel, path: string): FakeObject | undefined => {
  const node = fake.at(path);
  return node?.type === "file" ? node.object : undefined;
};

/** Mode and owner of the pins that are replaced: not those of a new pin. */
const stranger = { mode: 0o100644, uid: 4711, gid: 815 };

/** Puts a map to be reused, and two programs, where the object wants them; returns what was there then. */
export function furnish(fake: FakeKernel): Map<string, FakeObject | undefined> {
  fake.pinAt("reused", array(fake));
  fake.pinAt("shared/other", array(fake));
  fake.pinAt("progs/old", fake.object("prog", 1));
  fake.pinAt("progs/older", fake.object("prog", 1));
  for (const path of ["progs/old", "progs/older"]) Object.assign(fake.at(path)!, stranger);
  return state(fake);
}

/** Every path below root and its inode, with mode and owner. */
export const nodes = (fake: FakeKernel): Map<string, FakeNode | undefined> =>
  new Map(
    fake.paths().map((path) => {
      const node = fake.at(path);
      return [path, node?.type === "directory" ? undefined : node];
    }),
  );

/** Every path and what it holds: undefined for a directory. */
export const state = (fake: FakeKernel): Map<string, FakeObject | undefined> =>
  new Map(fake.paths().map((path) => [path, objectAt(fake, path)]));

/** Programs as a loader would have loaded them; the caller closes their fds. */
export function load(fake: FakeKernel, programs: readonly string[] = names): LoadedProgram[] {
  return programs.map((name) => {
    const { id } = fake.object("prog", 1, { name });
    return { name, symbol: name, id, fd: fake.calls.progFromId(id) };
  });
}

export const closeAll = (programs: readonly { readonly fd: BpfFd }[]): void => {
  for (const { fd } of programs) fd.close();
};

/** `where`, replacing, on this kernel. */
export const replacing = (kernel: Kernel): PrepareOptions => ({
  ...where,
  kernel,
  onExistingProgram: "replace",
});

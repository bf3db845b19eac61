import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type BpfError,
  BpfFd,
  fdKind,
  mapCreate,
  mapInfo,
  objPin,
  ProgramType,
  progInfo,
  progLoad,
} from "../../src/index.js";
import { bpftool } from "../bpftool.js";
import { countFds } from "../open-fds.js";
import { returnZero, usesMap } from "./programs.js";

const test = suite("programs");

test("what progInfo says is what bpftool says", () => {
  using map = mapCreate({ type: 2, keySize: 4, valueSize: 8, maxEntries: 1 });
  using program = progLoad({
    type: ProgramType.SOCKET_FILTER,
    instructions: usesMap(map.fd),
    license: "GPL",
    name: "uses_map",
  });
  assert.is(fdKind(program), "prog");
  objPin(program, "/sys/fs/bpf/uses_map");
  const info = progInfo(program);
  const told = bpftool("prog", "show", "pinned", "/sys/fs/bpf/uses_map");
  assert.is(told.type, "socket_filter");
  assert.equal(
    {
      id: info.id,
      name: info.name,
      tag: info.tag,
      gpl_compatible: info.gplCompatible,
      uid: info.createdByUid,
      bytes_xlated: info.xlatedLength,
      bytes_jited: info.jitedLength,
      map_ids: info.mapIds,
    },
    {
      id: told.id,
      name: told.name,
      tag: told.tag,
      gpl_compatible: told.gpl_compatible,
      uid: told.uid,
      bytes_xlated: told.bytes_xlated,
      bytes_jited: told.bytes_jited,
      map_ids: told.map_ids,
    },
  );
  assert.equal(info.mapIds, [mapInfo(map).id]);
  assert.ok(info.loadTime > 0n);
  assert.is(info.verifiedInstructions, 3);
});

test("a proprietary license is not GPL compatible", () => {
  using program = progLoad({
    type: ProgramType.SOCKET_FILTER,
    instructions: returnZero,
    license: "Proprietary",
  });
  assert.is(progInfo(program).gplCompatible, false);
  assert.equal(progInfo(program).mapIds, []);
});

test("what the verifier refuses, with its log", () => {
  const before = countFds();
  const exitOnly = returnZero.slice(8);
  assert.throws(
    () => progLoad({ type: ProgramType.SOCKET_FILTER, instructions: exitOnly, license: "GPL" }),
    (error: BpfError) =>
      error.code === "EACCES" && /R0 !read_ok/.test(error.log ?? "") && /R0 !read_ok/.test(error.message),
  );
  assert.throws(
    () => progLoad({ type: ProgramType.SOCKET_FILTER, instructions: exitOnly, license: "GPL", log: false }),
    (error: BpfError) => error.code === "EACCES" && error.log === undefined,
  );
  assert.is(countFds(), before);
});

test("a log longer than the first buffer is whole", () => {
  // 5,000 × `r0 = 0` without an exit: level 1 tells every instruction, some 100 KB.
  const many = new Uint8Array(8 * 5000);
  for (let index = 0; index < 5000; index++) many[8 * index] = 0xb7;
  many.set([0x61, 0x10, 0x00, 0x10], 8 * 4998); // r0 = *(u32 *)(r1 + 4096): no such field of the context
  many.set(returnZero.subarray(8), 8 * 4999);
  assert.throws(
    () => progLoad({ type: ProgramType.SOCKET_FILTER, instructions: many, license: "GPL" }),
    (error: BpfError) =>
      error.code === "EACCES" && error.log!.length > 65_536 && /invalid bpf_context access/.test(error.log!),
  );
});

test("instructions that are no multiple of 8 bytes", () => {
  assert.throws(
    () => progLoad({ type: 1, instructions: returnZero.subarray(1), license: "GPL" }),
    RangeError,
  );
});

test("as many instructions as there are, whatever their length says", () => {
  class Liar extends Uint8Array {
    override get length() {
      return 4096;
    }
  }
  using program = progLoad({ type: 1, instructions: Liar.from(returnZero), license: "GPL" });
  assert.is(progInfo(program).xlatedLength, returnZero.byteLength);
  const odd = new Liar(12);
  assert.throws(() => progLoad({ type: 1, instructions: odd, license: "GPL" }), /has 12 bytes/);
});

test("progInfo of something else is a TypeError", () => {
  using map = mapCreate({ type: 2, keySize: 4, valueSize: 8, maxEntries: 1 });
  using stream = BpfFd.adopt(0);
  for (const other of [map, stream]) assert.throws(() => progInfo(other), TypeError);
});

test.run();

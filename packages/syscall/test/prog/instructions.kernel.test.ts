import { readFileSync, rmSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type BpfError,
  BpfFd,
  MapType,
  mapCreate,
  mapInfo,
  objPin,
  ProgramType,
  progBindMap,
  progDebugInfo,
  progIdOf,
  progInfo,
  progInstructions,
  progLoad,
} from "../../src/index.js";
import { bpftoolText } from "../bpftool.js";
import { readsMap, returnZero } from "./programs.js";

const test = suite("what the kernel made of a program");

const newMap = () => mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 4, maxEntries: 1 });
const filter = { type: ProgramType.SOCKET_FILTER, license: "GPL" };
const isTypeError = (error: unknown) => error instanceof TypeError;

test("the verified instructions are those that bpftool writes to a file", () => {
  using map = newMap();
  using program = progLoad({ ...filter, instructions: readsMap, fds: [{ offset: 4, fd: map }] });
  objPin(program, "/sys/fs/bpf/reads_map");
  const file = `/tmp/xlated-${process.pid}`;
  bpftoolText("prog", "dump", "xlated", "pinned", "/sys/fs/bpf/reads_map", "file", file);
  const instructions = progInstructions(program);
  assert.equal(Buffer.from(instructions), readFileSync(file));
  rmSync(file);
  assert.is(instructions.length, progInfo(program).xlatedLength);
  assert.ok(instructions.length > readsMap.length, "the lookup is inlined");
});

test("a program without debug information has none", () => {
  using program = progLoad({ ...filter, instructions: returnZero });
  const { btfId, functionInfo, functionInfoSize, lineInfo, lineInfoSize } = progDebugInfo(program);
  assert.equal([btfId, functionInfo.length, lineInfo.length], [0, 0, 0]);
  assert.equal([functionInfoSize, lineInfoSize], [8, 16]);
});

test("the id is that of progInfo", () => {
  using program = progLoad({ ...filter, instructions: returnZero });
  assert.is(progIdOf(program), progInfo(program).id);
});

test("a map that is bound lives as long as the program, and is bound once", () => {
  using program = progLoad({ ...filter, instructions: returnZero });
  const map = newMap();
  const { id } = mapInfo(map);
  progBindMap(program, map);
  progBindMap(program, map);
  map.close();
  assert.equal(progInfo(program).mapIds, [id]);
  assert.throws(
    () => progBindMap(program, program),
    (error: BpfError) =>
      error.code === "EINVAL" &&
      error.command === "BPF_PROG_BIND_MAP" &&
      /not a program's/.test(error.message),
  );
});

test("of something else it is a TypeError", () => {
  using map = newMap();
  using stream = BpfFd.adopt(0);
  for (const other of [map, stream]) {
    for (const call of [progInstructions, progDebugInfo, progIdOf])
      assert.throws(() => call(other), isTypeError);
  }
});

test.run();

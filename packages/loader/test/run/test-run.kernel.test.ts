import { ProgramType } from "@bpf/elf";
import { BpfError, type BpfFd, mapCreate, objPin, progLoad } from "@bpf/syscall";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { disassembleProgram } from "../../src/disassemble/disassemble-program.js";
import { LoadError } from "../../src/errors.js";
import type { ProgramSource } from "../../src/run/open-program.js";
import { testRun, testRunAsync } from "../../src/run/test-run.js";
import { encode, program } from "../disassemble/encode.js";

const load = (type: number, ...code: readonly Uint8Array[]): BpfFd =>
  progLoad({ type, instructions: program(...code), license: "GPL" });

/** Gives back byte 23 of the packet, and writes 77 to the mark of its `struct __sk_buff`. */
const reader = (): BpfFd =>
  load(
    ProgramType.SCHED_CLS,
    encode(0xbf, 6, 1),
    encode(0xb7, 1, 0, 0, 77),
    encode(0x63, 6, 1, 8),
    encode(0x30, 0, 0, 0, 23),
    encode(0x95),
  );

/** Passes the packet with 0xaa in front. */
const writer = (): BpfFd =>
  load(
    ProgramType.XDP,
    encode(0x61, 2, 1, 0),
    encode(0x61, 3, 1, 4),
    encode(0xbf, 4, 2),
    encode(0x07, 4, 0, 0, 14),
    encode(0x2d, 4, 3, 1),
    encode(0x72, 2, 0, 0, 0xaa),
    encode(0xb7, 0, 0, 0, 2),
    encode(0x95),
  );

const packet = (): Uint8Array => Uint8Array.from({ length: 64 }, (_, i) => i + 1);
const mark = (context: Uint8Array | undefined): number =>
  new DataView(context!.buffer, context!.byteOffset).getUint32(8, true);

function failure(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

test("a program's answer, packet and context come back", () => {
  using fd = reader();
  const result = testRun(fd, { data: packet(), context: new Uint8Array(192) });
  assert.is(result.returnValue, 24);
  assert.is(mark(result.context), 77);
  assert.equal(result.data, packet());
  assert.ok(result.durationNs >= 0);
});

test("a changed packet comes back, the one given stays", () => {
  using fd = writer();
  const data = packet();
  const result = testRun({ fd }, { data, repeat: 1000 });
  assert.is(result.returnValue, 2);
  assert.is(result.data![0], 0xaa);
  assert.equal(result.data!.subarray(1), data.subarray(1));
  assert.is(data[0], 1);
  assert.is(fd.closed, false, "the caller's descriptor stays open");
});

test("by the path of its pin, also on another thread", async () => {
  using fd = writer();
  objPin(fd, "/sys/fs/bpf/writer");
  assert.is(testRun("/sys/fs/bpf/writer", { data: packet() }).data![0], 0xaa);
  const result = await testRunAsync("/sys/fs/bpf/writer", { data: packet(), repeat: 10_000 });
  assert.is(result.returnValue, 2);
  assert.is(result.data![0], 0xaa);
  const { lines } = disassembleProgram("/sys/fs/bpf/writer");
  assert.is(lines.at(-1)!.text, "exit");
  assert.ok(
    lines.some(({ text }) => text === "*(u8 *)(r2 +0) = 170"),
    lines.map(({ text }) => text).join(),
  );
});

test("what the kernel refuses is a BpfError, on both ways", async () => {
  using fd = writer();
  const tooShort = failure(() => testRun(fd, { data: new Uint8Array(3) }));
  assert.ok(BpfError.is(tooShort) && tooShort.code === "EINVAL", String(tooShort));
  const rejected = await testRunAsync(fd, { data: new Uint8Array(3) }).catch((error: unknown) => error);
  assert.ok(BpfError.is(rejected) && rejected.code === "EINVAL", String(rejected));
  const absent = failure(() => testRun("/sys/fs/bpf/absent"));
  assert.ok(BpfError.is(absent) && absent.code === "ENOENT", String(absent));
});

test("a type of programs that cannot be run so", () => {
  using fd = load(ProgramType.KPROBE, encode(0xb7), encode(0x95));
  const error = failure(() => testRun(fd, { data: packet() }));
  assert.ok(BpfError.is(error) && error.code === "ENOTSUPP", String(error));
});

test("what is no program is refused", async () => {
  using map = mapCreate({ type: 2, keySize: 4, valueSize: 4, maxEntries: 1 });
  objPin(map, "/sys/fs/bpf/map");
  for (const source of [map, { fd: map }, "/sys/fs/bpf/map"]) {
    const error = failure(() => testRun(source));
    assert.ok(LoadError.is(error) && error.code === "ERR_PROGRAM_KIND", String(error));
  }
  for (const source of [undefined, null, 3, {}, { fd: 3 }]) {
    const error = failure(() => testRun(source as unknown as ProgramSource));
    assert.ok(error instanceof TypeError, String(error));
    const rejected = await testRunAsync(source as unknown as ProgramSource).catch((e: unknown) => e);
    assert.ok(rejected instanceof TypeError, String(rejected));
  }
});

test.run();

import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type BpfError,
  FdClosedError,
  MapType,
  mapCreate,
  mapLookup,
  ProgramFlag,
  ProgramType,
  type ProgTestRunOptions,
  progLoad,
  progTestRun,
  progTestRunAsync,
  TestRunFlag,
} from "../../src/index.js";
import { countFds } from "../open-fds.js";
import {
  add,
  assemble,
  call,
  copy,
  exit,
  instruction,
  load64,
  loadWord,
  lookupFirst,
  mov,
  pseudo,
  returnZero,
  storeWord,
} from "./programs.js";

const test = suite("test runs");

/** A frame of this length, byte i of it i (mod 251). */
const frame = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => index % 251);

const load = (type: number, instructions: Uint8Array, flags?: number) =>
  progLoad({ type, instructions, license: "GPL", flags });

/** Writes 0x5a to the packet's first byte, and returns XDP_TX (3). */
const writesFirst = assemble(
  loadWord(2, 1, 0), // r2 = data
  loadWord(3, 1, 4), // r3 = data_end
  mov(0, 1),
  copy(4, 2),
  add(4, 14),
  instruction(0x2d, 4, 3, 2, 0), // if r4 > r3 goto exit
  instruction(0x72, 2, 0, 0, 0x5a),
  mov(0, 3),
  exit,
);

/** Makes the packet 100 bytes longer at its front, and returns XDP_PASS (2) or, if that fails, XDP_ABORTED. */
const grows = assemble(
  mov(2, -100),
  call(44), // bpf_xdp_adjust_head
  copy(1, 0),
  mov(0, 0),
  instruction(0x55, 1, 0, 1, 0), // if r1 != 0 goto exit
  mov(0, 2),
  exit,
);

const refuses =
  (code: string, text = "") =>
  (error: BpfError) =>
    error.code === code && error.command === "BPF_PROG_TEST_RUN" && error.message.includes(text);

test("a packet goes in and out, and what was given stays as it is", () => {
  using program = load(ProgramType.XDP, writesFirst);
  const dataIn = frame(64);
  const { returnValue, dataOut, contextOut } = progTestRun(program, { dataIn });
  assert.is(returnValue, 3);
  assert.equal(dataOut, Uint8Array.of(0x5a, ...frame(64).subarray(1)));
  assert.equal(dataIn, frame(64));
  assert.is(contextOut, undefined);
});

test("a packet that becomes longer fits, unless told otherwise", () => {
  using program = load(ProgramType.XDP, grows);
  const dataIn = frame(200);
  for (const dataSizeOut of [undefined, 300, 10_000]) {
    const { returnValue, dataOut } = progTestRun(program, { dataIn, dataSizeOut });
    assert.is(returnValue, 2);
    assert.is(dataOut?.length, 300);
    assert.equal(dataOut?.subarray(100), dataIn);
  }
});

test("what does not fit is ENOSPC with the length that it has, and overwrites nothing", () => {
  using program = load(ProgramType.XDP, grows);
  const dataIn = frame(1000);
  for (const dataSizeOut of [1, 1000, 1099]) {
    assert.throws(
      () => progTestRun(program, { dataIn, dataSizeOut }),
      refuses("ENOSPC", `the program ran; its packet has 1100 bytes, and dataSizeOut is ${dataSizeOut}`),
    );
  }
});

test("without room for it nothing comes out", () => {
  using program = load(ProgramType.XDP, writesFirst);
  const run = progTestRun(program, { dataIn: frame(1000), dataSizeOut: 0 });
  assert.equal(Object.keys(run), ["returnValue", "duration"]);
  assert.is(run.returnValue, 3);
});

test("a context goes in and out: struct __sk_buff", () => {
  const markAt = 8;
  const instructions = assemble(loadWord(2, 1, markAt), copy(0, 2), add(2, 1), storeWord(1, 2, markAt), exit);
  using program = load(ProgramType.SCHED_CLS, instructions);
  const contextIn = new Uint8Array(192);
  new DataView(contextIn.buffer).setUint32(markAt, 41, true);
  const { returnValue, contextOut, dataOut } = progTestRun(program, { dataIn: frame(64), contextIn });
  assert.is(returnValue, 41);
  assert.is(new DataView(contextOut!.buffer).getUint32(markAt, true), 42);
  assert.equal(dataOut, frame(64));
  assert.is(progTestRun(program, { dataIn: frame(64) }).contextOut, undefined);
  const asked = progTestRun(program, { dataIn: frame(64), contextSizeOut: 256 }).contextOut!;
  assert.ok(asked.length >= 184 && asked.length < 256, "as long as the kernel's");
  assert.throws(
    () => progTestRun(program, { dataIn: frame(64), contextIn, contextSizeOut: 20 }),
    refuses("ENOSPC", "and contextSizeOut is 20"),
  );
});

test("a context that is changed in place: SYSCALL", () => {
  const instructions = assemble(loadWord(0, 1, 0), mov(2, 7), storeWord(1, 2, 4), exit);
  using program = load(ProgramType.SYSCALL, instructions, ProgramFlag.SLEEPABLE);
  const contextIn = new Uint8Array(Uint32Array.of(5, 6).buffer);
  const { returnValue, contextOut, dataOut } = progTestRun(program, { contextIn });
  assert.is(returnValue, 5);
  assert.equal(new Uint32Array(contextOut!.buffer), Uint32Array.of(5, 7));
  assert.is(dataOut, undefined);
  assert.equal(contextIn, new Uint8Array(Uint32Array.of(5, 6).buffer));
});

test("arguments of a raw tracepoint, on a CPU", () => {
  const instructions = assemble(instruction(0x79, 0, 1, 8), exit); // r0 = the second argument
  using program = load(ProgramType.RAW_TRACEPOINT, instructions);
  const contextIn = new Uint8Array(BigUint64Array.of(1n, 77n).buffer);
  assert.is(progTestRun(program, { contextIn }).returnValue, 77);
  assert.is(progTestRun(program, { contextIn, cpu: 0 }).returnValue, 77);
  assert.is(progTestRun(program, { contextIn, cpu: 0, flags: TestRunFlag.RUN_ON_CPU }).returnValue, 77);
  assert.throws(() => progTestRun(program, { contextIn, cpu: 100_000 }), refuses("ENXIO"));
});

/** Adds 1 to the first value of a map whose descriptor goes to byte 4, and returns the sum. */
const counts = assemble(
  load64(1, pseudo.mapFd),
  lookupFirst,
  instruction(0x15, 0, 0, 5, 0), // if r0 == 0 goto exit
  loadWord(1, 0, 0),
  add(1, 1),
  storeWord(0, 1, 0),
  copy(0, 1),
  exit,
  exit,
);

const newCounter = () => mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 4, maxEntries: 1 });
const counted = (map: ReturnType<typeof newCounter>) =>
  new Uint32Array(mapLookup(map, new Uint8Array(4))!.buffer)[0];

test("it runs as often as it is told to, exactly, and says how long one run takes", () => {
  using map = newCounter();
  using program = progLoad({
    type: ProgramType.SOCKET_FILTER,
    instructions: counts,
    license: "GPL",
    fds: [{ offset: 4, fd: map }],
  });
  assert.is(progTestRun(program, { dataIn: frame(14) }).returnValue, 1);
  const { returnValue, duration } = progTestRun(program, { dataIn: frame(14), repeat: 5000 });
  assert.is(returnValue, 5001);
  assert.is(counted(map), 5001);
  assert.ok(duration > 0 && duration < 100_000, `${duration} ns`);
});

test("a refusal runs nothing", () => {
  using map = newCounter();
  using program = progLoad({
    type: ProgramType.SOCKET_FILTER,
    instructions: counts,
    license: "GPL",
    fds: [{ offset: 4, fd: map }],
  });
  assert.throws(() => progTestRun(program, { dataIn: frame(13) }), refuses("EINVAL"));
  assert.throws(() => progTestRun(program), refuses("EINVAL"));
  assert.throws(() => progTestRun(program, { dataIn: frame(14), batchSize: 4 }), refuses("EINVAL"));
  assert.is(counted(map), 0);
});

test("a type that cannot be run so is ENOTSUPP", () => {
  using program = load(ProgramType.KPROBE, returnZero);
  assert.throws(() => progTestRun(program), refuses("ENOTSUPP", "programs of this type cannot be test run"));
});

test("options that cannot be, and descriptors of something else", () => {
  using program = load(ProgramType.XDP, returnZero);
  const wrong: [ProgTestRunOptions, string][] = [
    [{ dataIn: "bytes" as never }, "ERR_INVALID_ARG_TYPE"],
    [{ contextIn: [] as never }, "ERR_INVALID_ARG_TYPE"],
    [{ dataSizeOut: -1 }, "ERR_OUT_OF_RANGE"],
    [{ dataSizeOut: 2 ** 30 }, "ERR_OUT_OF_RANGE"],
    [{ contextSizeOut: 0.5 }, "ERR_OUT_OF_RANGE"],
    [{ repeat: 2 ** 32 }, "ERR_OUT_OF_RANGE"],
    [{ flags: -1 }, "ERR_OUT_OF_RANGE"],
    [{ cpu: -1 }, "ERR_OUT_OF_RANGE"],
    [{ batchSize: 1.5 }, "ERR_OUT_OF_RANGE"],
  ];
  for (const [options, code] of wrong) {
    assert.throws(
      () => progTestRun(program, options),
      (error: { code?: string }) => error.code === code,
      JSON.stringify(options),
    );
  }
  using map = newCounter();
  assert.throws(
    () => progTestRun(map),
    (error: unknown) => error instanceof TypeError,
  );
  const closed = program.dup();
  closed.close();
  assert.throws(
    () => progTestRun(closed),
    (error: unknown) => FdClosedError.is(error),
  );
});

test("on the thread pool: the program may be closed, and the packet overwritten, meanwhile", async () => {
  const before = countFds();
  const program = load(ProgramType.XDP, writesFirst);
  const dataIn = frame(64);
  const pending = progTestRunAsync(program, { dataIn, repeat: 100 });
  program.close();
  dataIn.fill(0);
  const { returnValue, dataOut } = await pending;
  assert.is(returnValue, 3);
  assert.equal(dataOut, Uint8Array.of(0x5a, ...frame(64).subarray(1)));
  assert.is(countFds(), before);
});

test("on the thread pool: a refusal is a rejection", async () => {
  using program = load(ProgramType.KPROBE, returnZero);
  const codes = await Promise.all(
    [progTestRunAsync(program), progTestRunAsync({} as never)].map((run) =>
      run.then(
        () => "none",
        (error: { code: string }) => error.code,
      ),
    ),
  );
  assert.equal(codes, ["ENOTSUPP", "ERR_INVALID_ARG_TYPE"]);
});

test.run();

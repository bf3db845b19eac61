import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type BpfError,
  type BpfFd,
  btfLoad,
  MapType,
  mapCreate,
  mapInfo,
  mapUpdate,
  ProgramType,
  progDebugInfo,
  progInfo,
  progLoadAsync,
  progTestRun,
} from "../../src/index.js";
import { countFds } from "../open-fds.js";
import { debugBtf } from "./debug-btf.js";
import { exit, loops, readsMap, returnZero } from "./programs.js";

const test = suite("loading programs on the thread pool");
const index = new URL("../../dist/index.cjs", import.meta.url).pathname;
const filter = { type: ProgramType.SOCKET_FILTER, license: "GPL" };

/** The verifier takes some tenths of a second for it. */
const slow = loops(100_000);

async function rejection(promise: Promise<unknown>): Promise<BpfError> {
  try {
    await promise;
  } catch (error) {
    return error as BpfError;
  }
  throw new Error("it was not rejected");
}

test("descriptors that are closed meanwhile, and bytes that are overwritten", async () => {
  const before = countFds();
  const map = mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 4, maxEntries: 1 });
  mapUpdate(map, new Uint8Array(4), new Uint8Array(Uint32Array.of(17).buffer));
  const { id } = mapInfo(map);
  const debug = debugBtf("answer", ["int answer(void) {"]);
  const btf = btfLoad(debug.types);
  const instructions = readsMap.slice();
  const lineInfo = debug.lineInfo.slice();
  const { functionInfo } = debug;
  const fds = [{ offset: 4, fd: map }];
  const pending = progLoadAsync({ ...filter, instructions, fds, btf, functionInfo, lineInfo });
  map.close();
  btf.close();
  instructions.fill(0);
  structuredClone(0, { transfer: [lineInfo.buffer as ArrayBuffer] });
  const program = await pending;
  assert.equal(progInfo(program).mapIds, [id]);
  assert.equal(progDebugInfo(program).lineInfo, debug.lineInfo);
  assert.is(progTestRun(program, { dataIn: new Uint8Array(14) }).returnValue, 17);
  program.close();
  assert.is(countFds(), before);
});

test("what the verifier refuses is a rejection with its log, and so is what does not fit", async () => {
  const before = countFds();
  const refused = await rejection(progLoadAsync({ ...filter, instructions: exit }));
  assert.is(refused.code, "EACCES");
  assert.match(refused.log ?? "", "R0 !read_ok");
  const odd = await rejection(progLoadAsync({ ...filter, instructions: exit.subarray(1) }));
  assert.is(odd.code, "ERR_INVALID_ARG_VALUE");
  assert.is(countFds(), before);
});

test("the log of a success", async () => {
  let log = "";
  const onLog = (text: string) => {
    log = text;
  };
  (await progLoadAsync({ ...filter, instructions: returnZero, log: { level: 4, onLog } })).close();
  assert.match(log, "verification time");
});

test("the event loop turns meanwhile, and several load at once", async () => {
  let pending = true;
  const loading = Promise.all(
    Array.from({ length: 3 }, () => progLoadAsync({ ...filter, instructions: slow })),
  ).finally(() => {
    pending = false;
  });
  let turns = 0;
  while (pending) {
    await turn();
    turns++;
  }
  const loaded: BpfFd[] = await loading;
  assert.is(new Set(loaded.map((program) => progInfo(program).id)).size, 3);
  for (const program of loaded) program.close();
  assert.ok(turns > 10, `${turns} turns`);
});

test("no descriptor left to hold what it needs: EMFILE", () => {
  const script = `
    const { mapCreate, progLoadAsync } = require(${JSON.stringify(index)});
    const map = mapCreate({ type: 2, keySize: 4, valueSize: 4, maxEntries: 1 });
    const all = [];
    try { for (;;) all.push(map.dup()); } catch {}
    const instructions = Uint8Array.from(${JSON.stringify([...readsMap])});
    progLoadAsync({ type: 1, license: "GPL", instructions, fds: [{ offset: 4, fd: map }] })
      .then(() => console.log("loaded"), (error) => console.log(error.code, error.command))
      .finally(() => all.forEach((fd) => fd.close()));`;
  const command = ["-c", 'ulimit -n 64; exec "$@"', "-", process.execPath, "-e", script];
  const { stdout, stderr } = spawnSync("sh", command, { encoding: "utf8" });
  assert.is(`${stdout}${stderr}`, "EMFILE BPF_PROG_LOAD\n");
});

/** What a thread runs that begins to load `count` slow programs, and tells so. */
const starts = (count: number, then: string): string => `
  const { progLoadAsync } = require(${JSON.stringify(index)});
  const instructions = Uint8Array.from(${JSON.stringify([...slow])});
  for (let index = 0; index < ${count}; index++) progLoadAsync({ type: 1, license: "GPL", instructions });
  ${then}`;

test("a worker that is terminated in the middle leaves nothing open", async () => {
  const before = countFds();
  for (let round = 0; round < 3; round++) {
    const thread = new Worker(
      starts(2, 'require("node:worker_threads").parentPort.postMessage(0); setInterval(() => {}, 1000);'),
      { eval: true },
    );
    await once(thread, "message");
    await thread.terminate();
    assert.is(countFds(), before);
  }
});

test("a worker that ends right after it was loaded leaves nothing open", async () => {
  const before = countFds();
  const thread = new Worker(
    `const { progLoadAsync } = require(${JSON.stringify(index)});
     const instructions = Uint8Array.from(${JSON.stringify([...returnZero])});
     progLoadAsync({ type: 1, license: "GPL", instructions }).then((program) => { program.fd; process.exit(); });`,
    { eval: true },
  );
  await once(thread, "exit");
  assert.is(countFds(), before);
});

for (const how of ["process.exit(7)", "setImmediate(() => process.exit(7))", "process.reallyExit(7)"]) {
  test(`${how} in the middle is an exit like any other`, () => {
    const { status, stderr } = spawnSync(process.execPath, ["-e", starts(2, how)], { encoding: "utf8" });
    assert.is(`${status} ${stderr}`, "7 ");
  });
}

test("the process stays alive until it is loaded", () => {
  const script = `${starts(1, "")} process.on("exit", () => console.log("end"));
    progLoadAsync({ type: 1, license: "GPL", instructions }).then((program) => { console.log(program.closed); program.close(); });`;
  const { stdout } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  assert.is(stdout, "false\nend\n");
});

test.run();

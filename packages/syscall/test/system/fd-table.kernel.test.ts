import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BpfFd, growFdTable, OpenFlag, openat2, pageSize, possibleCpus } from "../../src/index.js";
import { countFds } from "../open-fds.js";

const test = suite("the process and the machine");

/** FDSize of /proc/self/status: how many descriptors the table has room for. */
const tableSize = () => Number(/^FDSize:\s*(\d+)$/m.exec(readFileSync("/proc/self/status", "latin1"))![1]);

test("growFdTable makes room at once, and leaves nothing open", () => {
  const before = countFds(/eventfd/);
  assert.ok(before > 0, "those of Node.js");
  const size = tableSize();
  growFdTable(4 * size);
  assert.ok(tableSize() >= 4 * size);
  assert.is(countFds(/eventfd/), before);
});

test("growFdTable stays within RLIMIT_NOFILE", () => {
  const index = new URL("../../dist/index.cjs", import.meta.url).pathname;
  const script = `require(${JSON.stringify(index)}).growFdTable(1048576); console.log("done");`;
  const output = execFileSync("sh", ["-c", 'ulimit -n 300; exec "$0" -e "$1"', process.execPath, script], {
    encoding: "utf8",
  });
  assert.is(output, "done\n");
  for (const count of [-1, 1.5, 2 ** 21]) assert.throws(() => growFdTable(count), RangeError);
});

test("past RLIMIT_NOFILE a descriptor is EMFILE", () => {
  const index = new URL("../../dist/index.cjs", import.meta.url).pathname;
  const script = `
    const { mapCreate } = require(${JSON.stringify(index)});
    const held = [];
    try { for (;;) held.push(mapCreate({ type: 2, keySize: 4, valueSize: 4, maxEntries: 1 })); }
    catch (error) { console.log(error.code, held.length > 100); }`;
  const output = execFileSync("sh", ["-c", 'ulimit -n 256; exec "$0" -e "$1"', process.execPath, script], {
    encoding: "utf8",
  });
  assert.is(output, "EMFILE true\n");
});

test("page size and possible CPUs are the machine's", () => {
  assert.is(pageSize(), Number(execFileSync("getconf", ["PAGESIZE"], { encoding: "utf8" })));
  assert.ok(possibleCpus() >= Number(execFileSync("getconf", ["_NPROCESSORS_CONF"], { encoding: "utf8" })));
});

test("an fd below 3 is never handed out by a call", () => {
  using directory = openat2(undefined, "/", { flags: OpenFlag.O_PATH });
  assert.instance(directory, BpfFd);
  assert.ok(directory.fd >= 3);
});

test.run();

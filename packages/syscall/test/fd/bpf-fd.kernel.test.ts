import { execFileSync } from "node:child_process";
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BpfError, BpfFd, FdClosedError, fdKind, mapCreate, mapInfo, procFdPath } from "../../src/index.js";
import { countFds } from "../open-fds.js";

const test = suite("BpfFd");
const array = () => mapCreate({ type: 2, keySize: 4, valueSize: 8, maxEntries: 1 });

/** F_GETFD is not in Node; the kernel prints O_CLOEXEC (02000000) among the flags. */
function closesOnExec(fd: number): boolean {
  const flags = /^flags:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "latin1"))![1]!;
  return (Number.parseInt(flags, 8) & 0o2000000) !== 0;
}

test("a new descriptor is 3 or above and close-on-exec", () => {
  using map = array();
  assert.ok(map.fd >= 3);
  assert.ok(closesOnExec(map.fd));
});

test("with standard streams closed, it still is 3 or above", () => {
  const script = `
    import("${new URL("../../src/index.ts", import.meta.url)}").then(({ mapCreate, mapInfo }) => {
      const { closeSync } = require("node:fs");
      closeSync(0); closeSync(1);
      const map = mapCreate({ type: 2, keySize: 4, valueSize: 8, maxEntries: 1 });
      process.stderr.write(map.fd + " " + mapInfo(map).type);
      process.reallyExit(0);
    });`;
  const stderr = runForStderr(script);
  const [fd, type] = stderr.split(" ").map(Number);
  assert.ok(fd! >= 3, stderr);
  assert.is(type, 2);
});

function runForStderr(script: string): string {
  return execFileSync("sh", ["-c", '"$0" --import tsx -e "$1" 2>&1 >/dev/null', process.execPath, script], {
    encoding: "utf8",
  });
}

test("close() closes, once", () => {
  const before = countFds();
  const map = array();
  assert.is(map.closed, false);
  assert.is(countFds(), before + 1);
  map.close();
  map.close();
  map[Symbol.dispose]();
  assert.is(map.closed, true);
  assert.is(countFds(), before);
});

test("a closed one cannot be used", () => {
  const map = array();
  map.close();
  for (const use of [
    () => map.fd,
    () => map.dup(),
    () => map.release(),
    () => mapInfo(map),
    () => procFdPath(map),
    () => fdKind(map),
  ]) {
    assert.throws(
      use,
      (error: FdClosedError) => FdClosedError.is(error) && error.code === "ERR_BPF_FD_CLOSED",
    );
  }
});

test("`using` closes, past an error too", () => {
  const before = countFds();
  assert.throws(() => {
    using _map = array();
    throw new Error("stop");
  }, "stop");
  assert.is(countFds(), before);
});

test("dup() is independent", () => {
  const map = array();
  const { id } = mapInfo(map);
  using copy = map.dup();
  assert.is.not(copy.fd, map.fd);
  assert.ok(closesOnExec(copy.fd));
  map.close();
  assert.is(mapInfo(copy).id, id);
});

test("release() leaves it open, and adopt() takes it over", () => {
  const map = array();
  const { id } = mapInfo(map);
  const number = map.release();
  assert.ok(map.closed);
  fstatSync(number);
  const adopted = BpfFd.adopt(number);
  assert.is(adopted.fd, number);
  assert.is(mapInfo(adopted).id, id);
  adopted.close();
  assert.throws(() => fstatSync(number), /EBADF/);
});

test("adopt() sets close-on-exec", () => {
  const file = openSync("/dev/null", "r");
  using adopted = BpfFd.adopt(file);
  assert.ok(closesOnExec(adopted.fd));
});

test("adopt() duplicates a standard stream, and leaves it open", () => {
  const adopted = BpfFd.adopt(0);
  assert.ok(adopted.fd >= 3);
  adopted.close();
  fstatSync(0);
});

test("adopt() refuses what is no open descriptor", () => {
  const file = openSync("/dev/null", "r");
  closeSync(file);
  assert.throws(
    () => BpfFd.adopt(file),
    (error: BpfError) => BpfError.is(error) && error.code === "EBADF",
  );
  for (const number of [-1, 1.5, 2 ** 31, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(
      () => BpfFd.adopt(number),
      (error: NodeJS.ErrnoException) => error instanceof RangeError && error.code === "ERR_OUT_OF_RANGE",
    );
  }
  for (const other of ["3", null, undefined, {}, 3n]) {
    assert.throws(
      () => BpfFd.adopt(other as never),
      (error: NodeJS.ErrnoException) => error instanceof TypeError && error.code === "ERR_INVALID_ARG_TYPE",
    );
  }
});

test("adopt() refuses a number that a BpfFd owns already", () => {
  using map = array();
  assert.throws(() => BpfFd.adopt(map.fd), /already owned/);
  assert.is(mapInfo(map).type, 2);
});

test("foreign objects are a TypeError", () => {
  const fakes = [
    {},
    5,
    "5",
    null,
    undefined,
    { fd: 5 },
    Object.create(BpfFd.prototype),
    new Proxy(array(), {}),
  ];
  for (const fake of fakes) {
    assert.throws(
      () => mapInfo(fake as never),
      (error: NodeJS.ErrnoException) => error instanceof TypeError && error.code === "ERR_INVALID_ARG_TYPE",
    );
  }
});

test("the constructor is closed to outsiders' descriptors", () => {
  const Constructor = BpfFd as unknown as new (state: unknown) => BpfFd;
  assert.throws(() => mapInfo(new Constructor({ native: { number: () => 5 }, exposed: false })), TypeError);
});

test("a number closed behind our back is reported by close()", () => {
  const map = array();
  closeSync(map.fd);
  assert.throws(
    () => map.close(),
    (error: BpfError) => error.code === "EBADF" && error.syscall === "close",
  );
  assert.ok(map.closed);
});

test("once its number is known, a descriptor's kind and sizes are asked for again", () => {
  const map = array();
  assert.is(fdKind(map), "map");
  const number = map.fd;
  closeSync(number);
  const file = openSync("/dev/null", "r");
  assert.is(file, number, "the lowest free number");
  assert.is(fdKind(map), "other");
  map.close();
});

test.run();

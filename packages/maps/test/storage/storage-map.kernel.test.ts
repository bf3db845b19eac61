import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { fitBtf, MapFlag, MapType, parseObject } from "@bpf/elf";
import { BpfFd, btfLoad, mapCreate, objPin } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openMap } from "../../src/keyed-map/open-map.js";
import { openStorageMap } from "../../src/storage/open.js";
import { hexArguments } from "../bpftool.js";
import { cgroupRoot, noCgroup, openDirectory } from "../cgroup-root.js";
import { bpfError, mapError, openFds, valueError } from "../errors.js";
import { foreignFds } from "../foreign-fds.js";
import { testOrSkip, testWith } from "../test-or-skip.js";

const foreign = foreignFds();
const test = suite("local storage");

/** Key int and value u64, as the kernel's types of such a map have to be. */
function make(name: string, type: number): BpfFd {
  const file = new URL(`../../../../testdata/objects/le/map-type-${name}.o`, import.meta.url);
  const object = parseObject(readFileSync(file), { name });
  const { keySize, valueSize, maxEntries, keyTypeId, valueTypeId } = object.maps.get(name)!;
  using btf = btfLoad(fitBtf(object)!);
  const types = { btf, btfKeyTypeId: keyTypeId, btfValueTypeId: valueTypeId };
  return mapCreate({ type, keySize, valueSize, maxEntries, flags: MapFlag.NO_PREALLOC, name, ...types });
}

/** The value of the object that bpftool gets as descriptor 3. */
function readByBpftool(path: string, owner: number): number {
  const args = ["-j", "map", "lookup", "pinned", path, "key", ...hexArguments(Uint8Array.of(3, 0, 0, 0))];
  const { stdout } = spawnSync("bpftool", args, {
    stdio: ["ignore", "pipe", "inherit", owner],
    encoding: "utf8",
  });
  return (JSON.parse(stdout) as { formatted: { value: number } }).formatted.value;
}

/** What every kind does, with a descriptor of an object that may own a value. */
function works(name: string, type: number, owner: BpfFd, stranger: BpfFd, refusal: string): void {
  const path = `/sys/fs/bpf/${name}`;
  using fd = make(name, type);
  objPin(fd, path);
  using map = openStorageMap<bigint>(path);
  assert.equal([map.kind, map.typeName, map.path], ["storage", name, path]);
  assert.equal([map.get(owner), map.has(owner), map.delete(owner)], [undefined, false, false]);
  assert.throws(() => map.set(owner, 1n, "update"), bpfError("ENOENT"));
  map.set(owner, 7n, "create");
  assert.is(map.get(owner), 7n);
  assert.is(readByBpftool(path, owner.fd), 7);
  assert.throws(() => map.set(owner, 8n, "create"), bpfError("EEXIST"));
  map.set(owner.fd, 9n, "update");
  assert.equal([map.get(owner), map.get(owner.fd), map.has(owner.fd)], [9n, 9n, true]);
  {
    using copy = owner.dup();
    assert.is(map.get(copy), 9n);
  }
  for (const call of [
    () => map.get(stranger),
    () => map.set(stranger, 1n),
    () => map.delete(stranger),
    () => map.has(stranger),
  ]) {
    assert.throws(call, bpfError(refusal, /the key is no descriptor of/));
  }
  assert.throws(() => map.get(100_000), bpfError("EBADF", /the key is no descriptor of/));
  assert.throws(() => map.get(-1), bpfError("EBADF"));
  assert.throws(() => map.get(2n as never), valueError("key"));
  assert.throws(() => map.set(owner, -1n), valueError("value"));
  assert.is(map.delete(owner), true);
  assert.is(map.delete(owner.fd), false);
}

const listening = (): Promise<Server> =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => done(server));
  });

/** A descriptor of our own of a server's socket. */
function socketOf(server: Server): BpfFd {
  const owned = BpfFd.adopt((server as unknown as { _handle: { fd: number } })._handle.fd);
  const copy = owned.dup();
  owned.release();
  return copy;
}

test("sk_storage: sockets", async () => {
  const server = await listening();
  try {
    using socket = socketOf(server);
    using stranger = openDirectory("/proc");
    works("sk_storage", MapType.SK_STORAGE, socket, stranger, "ENOTSOCK");
  } finally {
    server.close();
  }
});

/** Why no inode can own a value. The test has its mounts, below /sys too, to itself. */
function noInodeStorage(): string | undefined {
  const file = "/sys/kernel/security/lsm";
  if (!existsSync(file)) execFileSync("mount", ["-t", "securityfs", "none", "/sys/kernel/security"]);
  const modules = readFileSync(file, "utf8").trim();
  return modules.split(",").includes("bpf") ? undefined : `the bpf LSM is not active, but ${modules}`;
}

testOrSkip(test, "inode_storage: open files", noInodeStorage(), () => {
  // Kept in the test's own bpffs, and gone with it.
  mkdirSync("/sys/fs/bpf/owner");
  using directory = openDirectory("/sys/fs/bpf/owner");
  const path = "/sys/fs/bpf/inodes";
  using fd = make("inode_storage", MapType.INODE_STORAGE);
  objPin(fd, path);
  using map = openStorageMap<bigint>(path);
  map.set(directory, 5n);
  // The inode owns it, whichever descriptor names it.
  using again = openDirectory("/sys/fs/bpf/owner");
  assert.is(map.get(again), 5n);
  assert.is(readByBpftool(path, again.fd), 5);
  assert.throws(() => map.get(100_000), bpfError("EBADF", /an open file/));
  assert.is(map.delete(again), true);
  assert.is(map.get(directory), undefined);
});

testWith(test, "task_storage: pidfds", foreign.pid, (pid) => {
  using owner = BpfFd.adopt(pid);
  using stranger = openDirectory("/proc");
  works("task_storage", MapType.TASK_STORAGE, owner, stranger, "EBADF");
});

testOrSkip(test, "cgrp_storage: cgroups' directories", noCgroup, () => {
  using owner = openDirectory(cgroupRoot!);
  using stranger = openDirectory("/proc");
  works("cgrp_storage", MapType.CGRP_STORAGE, owner, stranger, "EBADF");
});

test("there is nothing to iterate, and openMap says which function is right", () => {
  using fd = make("sk_storage", MapType.SK_STORAGE);
  const before = openFds();
  assert.throws(() => openMap(fd), mapError("ERR_MAP_KIND", /sk_storage.*openStorageMap\(\)/));
  using hash = mapCreate({ type: MapType.HASH, keySize: 4, valueSize: 4, maxEntries: 1 });
  assert.throws(() => openStorageMap(hash), mapError("ERR_MAP_KIND", /hash.*openMap\(\)/));
  const map = openStorageMap(fd);
  assert.is("entries" in map, false);
  map.close();
  assert.throws(() => map.get(0), mapError("ERR_MAP_CLOSED"));
  hash.close();
  assert.is(openFds(), before);
});

test.run();

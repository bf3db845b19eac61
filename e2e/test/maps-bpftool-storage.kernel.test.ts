/** Local storage: the value of a socket, an inode or a cgroup, by us and by bpftool, which is handed the descriptor. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MapError, openMap, openStorageMap } from "@bpf/maps";
import { BpfError, OpenFlag, openat2 } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpftoolWithDescriptor, givenBytes } from "../src/bpftool-descriptors.js";
import { kernelNames } from "../src/kernel-version.js";
import { ListeningSocket } from "../src/loopback-sockets.js";
import { littleEndian, parseFile } from "../src/objects.js";
import { withMaps } from "../src/with-maps.js";

const objectOf = (type: string) => parseFile(join(littleEndian, `map-type-${type}.o`));

/** Both ways, for the owner that has `number` in this process. */
function bothWays(path: string, number: number): void {
  using map = openStorageMap<bigint>(path);
  const lookup = ["map", "lookup", "pinned", path, "key", ...givenBytes];
  const update = ["map", "update", "pinned", path, "key", ...givenBytes, "value"];

  assert.is(map.get(number), undefined);
  map.set(number, 2n ** 64n - 2n, "create");
  assert.equal(bpftoolWithDescriptor(number, ...lookup).printed!.value!.map(Number), [
    254,
    ...Array(7).fill(255),
  ]);

  assert.is(bpftoolWithDescriptor(number, ...update, ..."1 2 3 4 5 6 7 8".split(" ")).status, 0);
  assert.is(map.get(number), 0x0807060504030201n);
  assert.is(map.has(number), true);
  assert.is(map.delete(number), true);
  assert.is(bpftoolWithDescriptor(number, ...lookup).printed, null);
  assert.is(map.delete(number), false);
}

const test = suite("local storage, by bpftool");

test("sk_storage: a socket's value", () =>
  withMaps(objectOf("sk_storage"), async (maps) => {
    await using socket = await ListeningSocket.open();
    bothWays(maps.get("sk_storage")!.path!, socket.number);
  }));

test("inode_storage: a file's value, where the bpf LSM is active, else refused to us as to bpftool", () =>
  withMaps(objectOf("inode_storage"), (maps) => {
    const { path } = maps.get("inode_storage")!;
    using file = openat2(undefined, process.execPath, { flags: OpenFlag.O_RDONLY });
    const update = [
      "map",
      "update",
      "pinned",
      path!,
      "key",
      ...givenBytes,
      "value",
      ..."0 0 0 0 0 0 0 0".split(" "),
    ];
    const { status } = bpftoolWithDescriptor(file.fd, ...update);
    if (status === 0) {
      using map = openStorageMap<bigint>(path!);
      assert.is(map.get(file), 0n);
      map.delete(file);
      bothWays(path!, file.fd);
      return;
    }
    using map = openStorageMap<bigint>(path!);
    assert.throws(
      () => map.set(file, 0n),
      (error: unknown) => BpfError.is(error) && (256 - status!) % 256 === Math.abs(error.errno) % 256,
    );
  }));

if (kernelNames("BPF_MAP_TYPE_CGRP_STORAGE")) {
  test("cgrp_storage: a cgroup's value", () =>
    withMaps(objectOf("cgrp_storage"), (maps) => {
      const directory = mkdtempSync(join(tmpdir(), "cgroup-"));
      execFileSync("mount", ["-t", "cgroup2", "cgroup2", directory]);
      try {
        using cgroup = openat2(undefined, directory, { flags: OpenFlag.O_RDONLY | OpenFlag.O_DIRECTORY });
        bothWays(maps.get("cgrp_storage")!.path!, cgroup.fd);
      } finally {
        execFileSync("umount", [directory]);
        rmSync(directory, { recursive: true });
      }
    }));
}

test("task_storage: a descriptor that is no pidfd is refused to us as to bpftool", () =>
  withMaps(objectOf("task_storage"), (maps) => {
    const { path } = maps.get("task_storage")!;
    using file = openat2(undefined, "/dev/null", { flags: OpenFlag.O_RDONLY });
    const lookup = ["map", "lookup", "pinned", path!, "key", ...givenBytes];
    assert.match(bpftoolWithDescriptor(file.fd, ...lookup).printed!.error!, /Bad file descriptor/);
    using map = openStorageMap<bigint>(path!);
    assert.throws(
      () => map.get(file),
      (error: unknown) => BpfError.is(error) && error.code === "EBADF",
    );
  }));

for (const type of ["sk_storage", "inode_storage", "task_storage"]) {
  test(`${type}: what opens plain keyed maps names the function for it`, () =>
    withMaps(objectOf(type), (maps) => {
      assert.throws(
        () => openMap(maps.get(type)!.path!),
        (error: unknown) =>
          MapError.is(error) && error.code === "ERR_MAP_KIND" && error.message.includes("openStorageMap"),
      );
    }));
}

test.run();

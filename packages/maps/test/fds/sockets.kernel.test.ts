import { createServer, type Server } from "node:net";
import { MapType } from "@bpf/elf";
import { BpfFd, mapCreate, OpenFlag, openat2 } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openMap } from "../../src/keyed-map/open-map.js";
import { bpfError, valueError } from "../errors.js";
import { foreignFds } from "../foreign-fds.js";
import { testWith } from "../test-or-skip.js";

const foreign = foreignFds();
const test = suite("maps of sockets");
const make = (type: number, valueSize = 4): BpfFd =>
  mapCreate({ type, keySize: 4, valueSize, maxEntries: 4, name: "objects" });

testWith(test, "xskmap: sockets in, nothing out", foreign.xsk, (number) => {
  using fd = make(MapType.XSKMAP);
  using map = openMap<number, number, number | BpfFd>(fd);
  map.set(0, number);
  assert.throws(() => map.get(0), bpfError("EOPNOTSUPP", /do not have this operation/));
  assert.is(map.delete(0), true);
  assert.throws(() => map.set(0, number, "update"), bpfError("ENOENT"));
  map.set(0, number, "create");
  using netlink = openat2(undefined, "/proc/self/status", { flags: OpenFlag.O_RDONLY });
  assert.throws(() => map.set(1, netlink), bpfError("ENOTSOCK"));
});

testWith(test, "reuseport_sockarray: sockets in, cookies out", foreign.udp, (number) => {
  using fd = make(MapType.REUSEPORT_SOCKARRAY, 8);
  using map = openMap<number, bigint | number, bigint | number | BpfFd>(fd);
  map.set(1, number);
  assert.is(String(map.get(1)), foreign.cookie);
  assert.equal([...map], [[1, map.get(1)]]);
  assert.is(map.delete(1), true);
  assert.is(map.get(1), undefined);
});

const listening = (): Promise<Server> =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => done(server));
  });
const numberOf = (server: Server): number => (server as unknown as { _handle: { fd: number } })._handle.fd;

for (const [name, type] of [
  ["sockmap", MapType.SOCKMAP],
  ["sockhash", MapType.SOCKHASH],
] as const) {
  test(`${name}: sockets in, cookies out where values have 8 bytes`, async () => {
    const server = await listening();
    const key = { kind: "integer", size: 4, signed: false } as const;
    try {
      using fd = make(type, 8);
      using map = openMap<number, bigint | number, bigint | number | BpfFd>(fd, { key });
      map.set(1, numberOf(server));
      const cookie = map.get(1);
      assert.ok(typeof cookie === "bigint" && cookie > 0n);
      assert.equal([...map], [[1, cookie]]);
      {
        // A descriptor of ours for the same socket; Node's own stays Node's.
        const owned = BpfFd.adopt(numberOf(server));
        using copy = owned.dup();
        owned.release();
        map.set(2, copy);
      }
      assert.is(map.get(2), cookie);
      assert.throws(() => map.set(3, cookie!), valueError("value", /descriptor/));
      assert.is(map.delete(1), true);
      assert.is(map.get(1), undefined);

      using narrow = make(type, 4);
      using numbers = openMap<number, number>(narrow, { key });
      numbers.set(0, numberOf(server));
      assert.throws(() => numbers.get(0), bpfError("ENOSPC"));
      assert.is(numbers.delete(0), true);
    } finally {
      server.close();
    }
  });
}

testWith(test, "sockmap: the cookie is the socket's own", foreign.udp, (number) => {
  using fd = make(MapType.SOCKMAP, 8);
  using map = openMap<number, bigint | number, bigint | number | BpfFd>(fd);
  map.set(0, number);
  assert.is(String(map.get(0)), foreign.cookie);
});

test.run();

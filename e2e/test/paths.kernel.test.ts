/**
 * Paths and people on a real bpffs: what must be refused before any change, for pin and for unpin; and directories
 * that are swapped or removed while a load is under way.
 */
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  openMaps,
  openPin,
  PinError,
  type PinErrorCode,
  type PinOptions,
  PinPathError,
  pinObject,
  planMaps,
  unpinMaps,
  unpinPath,
  walkPins,
} from "@bpf/pinning";
import { mapCreate, mapInfo, objPin, progLoad } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs, emptyBpffs } from "../src/bpffs.js";
import { openFds, tree } from "../src/bpffs-tree.js";
import { examples, parseFile } from "../src/objects.js";

const test = suite("paths");
test.before.each(() => emptyBpffs());

// gobpf's example: PIN_CUSTOM_NS, its path is the user's.
const object = parseFile(join(examples, "gobpf-custom.o"));
const map = "maps/dummy_array_custom";
const at = (path: string, options: PinOptions = {}): PinOptions => ({ ...options, paths: { [map]: path } });
const inBpffs = (...names: string[]): string => join(bpffs, ...names);
const stranger = 4321;

/** Both verbs, and the plan, refuse it and change nothing. */
function refused(options: PinOptions, code: PinErrorCode, message: RegExp): void {
  const before = tree();
  for (const verb of [planMaps, openMaps, unpinMaps]) {
    const fds = openFds().length;
    assert.throws(
      () => verb(object, options),
      (error: unknown) => {
        assert.ok(PinError.is(error), String(error));
        assert.is(error.code, code, error.message);
        assert.match(error.message, message);
        return true;
      },
      `${verb.name} ${JSON.stringify(options.paths)}`,
    );
    assert.equal(tree(), before);
    assert.is(openFds().length, fds);
  }
}

const unfit: [string, RegExp][] = [
  ["..", /component \.\. is not allowed/],
  ["ns1/../../../etc/x", /component \.\. is not allowed/],
  ["./x", /component \. is not allowed/],
  ["", /it is empty/],
  ["ns1//x", /component is empty/],
  ["ns1/", /component is empty/],
  ["/etc/passwd", /outside the root \/sys\/fs\/bpf/],
  ["/sys/fs/bpf", /root \/sys\/fs\/bpf itself/],
  ["/sys/fs/bpf2/x", /outside the root/],
  ["a\0b", /holds a NUL/],
  ["ns1/test.1", /component test\.1 holds a dot, which bpffs refuses \(EPERM\)/],
  [`ns1/${"x".repeat(256)}`, /over 255 bytes/],
];
for (const [path, message] of unfit) {
  test(`refuses ${JSON.stringify(path.slice(0, 24))}`, () => refused(at(path), "ERR_PIN_PATH", message));
}

test("the kernel agrees: it takes 255 bytes, and refuses 256 and dots", () => {
  using fd = mapCreate({ type: 2, keySize: 4, valueSize: 8, maxEntries: 1 });
  openMaps(object, at("y".repeat(255))).close();
  assert.throws(() => objPin(fd, inBpffs("y".repeat(256))), /ENAMETOOLONG/);
  assert.throws(() => objPin(fd, inBpffs("a.b")), /EPERM/);
});

test("gobpf's example: a pin at ns1/test1, and nothing after the unpin", () => {
  openMaps(object, at("ns1/test1")).close();
  assert.equal(tree(), ["ns1/", "ns1/test1"]);
  assert.is(statSync(inBpffs("ns1")).mode & 0o7777, 0o700);
  assert.is(statSync(inBpffs("ns1/test1")).mode & 0o7777, 0o600);
  assert.equal(unpinMaps(object, at("/sys/fs/bpf/ns1/test1")).directories, [inBpffs("ns1")]);
  assert.equal(tree(), []);
});

const links: [string, RegExp][] = [
  ["/tmp", /-> \/tmp is refused: it is absolute/],
  ["/sys/fs/bpf/real", /-> \/sys\/fs\/bpf\/real is refused: it is absolute/],
  ["../../..", /-> \.\.\/\.\.\/\.\. is refused: it leads out/],
  ["../bpf/real", /leads out/],
  ["nothing", /what does not exist/],
  ["link", /too many/],
];
for (const [target, message] of links) {
  test(`refuses to go through a symlink to ${target}`, () => {
    mkdirSync(inBpffs("real"), 0o700);
    symlinkSync(target, inBpffs("link"));
    refused(at("link/x"), "ERR_PIN_PATH", message);
    refused(at("link/y/x"), "ERR_PIN_PATH", message);
  });
}

test("refuses a symlink of somebody else's, unless the user says so", () => {
  mkdirSync(inBpffs("real"), 0o700);
  symlinkSync("real", inBpffs("link"));
  lchownSync(inBpffs("link"), stranger, stranger);
  refused(at("link/x"), "ERR_PIN_PATH", /belongs to neither root nor us/);
  openMaps(object, at("link/x", { unsafeDirs: true })).close();
  assert.ok(existsSync(inBpffs("real/x")));
});

test("relative symlinks inside root work, for pinning, reusing and unpinning", () => {
  mkdirSync(inBpffs("real/deep"), { recursive: true, mode: 0o700 });
  mkdirSync(inBpffs("links"), 0o700);
  symlinkSync("../real/deep", inBpffs("links/over"));
  openMaps(object, at("links/over/x")).close();
  assert.ok(existsSync(inBpffs("real/deep/x")));
  using again = openMaps(object, at("real/deep/x"));
  assert.is(again.get("dummy_array_custom")?.outcome, "reused");
  symlinkSync("over/x", inBpffs("links/pin"));
  using through = openMaps(object, at("links/pin"));
  assert.is(through.get("dummy_array_custom")?.outcome, "reused");
  // The link is what the path names: it goes, and its target stays.
  assert.is(unpinMaps(object, at("links/pin")).removed.length, 1);
  assert.ok(existsSync(inBpffs("real/deep/x")));
  assert.is(unpinMaps(object, at("links/over/x")).removed.length, 1);
  assert.equal(tree(), ["links/", "links/over -> ../real/deep", "real/", "real/deep/"]);
});

const unsafe: [string, (path: string) => void, RegExp][] = [
  ["everybody can write", (path) => chmodSync(path, 0o777), /mode 0777.*everybody can write/],
  ["everybody can write, sticky", (path) => chmodSync(path, 0o1777), /mode 1777/],
  [
    "a foreign group can write",
    (path) => {
      chownSync(path, 0, stranger);
      chmodSync(path, 0o770);
    },
    /group 4321/,
  ],
  ["a stranger owns", (path) => chownSync(path, stranger, stranger), /belongs to uid 4321/],
];
for (const [which, spoil, message] of unsafe) {
  test(`refuses a directory that ${which}, unless the user says so`, () => {
    mkdirSync(inBpffs("d/sub"), { recursive: true, mode: 0o700 });
    spoil(inBpffs("d"));
    refused(at("d/x"), "ERR_PIN_PATH", message);
    refused(at("d/sub/x"), "ERR_PIN_PATH", message);
    using fd = mapCreate({ type: 2, keySize: 4, valueSize: 8, maxEntries: 1 });
    assert.throws(() => pinObject(fd, "d/y"), PinPathError.is);
    assert.throws(() => openPin("d/y"), PinPathError.is);
    assert.throws(() => unpinPath("d/y"), PinPathError.is);
    openMaps(object, at("d/sub/x", { unsafeDirs: true })).close();
    assert.is(unpinMaps(object, at("d/sub/x", { unsafeDirs: true })).removed.length, 1);
  });
}

test("no bpffs at the root: the mount command, and nothing is made", () => {
  const plain = mkdtempSync(join(tmpdir(), "bpf-plain-"));
  try {
    const hint = new RegExp(`${plain} is not on a bpffs.*mount -t bpf bpf ${plain}$`);
    refused(at("ns1/x", { root: plain }), "ERR_NOT_BPFFS", hint);
    assert.not(existsSync(join(plain, "ns1")));
    const missing = join(plain, "missing");
    refused(at("x", { root: missing }), "ERR_NOT_BPFFS", /does not exist.*mkdir -p/);
    assert.throws(() => [...walkPins(plain)], /is not on a bpffs/);
  } finally {
    rmdirSync(plain);
  }
});

test("no privilege: the error names the capability", () => {
  process.seteuid!(65534);
  try {
    assert.throws(
      () => openMaps(object, at("x")),
      (error: unknown) =>
        PinError.is(error) && error.code === "ERR_PIN_SYSTEM" && /CAP_BPF/.test(error.message),
    );
  } finally {
    process.seteuid!(0);
  }
  assert.equal(tree(), []);
});

test("what is no map in the way is told as such, and unpin leaves it", () => {
  // mov r0, 0; exit
  const instructions = Uint8Array.from([0xb7, 0, 0, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0]);
  using program = progLoad({ type: 1, instructions, license: "GPL" });
  pinObject(program, "ns1/test1");
  mkdirSync(inBpffs("dir/test1"), { recursive: true, mode: 0o700 });
  for (const [path, kind] of [
    ["ns1/test1", "prog"],
    ["dir/test1", "directory"],
  ] as const) {
    assert.throws(
      () => openMaps(object, at(path)),
      (error: unknown) =>
        PinError.is(error) &&
        error.code === "ERR_MAP_INCOMPATIBLE" &&
        error.message.includes(`kind: pinned ${kind}, wanted map`),
    );
    const { failed, removed } = unpinMaps(object, at(path));
    assert.is(removed.length, 0);
    assert.ok(PinError.is(failed[0]?.error) && failed[0].error.code === "ERR_PIN_KIND");
  }
  assert.equal(tree(), ["dir/", "dir/test1/", "ns1/", "ns1/test1"]);
});

test("walking: symlinks are shown, hard links too, and the kernel's dotted files are not opened", () => {
  openMaps(object, at("d/x")).close();
  linkSync(inBpffs("d/x"), inBpffs("d/y"));
  symlinkSync("/", inBpffs("d/out"));
  const id = openIdOf("d/x");
  const found = [...walkPins()].map(({ path, kind, id, type, target, errno }) => [
    path.slice(bpffs.length + 1),
    kind,
    id ?? target ?? errno,
    type,
  ]);
  const dotted = ["maps.debug", "progs.debug"].filter((name) => existsSync(inBpffs(name)));
  assert.equal(found, [
    ["d", "dir", undefined, undefined],
    ["d/out", "symlink", "/", undefined],
    ["d/x", "map", id, "array"],
    ["d/y", "map", id, "array"],
    ...dotted.map((name) => [name, "unreadable", "ENOENT", undefined]),
  ]);
  rmSync(inBpffs("d"), { recursive: true });
});

function openIdOf(path: string): number {
  using pin = openPin(path);
  assert.is(pin.kind, "map");
  return mapInfo(pin.fd).id;
}

test.run();

import { chmodSync, mkdirSync, openSync, readdirSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  BpfError,
  BpfFd,
  fdKind,
  fstat,
  fstatat,
  linkat,
  mapCreate,
  mkdirat,
  OpenFlag,
  objGet,
  objPin,
  openat2,
  procFdPath,
  Resolve,
  readDirectory,
  readlinkat,
  renameat2,
  symlinkat,
  unlinkat,
} from "../../src/index.js";
import { countFds } from "../open-fds.js";

const test = suite("names on a bpffs");
let root: BpfFd;
let counter = 0;

test.before(() => {
  root = openat2(undefined, "/sys/fs/bpf", { flags: OpenFlag.O_PATH | OpenFlag.O_DIRECTORY });
});
test.after(() => root.close());

/** A fresh directory below root. */
function fresh(): { name: string; directory: BpfFd } {
  const name = `test${counter++}`;
  mkdirat(root, name, 0o700);
  return { name, directory: openat2(root, name, { flags: OpenFlag.O_RDONLY | OpenFlag.O_DIRECTORY }) };
}

function codeOf(call: () => unknown): string {
  const before = countFds();
  try {
    call();
  } catch (error) {
    assert.is(countFds(), before);
    if (!BpfError.is(error)) throw error;
    return error.code;
  }
  return "done";
}

function pin(directory: string, name: string): void {
  using map = mapCreate({ type: 2, keySize: 4, valueSize: 4, maxEntries: 1 });
  objPin(map, `/sys/fs/bpf/${directory}/${name}`);
}

test("mkdirat makes a directory with the mode, once", () => {
  const before = process.umask(0o022);
  mkdirat(root, "made", 0o755);
  process.umask(before);
  const { mode } = fstatat(root, "made");
  assert.is(mode, 0o040755);
  assert.is(
    codeOf(() => mkdirat(root, "made", 0o755)),
    "EEXIST",
  );
  assert.is(
    codeOf(() => mkdirat(root, "none/made", 0o755)),
    "ENOENT",
  );
});

test("a dot in a name is EPERM, and the message says so", () => {
  for (const call of [() => mkdirat(root, "a.b", 0o700), () => symlinkat("x", root, "a.b")]) {
    assert.throws(
      call,
      (error: BpfError) => error.code === "EPERM" && /must not contain a dot/.test(error.message),
    );
  }
});

test("readDirectory lists pins, directories and symbolic links, again and again", () => {
  const { name, directory } = fresh();
  using _directory = directory;
  mkdirat(directory, "inner", 0o700);
  symlinkat("inner", directory, "link");
  pin(name, "map");
  const wanted = [
    { name: "inner", type: "directory" },
    { name: "link", type: "symlink" },
    { name: "map", type: "file" },
  ];
  for (let round = 0; round < 2; round++) {
    const found = readDirectory(directory).sort((first, second) => (first.name < second.name ? -1 : 1));
    assert.equal(found, wanted);
  }
  using byPath = openat2(root, name, { flags: OpenFlag.O_PATH });
  assert.is(readDirectory(byPath).length, 3);
});

test("readDirectory of more names than one buffer holds", () => {
  const { name, directory } = fresh();
  using _directory = directory;
  for (let index = 0; index < 1500; index++) mkdirat(directory, `directory_number_${index}`, 0o700);
  const names = readDirectory(directory).map((entry) => entry.name);
  assert.is(names.length, 1500);
  assert.equal(names.sort(), readdirSync(`/sys/fs/bpf/${name}`).sort());
});

test("readDirectory of a file is ENOTDIR", () => {
  using file = openat2(undefined, "/etc/passwd", { flags: OpenFlag.O_RDONLY });
  assert.is(
    codeOf(() => readDirectory(file)),
    "ENOTDIR",
  );
});

test("unlinkat removes a pin, a link (not its target) and an empty directory", () => {
  const { name, directory } = fresh();
  using _directory = directory;
  pin(name, "map");
  symlinkat("map", directory, "link");
  mkdirat(directory, "inner", 0o700);
  mkdirat(directory, "inner/full", 0o700);
  unlinkat(directory, "link");
  assert.ok(fstatat(directory, "map").ino > 0n);
  unlinkat(directory, "map");
  assert.is(
    codeOf(() => unlinkat(directory, "map")),
    "ENOENT",
  );
  assert.is(
    codeOf(() => unlinkat(directory, "inner", { directory: true })),
    "ENOTEMPTY",
  );
  assert.ok(["EISDIR", "EPERM"].includes(codeOf(() => unlinkat(directory, "inner/full"))));
  unlinkat(directory, "inner/full", { directory: true });
  unlinkat(directory, "inner", { directory: true });
  assert.equal(readDirectory(directory), []);
});

test("renameat2 replaces, refuses to, or swaps", () => {
  const { name, directory } = fresh();
  using _directory = directory;
  const ino = (of: string) => fstatat(directory, of).ino;
  pin(name, "a");
  pin(name, "b");
  const [a, b] = [ino("a"), ino("b")];
  assert.is(
    codeOf(() => renameat2(directory, "a", directory, "b", { noReplace: true })),
    "EEXIST",
  );
  renameat2(directory, "a", directory, "b", { exchange: true });
  assert.equal([ino("a"), ino("b")], [b, a]);
  assert.throws(
    () => renameat2(directory, "none", directory, "b"),
    (error: BpfError) => error.code === "ENOENT" && error.path === "none" && error.dest === "b",
  );
  renameat2(directory, "a", directory, "b");
  assert.is(ino("b"), b);
  assert.is(
    codeOf(() => fstatat(directory, "a")),
    "ENOENT",
  );
  assert.throws(
    () => renameat2(directory, "b", directory, "c", { noReplace: true, exchange: true }),
    TypeError,
  );
});

test("linkat gives a pin a second name, which holds the same inode and outlives the first", () => {
  const { name, directory } = fresh();
  using _directory = directory;
  pin(name, "a");
  chmodSync(`/sys/fs/bpf/${name}/a`, 0o640);
  const first = fstatat(directory, "a");
  linkat(directory, "a", directory, "b");
  assert.equal(fstatat(directory, "b"), { ...first, nlink: 2 });
  const taken = codeOf(() => linkat(directory, "a", directory, "b"));
  assert.is(taken, "EEXIST");
  // Two names of one inode: renaming one over the other does nothing.
  renameat2(directory, "b", directory, "a");
  assert.is(readDirectory(directory).length, 2);
  unlinkat(directory, "a");
  assert.equal(fstatat(directory, "b"), first);
  using map = objGet("b", { directory });
  assert.is(fdKind(map), "map");
});

test("linkat refuses directories, dots and what is not there, and links a symbolic link itself", () => {
  const { name, directory } = fresh();
  using _directory = directory;
  mkdirat(directory, "inner", 0o700);
  const refused = codeOf(() => linkat(directory, "inner", directory, "b"));
  assert.is(refused, "EPERM");
  assert.throws(
    () => linkat(directory, "none", directory, "b"),
    (error: BpfError) => error.code === "ENOENT" && error.path === "none" && error.dest === "b",
  );
  pin(name, "a");
  assert.throws(
    () => linkat(directory, "a", directory, "a.b"),
    (error: BpfError) => error.code === "EPERM" && /must not contain a dot/.test(error.message),
  );
  symlinkat("a", directory, "link");
  linkat(directory, "link", directory, "second");
  assert.is(readlinkat(directory, "second"), "a");
});

test("U+FEFF at the beginning of a name or target stays", () => {
  const { name, directory } = fresh();
  using _directory = directory;
  mkdirSync(Buffer.from(`/sys/fs/bpf/${name}/\ufeffa`));
  symlinkat("\ufeffa", directory, "link");
  assert.equal(
    readDirectory(directory)
      .map((entry) => entry.name)
      .sort(),
    ["link", "\ufeffa"],
  );
  assert.is(readlinkat(directory, "link"), "\ufeffa");
  assert.is(fstatat(directory, readlinkat(directory, "link")).mode & 0o170000, 0o040000);
});

test("a target that is not UTF-8 is EILSEQ, not another path", () => {
  const { name, directory } = fresh();
  using _directory = directory;
  symlinkSync(Buffer.from("a\xffb", "latin1"), `/sys/fs/bpf/${name}/link`);
  assert.throws(
    () => readlinkat(directory, "link"),
    (error: BpfError) =>
      error.code === "EILSEQ" && error.path === "link" && /not UTF-8: "a\u00ffb"/.test(error.message),
  );
});

test("the kind of a file whose name is not UTF-8", () => {
  const path = Buffer.from("/tmp/kind-\xff", "latin1");
  writeFileSync(path, "");
  using file = BpfFd.adopt(openSync(path, "r"));
  assert.is(fdKind(file), "other");
  unlinkSync(path);
});

test("a lone surrogate is refused: it would name U+FFFD", () => {
  const { name, directory } = fresh();
  using _directory = directory;
  mkdirat(directory, "\ufffd", 0o700);
  mkdirat(directory, "\u{1f600}", 0o700);
  using map = mapCreate({ type: 2, keySize: 4, valueSize: 4, maxEntries: 1 });
  const prefix = `/sys/fs/bpf/${name}/`;
  for (const wrong of ["\ud800", "\udc00", "a\ud83d", "\ude00\ud83d", "\ufffd\ud800", "\u{1f600}\udfff"]) {
    for (const call of [
      () => openat2(directory, wrong, { flags: OpenFlag.O_PATH }),
      () => mkdirat(directory, wrong, 0o700),
      () => unlinkat(directory, wrong, { directory: true }),
      () => fstatat(directory, wrong),
      () => symlinkat(wrong, directory, "s"),
      () => renameat2(directory, wrong, directory, "r"),
      () => linkat(directory, wrong, directory, "r"),
      () => linkat(directory, "r", directory, wrong),
      () => procFdPath(directory, wrong),
      () => objPin(map, prefix + wrong),
      () => objGet(prefix + wrong),
      () => objGet(wrong, { directory }),
    ]) {
      assert.throws(
        call,
        (error: RangeError & { code: string }) =>
          error.code === "ERR_INVALID_ARG_VALUE" && /lone surrogate/.test(error.message),
      );
    }
  }
  for (const right of ["\ufffd", "\u{1f600}"]) {
    openat2(directory, right, { flags: OpenFlag.O_PATH }).close();
    objPin(map, `${prefix}${right}${right}`);
    objGet(`${prefix}${right}${right}`).close();
  }
});

test("readlinkat gives the target as it is", () => {
  const { directory } = fresh();
  using _directory = directory;
  for (const [index, target] of ["x", "../a/b", "/sys/fs/bpf", "ä".repeat(1000)].entries()) {
    symlinkat(target, directory, `link${index}`);
    assert.is(readlinkat(directory, `link${index}`), target);
  }
  assert.throws(
    () => readlinkat(root, "made"),
    (error: BpfError) => error.code === "EINVAL" && /not a symbolic link/.test(error.message),
  );
});

test("fstatat does not follow symbolic links unless asked", () => {
  const { directory } = fresh();
  using _directory = directory;
  mkdirat(directory, "target", 0o700);
  symlinkat("target", directory, "link");
  assert.is(fstatat(directory, "link").mode & 0o170000, 0o120000);
  assert.is(fstatat(directory, "link", { followSymlinks: true }).mode & 0o170000, 0o040000);
  assert.is(fstatat(directory, "link", { followSymlinks: true }).ino, fstatat(directory, "target").ino);
});

test("openat2 stays beneath, and takes no symbolic link, when told to", () => {
  const { directory } = fresh();
  using _directory = directory;
  mkdirat(directory, "inner", 0o700);
  symlinkat("inner", directory, "inside");
  symlinkat("../..", directory, "outside");
  symlinkat("/etc", directory, "absolute");
  const open = (path: string, resolve: number) => {
    openat2(directory, path, { flags: OpenFlag.O_PATH, resolve }).close();
  };
  assert.is(
    codeOf(() => open("inside", Resolve.BENEATH)),
    "done",
  );
  assert.is(
    codeOf(() => open("inner/../inner", Resolve.BENEATH)),
    "done",
  );
  assert.is(
    codeOf(() => open("inside", Resolve.NO_SYMLINKS)),
    "ELOOP",
  );
  for (const path of ["outside", "absolute", "..", "/etc", "inner/../.."]) {
    assert.is(
      codeOf(() => open(path, Resolve.BENEATH)),
      "EXDEV",
      path,
    );
  }
  assert.is(
    codeOf(() => open("/proc/self/fd/0", Resolve.NO_MAGICLINKS)),
    "ELOOP",
  );
  assert.is(
    codeOf(() => open("inner", 0x8000_0000)),
    "EINVAL",
  );
});

test("openat2 makes a file with the mode, and refuses nonsense", () => {
  using directory = openat2(undefined, "/tmp", { flags: OpenFlag.O_PATH });
  const name = `openat2-${process.pid}`;
  const flags = OpenFlag.O_RDWR | OpenFlag.O_CREAT | OpenFlag.O_EXCL;
  openat2(directory, name, { flags, mode: 0o600 }).close();
  assert.is(fstatat(directory, name).mode & 0o777, 0o600);
  assert.is(
    codeOf(() => openat2(directory, name, { flags, mode: 0o600 })),
    "EEXIST",
  );
  unlinkat(directory, name);
  assert.throws(() => openat2(directory, "a\0b", { flags: 0 }), RangeError);
  assert.throws(() => openat2(directory, 5 as never, { flags: 0 }), TypeError);
  assert.throws(() => openat2({} as never, "x", { flags: 0 }), TypeError);
});

test("fstat and fstatat agree with each other and with Node.js", async () => {
  const { statSync } = await import("node:fs");
  mkdirSync("/sys/fs/bpf/stat");
  chmodSync("/sys/fs/bpf/stat", 0o751);
  using directory = openat2(undefined, "/sys/fs/bpf/stat", { flags: OpenFlag.O_PATH });
  const node = statSync("/sys/fs/bpf/stat", { bigint: true });
  const found = fstat(directory);
  assert.equal(found, fstatat(undefined, "/sys/fs/bpf/stat"));
  assert.equal(found, {
    dev: node.dev,
    ino: node.ino,
    mode: Number(node.mode),
    nlink: Number(node.nlink),
    uid: Number(node.uid),
    gid: Number(node.gid),
    size: node.size,
  });
});

test("a closed directory cannot be used", () => {
  const { directory } = fresh();
  directory.close();
  for (const call of [
    () => readDirectory(directory),
    () => mkdirat(directory, "x", 0o700),
    () => fstat(directory),
  ]) {
    assert.throws(call, (error: NodeJS.ErrnoException) => error.code === "ERR_BPF_FD_CLOSED");
  }
});

test.run();

import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { runConfined } from "../confined.js";
import { exampleObject } from "../objects.js";
import { runLine } from "../support.js";

const root = "/sys/fs/bpf";
const create = (path: string, type: string, name: string): number => {
  const words = `type ${type} key 4 value 4 entries 2 name ${name}`.split(" ");
  execFileSync("bpftool", ["map", "create", `${root}/${path}`, ...words]);
  return JSON.parse(
    execFileSync("bpftool", ["-j", "map", "show", "pinned", `${root}/${path}`], { encoding: "utf8" }),
  ).id;
};

test.before(() => {
  mkdirSync(`${root}/dir`);
  mkdirSync(`${root}/dir/below`, 0o700);
});
test.after(() => rmSync(`${root}/dir`, { recursive: true }));

test("the tree as a document", async () => {
  const hash = create("dir/below/m", "hash", "other");
  const array = create("dir/z", "array", "z");
  symlinkSync("below/m", `${root}/dir/link`);
  symlinkSync("/etc", `${root}/dir/out`);
  const { code, document } = await runLine(["ls", "--json"]);
  assert.is(code, 0);
  const tree = document();
  assert.equal([tree.path, tree.kind, tree.id, tree.type], [root, "dir", null, null]);
  const none = { id: null, type: null, children: [] };
  assert.equal(
    tree.children.find(({ name }: { name: string }) => name === "dir"),
    {
      path: `${root}/dir`,
      kind: "dir",
      name: "dir",
      id: null,
      type: null,
      children: [
        {
          path: `${root}/dir/below`,
          kind: "dir",
          name: "below",
          id: null,
          type: null,
          children: [
            {
              path: `${root}/dir/below/m`,
              kind: "map",
              name: "m",
              id: hash,
              type: "hash",
              children: [],
              objectName: "other",
            },
          ],
        },
        { path: `${root}/dir/link`, kind: "symlink", name: "link", ...none, target: "below/m" },
        { path: `${root}/dir/out`, kind: "symlink", name: "out", ...none, target: "/etc" },
        {
          path: `${root}/dir/z`,
          kind: "map",
          name: "z",
          id: array,
          type: "array",
          children: [],
          objectName: "z",
        },
      ],
    },
  );
  // A fresh bpffs holds these two, which cannot be opened.
  const debug = tree.children.filter(({ name }: { name: string }) => name.includes("."));
  assert.equal(
    debug.map(({ name, kind, errno }: Record<string, string>) => [name, kind, errno]),
    [
      ["maps.debug", "unreadable", "ENOENT"],
      ["progs.debug", "unreadable", "ENOENT"],
    ],
  );
});

test("the tree as people see it", async () => {
  const { stdout } = await runLine(["ls", "dir"]);
  assert.match(stdout, /^\/sys\/fs\/bpf\/dir\n├── below\/\n│ {3}└── m +map +id \d+ +hash +name other\n/);
  assert.match(stdout, /^├── link -> below\/m\n├── out -> \/etc\n└── z +map +id \d+ +array\n$/m);
});

test("programs, and directories by path", async () => {
  execFileSync("bpftool", ["prog", "load", exampleObject("pinmap"), `${root}/dir/below/p`]);
  for (const path of ["dir/below", `${root}/dir/below`, `${root}/dir/below/`]) {
    const { children } = (await runLine(["ls", path, "--json"])).document();
    assert.equal(
      children.map(({ name, kind, type }: Record<string, string>) => [name, kind, type]),
      [
        ["m", "map", "hash"],
        ["p", "prog", "socket_filter"],
      ],
    );
  }
  rmSync(`${root}/pinmap`, { force: true });
});

test("what cannot be opened is shown with its errno, to someone without CAP_DAC_OVERRIDE", async () => {
  for (const path of ["dir/below", "dir/z"]) chownSync(`${root}/${path}`, 65_534, 65_534);
  const [outcome] = runConfined([["ls", "dir", "--json"]], { capabilities: ["bpf"] });
  assert.is(outcome?.code, 0, outcome?.stderr);
  const { children } = JSON.parse(outcome!.stdout);
  const kinds = Object.fromEntries(
    children.map(({ name, kind, errno }: Record<string, string>) => [name, `${kind} ${errno ?? ""}`.trim()]),
  );
  assert.equal(kinds, {
    below: "unreadable EACCES",
    link: "symlink",
    out: "symlink",
    z: "unreadable EACCES",
  });
});

test("what is no directory of the bpffs", async () => {
  const fails = async (...argv: string[]) => {
    const { code, error } = await runLine(["ls", ...argv, "--json"]);
    return [code, error().code];
  };
  assert.equal(await fails("dir/z"), [1, "ERR_NOT_A_DIRECTORY"]);
  assert.equal(await fails("gone"), [1, "ERR_PIN_ABSENT"]);
  assert.equal(await fails("dir/out"), [1, "ERR_PIN_PATH"]);
  assert.equal(await fails("dir/../dir"), [2, "ERR_PIN_PATH"]);
  assert.equal(await fails("/etc"), [2, "ERR_PIN_PATH"]);
  assert.equal(await fails("--root", "/tmp"), [1, "ERR_NOT_BPFFS"]);
});

test.run();

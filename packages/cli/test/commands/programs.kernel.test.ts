import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Context } from "../../src/context.js";
import { exampleObject, loadObject } from "../objects.js";
import { runLine } from "../support.js";

const root = "/sys/fs/bpf";
const pinmap = exampleObject("pinmap");

/** The shortest packet that the kernel takes: an Ethernet header. */
const packet = `hex:${"00".repeat(14)}`;

interface BpftoolProgram {
  readonly id: number;
  readonly type: string;
  readonly tag: string;
  readonly map_ids?: readonly number[];
}

const bpftool = (...argv: string[]): BpftoolProgram =>
  JSON.parse(execFileSync("bpftool", ["-j", ...argv], { encoding: "utf8" }));

const names = (): string[] => readdirSync(root).filter((name) => !name.endsWith(".debug"));

const json = async (...argv: string[]) => {
  const outcome = await runLine([...argv, "--json"]);
  assert.is(outcome.code, 0, outcome.stderr);
  return outcome.document();
};

const load = suite<{ directory: string }>("programs: load, plan, unpin");

load.before((context) => {
  context.directory = mkdtempSync(join(tmpdir(), "bpf-cli-"));
});
load.after(({ directory }) => rmSync(directory, { recursive: true }));
load.after.each(() => {
  for (const name of names()) rmSync(`${root}/${name}`, { recursive: true, force: true });
});

load("the first load pins maps and programs, unpin removes both", async () => {
  const path = `${root}/progs/count`;
  const planned = await json("plan", pinmap, "--programs", "progs");
  assert.equal(planned.programs, [{ program: "count", action: "load-and-pin", path, kind: null, id: null }]);
  assert.equal(names(), [], "plan changes nothing");

  const { maps, programs } = await json("load", pinmap, "--programs", "progs");
  const { id, type, tag, map_ids } = bpftool("prog", "show", "pinned", path);
  assert.equal(programs, [{ name: "count", type, section: "socket", id, tag, outcome: "pinned", path }]);
  assert.equal(maps, [{ name: "pinmap", id: map_ids![0], outcome: "created", path: `${root}/pinmap` }]);

  assert.equal((await json("unpin", pinmap)).removed, [{ map: "pinmap", path: `${root}/pinmap` }]);
  assert.ok(existsSync(path), "without --programs its pin stays");
  const unpinned = await json("unpin", pinmap, "--programs", "progs");
  assert.equal(unpinned, {
    removed: [{ map: null, program: "count", path }],
    absent: [{ map: "pinmap", path: `${root}/pinmap` }],
    failed: [],
  });
  assert.equal(names(), [], "the directory that was left empty went as well");
});

load(
  "a program's pin in the way: exit 3 of plan and load, nothing changed; kept or replaced when asked",
  async () => {
    const argv = [pinmap, "--programs", "progs"];
    const path = `${root}/progs/count`;
    const idNow = (): number => bpftool("prog", "show", "pinned", path).id;
    const first = (await json("load", ...argv)).programs[0].id;

    const plan = await runLine(["plan", ...argv, "--json"]);
    assert.is(plan.code, 3);
    const inTheWay = { program: "count", action: "conflict", path, kind: "prog", id: first };
    assert.equal(plan.document().programs, [inTheWay]);
    const refused = await runLine(["load", ...argv, "--json"]);
    assert.is(refused.code, 3);
    const { code, program, kind, id, message } = refused.error();
    assert.equal([code, program, kind, id], ["ERR_PROGRAM_PINNED", "count", "prog", first]);
    assert.match(message, /--on-existing/);
    assert.not.match(message, /onExistingProgram/);
    assert.is(idNow(), first);

    const action = async (how: string) =>
      (await json("plan", ...argv, "--on-existing", how)).programs[0].action;
    assert.is(await action("keep"), "keep");
    const asCompleted = [pinmap, "--programs", "progs/", "--on-existing", "keep"];
    const kept = (await json("load", ...asCompleted)).programs[0];
    assert.equal([kept.id, kept.outcome, kept.path], [first, "kept", path]);
    assert.is(await action("replace"), "replace");
    const replaced = (await json("load", ...argv, "--on-existing", "replace")).programs[0];
    assert.equal([replaced.id, replaced.outcome], [idNow(), "replaced"]);
    assert.is.not(replaced.id, first);
  },
);

load("only programs are ever replaced", async () => {
  await json("load", pinmap, "--pin-path", "pinmap=progs/count");
  const argv = [pinmap, "--programs", "progs", "--on-existing", "replace"];
  for (const verb of ["plan", "load"]) assert.is((await runLine([verb, ...argv])).code, 3, verb);
  assert.match((await runLine(["plan", ...argv])).stdout, /there is a map \(id \d+\)/);
});

load("autoload: what sections say, and what the command line says over them", async () => {
  const object = loadObject("load-autoload");
  const outcomes = async (...argv: string[]) =>
    (await json("load", object, "--programs", "p", ...argv)).programs.map(
      ({ name, outcome }: { name: string; outcome: string }) => `${name} ${outcome}`,
    );
  assert.equal(await outcomes(), ["wanted pinned", "on_demand skipped", "broken skipped"]);
  const other = ["--no-autoload", "wanted", "--autoload", "on_demand"];
  assert.equal(await outcomes(...other), ["wanted skipped", "on_demand pinned", "broken skipped"]);
  const removed = await json("unpin", object, "--programs", "p", ...other);
  assert.equal(
    removed.removed.map(({ program }: { program: string }) => program),
    ["on_demand"],
    "with load's options just what that load pinned",
  );
  assert.equal(readdirSync(`${root}/p`), ["wanted"]);
  await json("unpin", object, "--programs", "p");
  assert.not.ok(existsSync(`${root}/p`));
});

load("variables are set before the programs are loaded; maps without a pin live with them", async () => {
  const argv = ["load", loadObject("load-data"), "--programs", "p", "--pin-path", "counts=counts"];
  const set = [
    "--set",
    "step=7",
    "--set",
    "total=0x100000000",
    "--set",
    "label=abcdE",
    "--set",
    "table=[0,0,0,-9]",
  ];
  const { maps } = await json(...argv, ...set);
  const rodata = maps.find(({ name }: { name: string }) => name.endsWith(".rodata"));
  assert.equal([rodata.outcome, rodata.path], ["unpinned", null]);
  const { map_ids } = bpftool("prog", "show", "pinned", `${root}/p/uses_data`);
  assert.ok(map_ids!.includes(rodata.id));
  assert.is((await json("prog", "run", "p/uses_data", "--data", packet)).returnValue, 7);
  // What it leaves in counts, by the comments of load-data.bpf.c.
  const count = async (index: number) => (await json("map", "get", "counts", String(index))).value;
  assert.is(await count(1), String(-9 + 100));
  assert.is(await count(2), String("E".charCodeAt(0)));
  assert.is(await count(6), String(0x100000000 + 7));
});

load("a variable that is not there, or not of this value, is wrong usage; nothing is left", async () => {
  const argv = ["load", loadObject("load-data"), "--programs", "p", "--json"];
  for (const [set, pattern] of [
    ["stpe=1", /step/],
    ["step=4294967296", /step/],
    ["step=one", /step/],
    ["limits={}", /limits/],
  ] as const) {
    const { code, error } = await runLine([...argv, "--set", set]);
    assert.is(code, 2, set);
    assert.is(error().code, "ERR_PROGRAM_VARIABLE", set);
    assert.match(error().message, pattern);
  }
  assert.equal(names(), []);
});

load("a program that the verifier refuses: the line of C, the log, nothing pinned", async () => {
  const argv = ["load", loadObject("load-bad-rejected"), "--programs", "p", "--pin-path", "counts=counts"];
  const forPrograms = await runLine([...argv, "--json"]);
  assert.is(forPrograms.code, 1);
  const { code, program, source, line, log, message } = forPrograms.error();
  assert.equal([code, program], ["ERR_PROGRAM_REFUSED", "unsound"]);
  assert.match(source, /load-bad-rejected\.bpf\.c:\d+$/);
  assert.match(line, /\*value = 1/);
  assert.match(log, /R\d+ invalid mem access/);
  assert.match(message, /\*value = 1/);
  const forPeople = await runLine(argv);
  assert.match(forPeople.stderr, /^bpf: error: .*unsound/);
  assert.match(forPeople.stderr, /\*value = 1/);
  assert.match(forPeople.stderr, /\[ERR_PROGRAM_REFUSED\]/);
  assert.not.match(forPeople.stderr, /processed \d+ insns/, "of the log only what matters");
  const all = await runLine([...argv, "--verbose"]);
  assert.match(all.stderr, /^bpf: verifier's log of sound:\n/);
  assert.match(
    all.stderr,
    /^bpf: verifier's log of unsound:\n[\s\S]*processed \d+ insns[\s\S]*^bpf: error: /m,
  );
  assert.equal(names(), []);
});

load("--verbose shows the log of a program that is taken, on stderr", async () => {
  const argv = ["load", pinmap, "--programs", "p", "--on-existing", "replace", "--verbose"];
  for (const more of [[], ["--json"]]) {
    const { code, stdout, stderr } = await runLine([...argv, ...more]);
    assert.is(code, 0);
    assert.match(stderr, /^bpf: verifier's log of count:\n[\s\S]*processed \d+ insns/);
    assert.not.match(stdout, /processed/);
  }
});

load("CO-RE against a BTF file, and one that is none", async ({ directory }) => {
  const argv = ["load", loadObject("load-reads-kernel"), "--programs", "p", "--json", "--kernel-btf"];
  const vmlinux = "/sys/kernel/btf/vmlinux";
  if (existsSync(vmlinux)) assert.is((await runLine([...argv, vmlinux])).code, 0);
  writeFileSync(join(directory, "none"), "no BTF at all, but long enough");
  const { code, error } = await runLine([...argv, join(directory, "none")]);
  assert.is(code, 1);
  assert.is(error().code, "ERR_KERNEL_TYPES");
  assert.match(error().message, /--kernel-btf/);
});

load("a kernel configuration from a file", async ({ directory }) => {
  const config = join(directory, "config");
  const lines = ["HZ=1234", "BPF_SYSCALL=y", "NET=y", "INET=y", "LOG_BUF_SHIFT=17"];
  writeFileSync(config, lines.map((line) => `CONFIG_${line}\n`).join(""));
  const argv = ["--programs", "p", "--pin-path", "counts=counts", "--kconfig", config];
  await json("load", loadObject("load-kconfig"), ...argv);
  await json("prog", "run", "p/uses_kconfig", "--data", packet);
  // By the comments of load-kconfig.bpf.c.
  assert.is((await json("map", "get", "counts", "1")).value, "1234");
  assert.is((await json("map", "get", "counts", "8")).value, "17");
});

load("a function for a pinned program's", async () => {
  const object = loadObject("load-freplace");
  await json("load", object, "--programs", "p");
  const argv = ["load", object, "--programs", "q", "--no-autoload", "target", "--autoload", "replacement"];
  const attach = async (...to: string[]) => runLine([...argv, ...to, "--json"]);
  assert.match((await attach()).error().message, /--attach-to/);
  const wrong = (await attach("--attach-to", "replacement=replacable@p/target")).error();
  assert.is(wrong.code, "ERR_PROGRAM_TARGET");
  assert.match(wrong.message, /replaceable/);
  assert.is((await attach("--attach-to", "replacement=@p/gone")).error().code, "ERR_PIN_ABSENT");
  const lexical = await attach("--attach-to", "replacement=@../x");
  assert.equal([lexical.code, lexical.error().code], [2, "ERR_PIN_PATH"]);
  const outcome = await attach("--attach-to", "replacement=@p/target");
  // Some kernels are locked against programs of this type (EPERM): then it was the kernel that refused it.
  if (outcome.code !== 0)
    assert.equal([outcome.error().code, outcome.error().cause.code], ["ERR_PROGRAM_REFUSED", "EPERM"]);
  else assert.is((await json("show", "q/replacement")).attachTo, "replaceable");
});

load("paths of --programs that no pin can have are wrong usage", async () => {
  for (const path of ["../x", "/etc", "a.b", "a//b", "a.b/"])
    for (const verb of ["plan", "load", "unpin"]) {
      const { code, error } = await runLine([verb, pinmap, "--programs", path, "--json"]);
      assert.is(code, 2, `${verb} ${path}`);
      assert.is(error().code, "ERR_PIN_PATH");
    }
});

load("a signal stops it between two programs, and nothing is left", async () => {
  const stoppable: Context["stoppable"] = (work) => work(AbortSignal.abort());
  const argv = ["load", pinmap, "--programs", "p"];
  const { code, stdout, stderr } = await runLine(argv, { stoppable });
  assert.equal([code, stdout], [1, ""]);
  assert.is(stderr, "bpf: stopped by a signal; nothing was loaded\n");
  assert.equal(names(), []);
});

load("for people: a table on stdout, nothing on stderr", async () => {
  const { stdout, stderr } = await runLine(["load", pinmap, "--programs", "progs"]);
  assert.is(stderr, "");
  assert.match(stdout, /^pinmap {2}created {2}id \d+ {2}\/sys\/fs\/bpf\/pinmap\n/);
  assert.match(stdout, /\ncount {3}pinned {3}id \d+ +\/sys\/fs\/bpf\/progs\/count +socket_filter\n$/);
});

load.run();

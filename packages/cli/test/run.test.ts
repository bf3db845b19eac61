import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { runCommandLine } from "../src/command-line.js";
import type { Command } from "../src/commands/command.js";
import { commandSet } from "../src/commands/index.js";
import type { Context } from "../src/context.js";
import { runLine } from "./support.js";

const verbs = ["inspect", "plan", "load", "unpin", "ls", "show", "pin", "mount"];
const groups = {
  map: "get set delete take has dump keys count clear freeze export import push pop peek watch events".split(
    " ",
  ),
  prog: ["run", "dump"],
  gen: ["types"],
};
const grouped = Object.entries(groups).flatMap(([group, names]) => names.map((name) => [group, name]));

test("--help is on stdout, exit 0, examples last, for bpf and for every verb", async () => {
  for (const argv of [
    ["--help"],
    ["help"],
    ["-h"],
    ...[...verbs.map((verb) => [verb]), ...Object.keys(groups).map((group) => [group]), ...grouped].flatMap(
      (words) => [
        [...words, "--help"],
        ["help", ...words],
      ],
    ),
  ]) {
    const { code, stdout, stderr } = await runLine(argv);
    const line = argv.join(" ");
    assert.is(code, 0, line);
    assert.is(stderr, "", line);
    const titles = [...stdout.matchAll(/^([A-Z][a-z ]+):$/gm)].map((match) => match[1]);
    assert.is(titles[0], "Usage", line);
    assert.is(titles.at(-1), "Examples", line);
    assert.match(stdout, /--json/, line);
    for (const row of stdout.split("\n")) assert.ok(row.length <= 120, `${line}: ${row}`);
  }
});

test("bpf --help names every verb and the exit codes", async () => {
  const { stdout } = await runLine(["--help"]);
  for (const verb of verbs) assert.match(stdout, new RegExp(`^  ${verb} .*  [a-z]`, "m"));
  for (const code of ["0", "1", "2", "3", "128\\+n"]) assert.match(stdout, new RegExp(`^  ${code}  `, "m"));
});

test("the help of a group names each of its verbs, and that of a verb its own options and no others", async () => {
  const { stdout } = await runLine(["map", "--help"]);
  for (const verb of groups.map) assert.match(stdout, new RegExp(`^  map ${verb} .*  [a-z]`, "m"));
  assert.match((await runLine(["map", "watch", "--help"])).stdout, /^ {2}--interval SECONDS /m);
  assert.not.match((await runLine(["map", "get", "--help"])).stdout, /--interval/);
  assert.match((await runLine(["--help"])).stdout, /^ {2}map VERB PIN .*bpf map --help$/m);
});

test("help in colour only where it is wanted", async () => {
  assert.match((await runLine(["--help"], { terminal: true })).stdout, /\[1m/);
  assert.not.match((await runLine(["--help"], { terminal: true, env: { NO_COLOR: "1" } })).stdout, /\[1m/);
  assert.not.match((await runLine(["--help"])).stdout, /\[1m/);
});

test("a command that holds signals back writes its report when it has let them go", async () => {
  const order: string[] = [];
  const output = { write: (text: string): void => void order.push(text), isTerminal: false };
  const uninterrupted: Context["uninterrupted"] = async (work) => {
    const code = await work();
    order.push("signals");
    return code;
  };
  const context = { env: {}, stdout: output, stderr: output, uninterrupted };
  const command: Command = (input) => {
    input.context.stdout.write("report");
    return 7;
  };
  assert.is(await runCommandLine(["unpin", "x"], context, { ...commandSet, load: async () => command }), 7);
  assert.equal(order, ["signals", "report"]);
});

test("an error's text cannot move the cursor", async () => {
  const { stderr } = await runLine(["inspect", "/no\u001b[2J\rfile"]);
  assert.match(stderr, /\\u001b\[2J\\u000dfile/);
  assert.not.ok(stderr.includes("\u001b"));
});

test("--version is the package's", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  assert.is((await runLine(["--version"])).stdout, `${version}\n`);
  assert.equal((await runLine(["--version", "--json"])).document(), { version });
});

test("no verb: wrong usage, on stderr", async () => {
  const { code, stdout, stderr } = await runLine([]);
  assert.is(code, 2);
  assert.is(stdout, "");
  assert.match(stderr, /^bpf: error: a verb is needed: inspect, plan.*\ntry: bpf --help\n$/);
});

test("wrong usage: exit 2, a text, or one JSON document with --json", async () => {
  const lines: [argv: string[], pattern: RegExp][] = [
    [["lod", "f.o"], /did you mean load/],
    [["ls", "--jsn"], /did you mean --json/],
    [["load"], /load needs more arguments: bpf load FILE/],
    [["load", "a.o", "b.o"], /load takes no argument "b\.o"/],
    [["pin", "map", "1"], /pin needs more arguments/],
    [["show", ""], /an argument of show is empty/],
    [["show", "a\0b"], /holds a NUL/],
    [["show", "x", "--pin-path", "a=b"], /--pin-path names a map of an object, and show reads none/],
    [["ls", "--max-entries=a=1"], /ls reads none/],
    [["ls", "--root"], /--root needs a value/],
    [["map"], /map needs a verb: get, set, delete/],
    [["map", "get", "x"], /map get needs more arguments: bpf map get PIN KEY/],
    [["map", "get", "x", "--interval", "1"], /--interval is no option of map get/],
    [["ls", "--lock"], /--lock is no option of ls/],
    [["map", "set", "x", "1", "2", "--create", "--update"], /--create and --update exclude each other/],
    [["map", "dump", "x", "--no-pin", "y"], /--no-pin names a map of an object, and map dump reads none/],
    [["ls", "--programs", "p"], /--programs is about an object's programs, and ls reads none/],
    [["prog"], /prog needs a verb: run, dump/],
    [["prog", "rnu", "x"], /did you mean prog run/],
    [["dump"], /did you mean/],
    [["prog", "run", "x", "--repeat", "0"], /the N of --repeat is a whole number from 1 to 2147483647/],
    [["prog", "run", "x", "--data", "00"], /--data takes hex:… or @FILE/],
    [["prog", "dump", "x", "--data", "hex:"], /--data is no option of prog dump/],
  ];
  for (const [argv, pattern] of lines) {
    const people = await runLine(argv);
    assert.is(people.code, 2, argv.join(" "));
    assert.is(people.stdout, "");
    assert.match(people.stderr, pattern);
    const programs = await runLine(["--json", ...argv]);
    assert.is(programs.code, 2);
    assert.is(programs.stdout, "");
    assert.is(programs.error().code, "ERR_USAGE");
    assert.match(programs.error().message, pattern);
  }
});

test("--json after -- is an argument, and errors stay texts", async () => {
  const { code, stderr } = await runLine(["nonsense", "--", "--json"]);
  assert.is(code, 2);
  assert.match(stderr, /^bpf: error: /);
});

test.run();

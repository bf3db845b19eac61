import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Invocation, parseArguments } from "../../src/arguments/parse.js";
import { commandSet } from "../../src/commands/index.js";
import { UsageError } from "../../src/errors.js";

const parse = (argv: string[]): Invocation => parseArguments(argv, commandSet);

const refused = (argv: string[], pattern: RegExp): void => {
  assert.throws(
    () => parse(argv),
    (error: Error) => error instanceof UsageError && pattern.test(error.message),
    `${argv.join(" ")} should be refused with ${pattern}`,
  );
};

test("verb, arguments and options in any order", () => {
  const expected = {
    verb: "load",
    group: undefined,
    help: false,
    positionals: ["f.o"],
    options: { root: "/r", json: true, "pin-path": ["a=b", "c=d=e"] },
  };
  for (const argv of [
    ["load", "f.o", "--root", "/r", "--json", "--pin-path", "a=b", "--pin-path=c=d=e"],
    ["--json", "--root=/r", "--pin-path", "a=b", "load", "--pin-path", "c=d=e", "f.o"],
  ])
    assert.equal(parse(argv), expected);
});

test("after -- everything is an argument", () => {
  const { positionals, options } = parse(["show", "--json", "--", "--odd", "--json"]);
  assert.equal(positionals, ["--odd", "--json"]);
  assert.equal(options, { json: true });
});

test("help in its three forms", () => {
  assert.is(parse(["--help"]).verb, undefined);
  assert.ok(parse(["-h"]).help);
  assert.ok(parse(["help"]).help);
  assert.equal(parse(["help", "ls"]), {
    verb: "ls",
    group: undefined,
    help: true,
    positionals: [],
    options: {},
  });
  assert.is(parse(["ls", "--help"]).verb, "ls");
  refused(["help", "ls", "show"], /one verb/);
  refused(["help", "lss"], /did you mean ls\?/);
});

test("unknown verbs and options are told with what was nearly meant", () => {
  refused(["lod", "f.o"], /unknown verb "lod"; did you mean load\?/);
  refused(["unload"], /unknown verb/);
  refused(["xyzzy"], /the verbs are inspect, plan, load/);
  refused(["ls", "--jsn"], /unknown option --jsn; did you mean --json\?/);
  refused(["ls", "--pinpath=a=b"], /did you mean --pin-path\?/);
  refused(["ls", "--name-space", "x"], /did you mean --namespace\?/);
  refused(["ls", "--qqqqqqqq"], /unknown option --qqqqqqqq$/);
  refused(["ls", "-j"], /unknown option -j$/);
});

test("a verb of a group: two words", () => {
  assert.equal(parse(["map", "get", "--json", "flows", "7"]), {
    verb: "map get",
    group: "map",
    help: false,
    positionals: ["flows", "7"],
    options: { json: true },
  });
  assert.is(parse(["--json", "map", "--lock", "get", "x"]).verb, "map get");
  const group = parse(["map", "--help"]);
  assert.equal([group.verb, group.group, group.help], [undefined, "map", true]);
  assert.equal(parse(["help", "map"]).group, "map");
  assert.equal(parse(["help", "map", "get"]).verb, "map get");
  assert.is(parse(["map"]).verb, undefined);
  refused(["help", "map", "get", "set"], /one verb/);
});

test("a verb that is not of its group: what was nearly meant, also in another group or none", () => {
  refused(["map", "gte", "x"], /unknown verb "gte" of map; did you mean map get\?/);
  refused(["map", "show", "x"], /did you mean show\?/);
  refused(["map", "xyzzy"], /the verbs are get, set, delete/);
  refused(["dump", "x"], /unknown verb "dump"; did you mean map dump\?/);
  refused(["mpa"], /did you mean map\?/);
  refused(["map get", "x"], /unknown verb "map get"/);
});

test("a number below zero is an argument", () => {
  assert.equal(parse(["map", "set", "m", "-1", "-12.5", "--json"]).positionals, ["m", "-1", "-12.5"]);
  assert.equal(parse(["map", "push", "m", "-.5", "-1234"]).positionals, ["m", "-.5", "-1234"]);
  refused(["map", "get", "m", "-x1"], /unknown option -x/);
});

test("an option without its value, with one it does not take, or twice", () => {
  refused(["ls", "--root"], /--root needs a value: DIR/);
  refused(["ls", "--root="], /--root needs a value/);
  refused(["ls", "--root", "--json"], /--root needs a value.*--root=--json/);
  refused(["ls", "--json=yes"], /--json takes no value/);
  refused(["ls", "--root", "/a", "--root", "/b"], /--root is given twice/);
  assert.is(parse(["ls", "--root=-odd"]).options.root, "-odd");
  assert.is(parse(["ls", "--json", "--json"]).options.json, true);
});

test("options whose names are those of Object.prototype are unknown too", () => {
  refused(["ls", "--constructor"], /unknown option --constructor/);
  refused(["ls", "--__proto__=x"], /unknown option --__proto__/);
  refused(["toString"], /unknown verb/);
});

test.run();

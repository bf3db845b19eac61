import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseArguments } from "../../src/arguments/parse.js";
import { UsageError } from "../../src/errors.js";

const refused = (argv: string[], pattern: RegExp): void => {
  assert.throws(
    () => parseArguments(argv),
    (error: Error) => error instanceof UsageError && pattern.test(error.message),
    `${argv.join(" ")} should be refused with ${pattern}`,
  );
};

test("verb, arguments and options in any order", () => {
  const expected = {
    verb: "load",
    help: false,
    positionals: ["f.o"],
    options: { root: "/r", json: true, "pin-path": ["a=b", "c=d=e"] },
  };
  for (const argv of [
    ["load", "f.o", "--root", "/r", "--json", "--pin-path", "a=b", "--pin-path=c=d=e"],
    ["--json", "--root=/r", "--pin-path", "a=b", "load", "--pin-path", "c=d=e", "f.o"],
  ])
    assert.equal(parseArguments(argv), expected);
});

test("after -- everything is an argument", () => {
  const { positionals, options } = parseArguments(["show", "--json", "--", "--odd", "--json"]);
  assert.equal(positionals, ["--odd", "--json"]);
  assert.equal(options, { json: true });
});

test("help in its three forms", () => {
  assert.is(parseArguments(["--help"]).verb, undefined);
  assert.ok(parseArguments(["-h"]).help);
  assert.ok(parseArguments(["help"]).help);
  assert.equal(parseArguments(["help", "ls"]), { verb: "ls", help: true, positionals: [], options: {} });
  assert.is(parseArguments(["ls", "--help"]).verb, "ls");
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

test("an option without its value, with one it does not take, or twice", () => {
  refused(["ls", "--root"], /--root needs a value: DIR/);
  refused(["ls", "--root="], /--root needs a value/);
  refused(["ls", "--root", "--json"], /--root needs a value.*--root=--json/);
  refused(["ls", "--json=yes"], /--json takes no value/);
  refused(["ls", "--root", "/a", "--root", "/b"], /--root is given twice/);
  assert.is(parseArguments(["ls", "--root=-odd"]).options.root, "-odd");
  assert.is(parseArguments(["ls", "--json", "--json"]).options.json, true);
});

test("options whose names are those of Object.prototype are unknown too", () => {
  refused(["ls", "--constructor"], /unknown option --constructor/);
  refused(["ls", "--__proto__=x"], /unknown option --__proto__/);
  refused(["toString"], /unknown verb/);
});

test.run();

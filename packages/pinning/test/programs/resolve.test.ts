import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PinPathError, PinUsageError } from "../../src/errors.js";
import { prepareMaps } from "../../src/prepare/prepare-maps.js";
import { resolveProgramPath } from "../../src/programs/resolve.js";
import { temporaryName } from "../../src/programs/temporary-name.js";
import { programSpec } from "../prepare/scene.js";
import { mapSpec, objectSpec } from "../specs.js";

const test = suite("paths of programs");

const of = (name: string, options?: Parameters<typeof resolveProgramPath>[1]) =>
  resolveProgramPath({ name }, options);

test("DIR/NAME, a path of its own, or none", () => {
  assert.is(of("p"), undefined);
  assert.is(of("p", { pinPrograms: "a/b" }), "/sys/fs/bpf/a/b/p");
  assert.is(of("p", { pinPrograms: "/sys/fs/bpf/a" }), "/sys/fs/bpf/a/p");
  assert.is(of("p", { pinPrograms: "/sys/fs/bpf" }), "/sys/fs/bpf/p");
  assert.is(of("p", { pinPrograms: "a", root: "/r" }), "/r/a/p");
  assert.is(of("p", { pinPrograms: "a", root: "/" }), "/a/p");
  assert.is(of("p", { pinPrograms: "/", root: "/" }), "/p");
  assert.is(of("p", { pinPrograms: "a", programPaths: { p: "x/y" } }), "/sys/fs/bpf/x/y");
  assert.is(of("p", { programPaths: { p: "/sys/fs/bpf/x" } }), "/sys/fs/bpf/x");
  assert.is(of("p", { pinPrograms: "a", programPaths: { p: false } }), undefined);
  assert.is(of("q", { programPaths: { p: "x" } }), undefined);
});

test("the rules for paths are those for maps, and the error names the program", () => {
  for (const bad of ["", "a//b", "../a", "./a", "a.b", "/etc/a", "a\0", "a".repeat(256), "/sys/fs/bpf/"]) {
    if (bad !== "/sys/fs/bpf/") assert.throws(() => of("p", { pinPrograms: bad }), PinPathError.is);
    try {
      of("p", { programPaths: { p: bad } });
      assert.unreachable(bad);
    } catch (error) {
      assert.ok(PinPathError.is(error), String(error));
      assert.is(error.program, "p");
      assert.match(error.message, "of program p");
    }
  }
  for (const name of ["a.b", "", "..", "/a", "x\0", "n".repeat(256)])
    assert.throws(() => of(name, { pinPrograms: "d" }), PinPathError.is);
});

test("two on one path, or one below another, maps and programs together", () => {
  const object = objectSpec([mapSpec("m"), mapSpec("p")], {
    programs: new Map(["p", "q"].map((name) => [name, programSpec(name)])),
  });
  const kernel = {} as never;
  const refused = (options: object, text: RegExp) =>
    assert.throws(
      () => prepareMaps(object, { ...options, kernel }),
      (error: unknown) => PinUsageError.is(error) && text.test(error.message),
    );
  refused({ pinPrograms: "/sys/fs/bpf" }, /The map p and the program p have the same pin path/);
  refused({ programPaths: { p: "x", q: "x" } }, /The programs p and q have the same pin path/);
  refused({ pinPrograms: "m" }, /program p, .*, is below that of map m/);
  refused({ pinPrograms: "d", paths: { m: "d/q/m" } }, /map m, .*, is below that of program q/);
  refused({ programPaths: { p: "x/y", q: "x" } }, /program p, .*, is below that of program q/);
});

test("a temporary name is fit for a bpffs, whatever the program's is, and never the same", () => {
  for (const name of ["p", "a".repeat(200), "a".repeat(255), "ü".repeat(120), "a b"]) {
    const one = temporaryName(name);
    assert.match(one, /^[A-Za-z0-9_]{1,255}$/);
    assert.is.not(one, temporaryName(name));
  }
});

test.run();

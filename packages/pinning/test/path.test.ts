import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PinPathError } from "../src/errors.js";
import { pathComponents, rootPath } from "../src/path.js";

const test = suite("path");

const refusal = (run: () => unknown): PinPathError => {
  try {
    run();
  } catch (error) {
    if (PinPathError.is(error)) return error;
    throw error;
  }
  return assert.unreachable("not refused") as never;
};

test("takes paths relative to root, and absolute ones inside it", () => {
  assert.equal(pathComponents("ns1/test1", "/sys/fs/bpf", "strict"), ["ns1", "test1"]);
  assert.equal(pathComponents("/sys/fs/bpf/ns1/test1", "/sys/fs/bpf", "strict"), ["ns1", "test1"]);
  assert.equal(pathComponents("/x", "/", "strict"), ["x"]);
  assert.equal(pathComponents("a".repeat(255), "/r", "strict"), ["a".repeat(255)]);
});

const refused: [string, string, string | undefined][] = [
  ["", "empty", undefined],
  ["/sys/fs/bpf", "empty", undefined],
  ["/sys/fs/bpf/", "empty", undefined],
  ["a//b", "empty", ""],
  ["a/", "empty", ""],
  [".", "dot-component", "."],
  ["a/./b", "dot-component", "."],
  ["../x", "dot-component", ".."],
  ["a/../../etc", "dot-component", ".."],
  ["/sys/fs/bpf/../x", "dot-component", ".."],
  ["/etc/x", "outside-root", undefined],
  ["/sys/fs/bpfx/y", "outside-root", undefined],
  ["a/b\0c", "nul", "b\0c"],
  ["a/b.c", "dotted", "b.c"],
  [".hidden", "dotted", ".hidden"],
  ["...", "dotted", "..."],
  [`a/${"b".repeat(256)}`, "too-long", "b".repeat(256)],
  ["é".repeat(128), "too-long", "é".repeat(128)],
];

for (const [path, reason, component] of refused) {
  test(`refuses ${JSON.stringify(path.slice(0, 30))} as ${reason}`, () => {
    const error = refusal(() => pathComponents(path, "/sys/fs/bpf", "strict", "flows"));
    assert.is(error.reason, reason);
    assert.is(error.component, component);
    assert.is(error.code, "ERR_PIN_PATH");
    assert.is(error.map, "flows");
    assert.is(error.path, path);
  });
}

test("what exists may have dots in its name, and nothing else", () => {
  assert.equal(pathComponents("a/maps.debug", "/r", "existing"), ["a", "maps.debug"]);
  assert.is(refusal(() => pathComponents("a/..", "/r", "existing")).reason, "dot-component");
  assert.is(refusal(() => pathComponents("a/\0", "/r", "existing")).reason, "nul");
});

test("the root is absolute and plain, whatever it is called", () => {
  assert.is(rootPath("/tmp/a.b/bpf/"), "/tmp/a.b/bpf");
  assert.is(rootPath("/sys//fs/bpf"), "/sys/fs/bpf");
  assert.is(rootPath("/"), "/");
  assert.is(refusal(() => rootPath("sys/fs")).reason, "outside-root");
  assert.is(refusal(() => rootPath("/sys/../fs")).reason, "dot-component");
  assert.is(refusal(() => rootPath("/sys\0")).reason, "nul");
});

test.run();

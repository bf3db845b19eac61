import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PinError, PinPathError } from "../src/errors.js";
import { openPin } from "../src/open-pin.js";
import { pinObject } from "../src/pin-object.js";
import { FakeKernel } from "./fake-kernel/fake-kernel.js";
import { faulty } from "./fake-kernel/faulty.js";
import { symlinkTo } from "./fake-kernel/place.js";

const test = suite("pin object");

const has =
  (code: string) =>
  (error: unknown): boolean =>
    PinError.is(error) && error.code === code;

test("pins a live object by id or fd, and makes the directories", () => {
  const fake = new FakeKernel();
  const kernel = fake.calls;
  for (const kind of ["map", "prog", "link"] as const) {
    const { id } = fake.object(kind, 1);
    assert.equal(pinObject({ kind, id }, `d/${kind}`, { kernel }), {
      kind,
      id,
      path: `/sys/fs/bpf/d/${kind}`,
    });
    using opened = openPin(`d/${kind}`, { kernel });
    assert.is(opened.kind, kind);
    assert.is(opened.stat.mode & 0o7777, 0o600);
    assert.equal(pinObject(opened.fd, `e/${kind}`, { kernel }).id, id);
  }
  assert.is(fake.fds.count, 0);
});

test("the same path rules, and never in place of another", () => {
  const fake = new FakeKernel();
  const kernel = fake.calls;
  const { id } = fake.object("prog", 1);
  for (const path of ["a.b", "../a", "/etc/a", ""]) {
    assert.throws(() => pinObject({ kind: "prog", id }, path, { kernel }), PinPathError.is);
  }
  pinObject({ kind: "prog", id }, "a", { kernel });
  assert.throws(() => pinObject({ kind: "prog", id }, "a", { kernel }), has("ERR_PIN_EXISTS"));
  assert.throws(() => pinObject({ kind: "map", id }, "b", { kernel }), has("ERR_PIN_SYSTEM"));
  assert.equal(fake.paths(), ["a"]);
});

test("a failed pin leaves no directory and no fd", () => {
  for (let step = 1; ; step++) {
    const fake = new FakeKernel();
    const { id } = fake.object("prog", 1);
    const faults = faulty(fake.calls, [[step, "EIO"]]);
    try {
      pinObject({ kind: "prog", id }, "a/b/c", { kernel: faults.kernel });
      if (faults.taken.length < step) break;
      assert.unreachable(`step ${step}`);
    } catch (error) {
      assert.ok(PinError.is(error), String(error));
      assert.equal(error.leftovers, []);
    }
    assert.equal(fake.paths(), []);
    assert.is(fake.fds.count, 0);
  }
});

test("openPin follows relative symlinks, and says what is missing or wrong", () => {
  const fake = new FakeKernel();
  const kernel = fake.calls;
  fake.pinAt("d/p", fake.object("prog", 1));
  fake.put("l", symlinkTo("d/p"));
  fake.put("out", symlinkTo("/d/p"));
  openPin("l", { kernel }).fd.close();
  assert.throws(() => openPin("nothing", { kernel }), has("ERR_PIN_ABSENT"));
  assert.throws(() => openPin("no/thing", { kernel }), has("ERR_PIN_ABSENT"));
  assert.throws(() => openPin("out", { kernel }), has("ERR_PIN_PATH"));
  assert.throws(() => openPin("d", { kernel }), has("ERR_PIN_SYSTEM"));
  assert.is(fake.fds.count, 0);
});

test.run();

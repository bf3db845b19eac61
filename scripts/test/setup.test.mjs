import { test } from "uvu";
import * as assert from "uvu/assert";
import { hasProgram } from "../setup/apt.mjs";
import { nodeTooOld } from "../setup/node-version.mjs";
import { StepError, shown, step } from "../setup/progress.mjs";

test("Node below 20.19 is refused, with both versions named", () => {
  for (const version of ["8.17.0", "18.20.4", "20.18.3"]) assert.match(nodeTooOld(version), /20\.19 .*Node /);
  for (const version of ["20.19.0", "20.20.2", "22.0.0", "26.1.0"]) assert.is(nodeTooOld(version), undefined);
});

test("commands are shown as a shell would take them", () => {
  assert.is(shown(["apt-get", "install", "-y", "g++"]), "apt-get install -y g++");
  assert.is(shown(["sh", "-c", "it's $HOME"]), "sh -c 'it'\\''s $HOME'");
});

test("a failed step tells the command, its end and its output", async () => {
  try {
    await step("Trying", ["sh", "-c", "echo first; echo last >&2; exit 3"]);
    assert.unreachable("the step did not fail");
  } catch (error) {
    assert.instance(error, StepError);
    assert.match(error.message, /^Trying: failed \(exit status 3\)\n {4}\$ sh -c/);
    assert.match(error.message, /\| first\n {4}\| last$/);
  }
});

test("a step that cannot start", async () => {
  try {
    await step("Trying", ["no-such-program-at-all"]);
    assert.unreachable("the step did not fail");
  } catch (error) {
    assert.instance(error, StepError);
    assert.match(error.message, /ENOENT/);
  }
});

test("programs are looked up in PATH", () => {
  assert.ok(hasProgram("sh"));
  assert.not.ok(hasProgram("no-such-program-at-all"));
});

test.run();

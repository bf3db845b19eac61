import { test } from "uvu";
import * as assert from "uvu/assert";
import { CliError } from "../../src/errors.js";
import { errorReport } from "../../src/output/error-report.js";

test("code, message and the error's own fields", () => {
  const error = new CliError("ERR_FILE", "too long", { path: "f.o", size: 3 });
  assert.equal(errorReport(error), { code: "ERR_FILE", message: "too long", path: "f.o", size: 3 });
});

test("nested errors and causes are reports too, without stacks", () => {
  const cause = Object.assign(new Error("gone"), { code: "ENOENT", errno: -2 });
  const failed = [{ map: "m", error: Object.assign(new Error("held"), { code: "EPERM" }) }];
  const error = Object.assign(new Error("outer", { cause }), { code: "ERR_X", failed });
  assert.equal(errorReport(error), {
    code: "ERR_X",
    message: "outer",
    failed: [{ map: "m", error: { code: "EPERM", message: "held" } }],
    cause: { code: "ENOENT", message: "gone", errno: -2 },
  });
});

test("an error without a code is a fault of ours", () => {
  assert.is(errorReport(new TypeError("x is undefined")).code, "ERR_INTERNAL");
  assert.equal(errorReport("text"), { code: "ERR_INTERNAL", message: "text" });
});

test("a log is told once, by the outermost error that has it, although it is not enumerable", () => {
  const withLog = (error: Error, log: string) => Object.defineProperty(error, "log", { value: log });
  const cause = withLog(Object.assign(new Error("EACCES"), { code: "EACCES" }), "the log");
  const error = withLog(Object.assign(new Error("refused", { cause }), { code: "ERR_X" }), "the log");
  const told = { code: "EACCES", message: "EACCES" };
  assert.equal(errorReport(error), { code: "ERR_X", message: "refused", log: "the log", cause: told });
  assert.equal(errorReport(cause), { ...told, log: "the log" });
  const outer = Object.assign(new Error("outer", { cause }), { code: "ERR_Y" });
  assert.equal(errorReport(outer), { code: "ERR_Y", message: "outer", cause: { ...told, log: "the log" } });
});

test("a loop of causes ends", () => {
  const error = new Error("a") as Error & { cause: unknown };
  error.cause = error;
  assert.ok(JSON.stringify(errorReport(error)).length < 1000);
});

test.run();

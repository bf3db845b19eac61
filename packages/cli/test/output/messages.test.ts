import { test } from "uvu";
import * as assert from "uvu/assert";
import { CliError } from "../../src/errors.js";
import { Messages } from "../../src/output/messages.js";

function collected(json: boolean): { messages: Messages; text(): string } {
  const all: string[] = [];
  const output = { isTerminal: false, write: (text: string) => void all.push(text) };
  const messages = new Messages({ env: {}, stdout: output, stderr: output }, json);
  return { messages, text: () => all.join("") };
}

const log = "0: (b7) r0 = 0\n1: (95)\u001b exit\n\n";

test("the code stands behind the first line, what follows below it", () => {
  const { messages, text } = collected(false);
  messages.error(new CliError("ERR_FILE", "It is refused: why\n  at a.c:1\n  0: (95) exit"));
  assert.is(text(), "bpf: error: It is refused: why [ERR_FILE]\n  at a.c:1\n  0: (95) exit\n");
});

test("a log keeps its lines, and cannot move the cursor", () => {
  const { messages, text } = collected(false);
  messages.text("log of x", log);
  assert.is(text(), "bpf: log of x:\n0: (b7) r0 = 0\n1: (95)\\u001b exit\n");
});

test("with --json a log is told at the end, or in the error", () => {
  const done = collected(true);
  done.messages.text("log of x", log);
  assert.is(done.text(), "");
  done.messages.flush();
  assert.is(done.text(), "bpf: log of x:\n0: (b7) r0 = 0\n1: (95)\\u001b exit\n");
  const failed = collected(true);
  failed.messages.text("log of x", log);
  failed.messages.error(new CliError("ERR_FILE", "no"));
  const { error } = JSON.parse(failed.text());
  assert.equal(error, { code: "ERR_FILE", message: "no", messages: [`log of x:\n${log.trimEnd()}`] });
});

test.run();

import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ProgramType } from "@bpf/elf";
import { progLoad } from "@bpf/syscall";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ownPrivileges, parsePrivileges } from "../../src/verifier/privileges.js";
import { refusedError } from "../../src/verifier/refused.js";
import { encode, program } from "../disassemble/encode.js";
import { linked, spec } from "./program.js";

const self = fileURLToPath(import.meta.url);

/** Loads a program as this process is, and prints what the refusal is told as: for the processes below. */
function printRefusal(): void {
  try {
    const code = program(encode(0xb7), encode(0x95));
    progLoad({ type: ProgramType.XDP, instructions: code, license: "GPL" }).close();
    console.log("loaded");
  } catch (error) {
    const refused = refusedError({
      program: linked({ spec: spec("prog", { type: ProgramType.XDP }) }),
      error,
    });
    console.log((refused as Error).message);
  }
}

/** What a process that `command` starts is told. */
const inProcess = (...command: readonly string[]): string =>
  execFileSync(command[0]!, [...command.slice(1), process.execPath, "--import", "tsx", self], {
    encoding: "utf8",
    env: { ...process.env, PRINT_REFUSAL: "1" },
  });

test("this process has what it needs, as its /proc says", () => {
  const own = ownPrivileges()!;
  const status = readFileSync("/proc/self/status", "latin1");
  assert.is(own.capabilities.toString(16).padStart(16, "0"), /CapEff:\t(\w+)/.exec(status)![1]);
  assert.is(own.inUserNamespace, false);
});

test("limits and user namespaces are read as the kernel writes them", () => {
  const limits = (limit: string) =>
    `Limit                     Soft Limit           Hard Limit           Units     \nMax locked memory         ${limit}                65536                bytes     \n`;
  assert.is(parsePrivileges("CapEff:\t0\n", "0 0 4294967295\n", limits("65536")).lockedMemory, 65536);
  assert.is(parsePrivileges("CapEff:\t0\n", "0 0 4294967295\n", limits("unlimited")).lockedMemory, undefined);
  assert.is(parsePrivileges("", "         0       1000          1\n", "").inUserNamespace, true);
});

test("a process without capabilities is told which it lacks", () => {
  if (spawnSync("setpriv", ["--version"]).error !== undefined) {
    console.log("# skip without capabilities: setpriv is not installed");
    return;
  }
  const text = inProcess("setpriv", "--bounding-set", "-all", "--inh-caps", "-all");
  assert.match(
    text,
    /^The kernel refuses program prog \(EPERM\): the process lacks CAP_BPF and CAP_NET_ADMIN/,
  );
});

test("a process in a user namespace is told that its capabilities do not count", () => {
  const unshare = spawnSync("unshare", ["--user", "--map-root-user", "true"]);
  if (unshare.status !== 0) {
    console.log(`# skip in a user namespace: unshare says ${String(unshare.stderr).trim()}`);
    return;
  }
  assert.match(
    inProcess("unshare", "--user", "--map-root-user"),
    /\(EPERM\): the process is in a user namespace/,
  );
});

if (process.env.PRINT_REFUSAL === "1") printRefusal();
else test.run();

import { readFileSync } from "node:fs";
import { parseObject } from "@bpf/elf";
import type { BpfError } from "@bpf/syscall";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { loadObject } from "../../src/load/load-object.js";
import { VerifierError } from "../../src/verifier/verifier-error.js";
import { compiled, missingTool } from "../variables/compiled.js";

/** What the kernel that runs here says of a program of testdata/load-bad-*.bpf.c, or of a program in C. */
function refusal(object: ReturnType<typeof parseObject>): VerifierError {
  try {
    loadObject(object).close();
  } catch (error) {
    if (VerifierError.is(error)) return error;
    throw error;
  }
  throw new Error("the kernel took it");
}

const bad = (name: string): VerifierError => {
  const file = new URL(`../../../../testdata/objects/load/load-bad-${name}.o`, import.meta.url);
  return refusal(parseObject(readFileSync(file), { name }));
};

/** The line of C that holds `text`, found in the source and not in the object. */
function lineOf(name: string, text: string): string {
  const file = `load-bad-${name}.bpf.c`;
  const source = readFileSync(new URL(`../../../../testdata/${file}`, import.meta.url), "utf8");
  return `${file}:${source.split("\n").findIndex((line) => line.includes(text)) + 1}`;
}

test("a value that may be NULL", () => {
  const error = bad("rejected");
  assert.is(error.program, "unsound");
  assert.is(error.reason, "R0 invalid mem access 'map_value_or_null'");
  assert.is(error.source, lineOf("rejected", "*value = 1;"));
  assert.match(error.line!, /^\*value = 1;/);
  assert.is((error.cause as BpfError).code, "EACCES");
  assert.ok(error.log.includes(error.reason) && error.log.includes("processed "));
  assert.not.match(error.message, /processed \d+ insns/);
  assert.match(error.message, /call bpf_map_lookup_elem#1/);
  assert.ok(error.message.length < 1200);
});

test("helpers", () => {
  assert.match(bad("helper").message, /helper number 100000, which no kernel has/);
  const error = bad("helper-kind");
  assert.match(
    error.message,
    /helper bpf_skb_store_bytes \(number 9\), which this kernel does not let it call/,
  );
  assert.is(error.source, lineOf("helper-kind", "return bpf_skb_store_bytes("));
  const license = bad("license");
  assert.is(license.symbol, "bpf_get_current_task");
  assert.match(license.message, /"license" section/);
});

test("a field that this kernel does not have", () => {
  const error = bad("core");
  assert.match(error.message, /it needs field struct task_struct\.\w+, which this kernel does not have/);
  assert.match(error.symbol!, /^field struct task_struct\.\w+$/);
});

const head = `#define SEC(name) __attribute__((section(name)))
#define LICENSE char _license[] SEC("license") = "GPL";
LICENSE
`;

/** Sources whose refusal is of a kind of its own: [what, source, errno, reason, message]. */
const sources: readonly [string, string, RegExp, RegExp, RegExp][] = [
  [
    "a subprogram is named by its own line",
    `__attribute__((noinline)) static int part(volatile int *p)
{
  return *p;
}
SEC("tc") int whole(void *ctx) { return part((int *)8) + part((int *)16); }`,
    /^EACCES$/,
    /^R1 invalid mem access/,
    /at 0\.bpf\.c:6: return \*p;/,
  ],
  [
    "a weak function of the kernel that is not there, called without a test",
    `extern void no_such_function(void) __attribute__((section(".ksyms"), weak));
SEC("tc") int careless(void *ctx)
{
  no_such_function();
  return 0;
}`,
    /^EINVAL$/,
    /./,
    /it calls function no_such_function of the kernel, which this kernel does not have/,
  ],
  [
    "a program with too many branches to follow",
    `static unsigned (*prandom)(void) = (void *)7;
SEC("tc") int busy(void *ctx)
{
  unsigned long sum = 0;
  for (unsigned long i = 0; i < 100000; i++)
    if (prandom() & 1)
      sum = sum * 31 + i;
  return sum;
}`,
    /^(E2BIG|EFAULT|ENOMEM)$/, // by the kernel
    /^The sequence of 8193 jumps is too complex\.$/,
    /at 0\.bpf\.c:\d+: /,
  ],
];

for (const [what, source, errno, reason, message] of sources) {
  test(what, () => {
    if (missingTool !== undefined) {
      console.log(`# skip ${what}: ${missingTool} is not installed`);
      return;
    }
    const error = refusal(compiled(head + source));
    assert.match((error.cause as BpfError).code, errno, error.message);
    assert.match(error.reason, reason, error.message);
    assert.match(error.message, message);
    assert.ok(error.message.length < 1500);
  });
}

test("without types and lines the complaint and the instructions are told", () => {
  if (missingTool !== undefined) {
    console.log(`# skip without types and lines: ${missingTool} is not installed`);
    return;
  }
  const {
    btf: _,
    btfExt: __,
    ...bare
  } = compiled(`${head}SEC("tc") int f(void *c) { return *(volatile int *)8; }`);
  const error = refusal(bare);
  assert.match(error.reason, /^R\d invalid mem access/);
  assert.is(error.source, undefined);
  assert.is(error.line, undefined);
  assert.match(error.message, /\n {4}\d+: \(61\) r\d = \*\(u32 \*\)/);
});

test.run();

import { test } from "uvu";
import * as assert from "uvu/assert";
import { LoadError } from "../../src/errors.js";
import { applyVariables } from "../../src/variables/apply.js";
import { objectVariables } from "../../src/variables/object-variables.js";
import { compiled, missingTool } from "./compiled.js";

const source = `
#define SEC(name) __attribute__((section(name)))
extern int LINUX_KERNEL_VERSION SEC(".kconfig");
int other = 1;
const int folded = 3;
const volatile int kept = 4;
const volatile int list[2] = { 1, 2 };
typedef const volatile long fixed;
fixed typed = 5;
struct tail { int length; int rest[]; };
struct tail tail = { 1, { 2, 3 } };
static volatile int count = 7;
SEC("socket") int one(void *ctx)
{
  return count++ + folded + typed + tail.length + other + kept + list[1] + LINUX_KERNEL_VERSION;
}
`;
const second = `
static volatile int count;
__attribute__((section("socket"))) int two(void *ctx) { return count++; }
`;

/** Tests an object that only clang can make. */
function testCompiled(name: string, run: () => void): void {
  test(name, () => {
    if (missingTool === undefined) run();
    else console.log(`# skip ${name}: ${missingTool} is not installed`);
  });
}

const refusal = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    if (LoadError.is(error) && error.code === "ERR_PROGRAM_VARIABLE") return error.message;
    throw error;
  }
  return "";
};

testCompiled("variables of one name are told apart by where they are", () => {
  const object = compiled(source, second);
  const names = objectVariables(object)
    .map(({ name }) => name)
    .filter((name) => name.startsWith("count"));
  assert.equal([...names].sort(), ["count@.bss+0", names.find((name) => name.startsWith("count@.data+"))]);
  const text = refusal(() => applyVariables(object, { count: 1 }));
  for (const name of names) assert.ok(text.includes(name), text);
  const changed = applyVariables(object, { "count@.bss+0": 9 });
  const bss = [...changed.maps.values()].find(({ section }) => section === ".bss")!;
  assert.is(new Int32Array(bss.contents!.slice(0, 4).buffer)[0], 9);
});

testCompiled("const without volatile is set with a warning, since the compiler may have used it", () => {
  const object = compiled(source);
  const { warnings } = applyVariables(object, { folded: 8, kept: 9, list: [3, 4], typed: 1n, other: 2 });
  assert.is(warnings.length, 1);
  assert.match(warnings[0]!, /^variable folded of \.rodata is const and not volatile/);
});

testCompiled("an extern is the kernel's to set", () => {
  const text = refusal(() => applyVariables(compiled(source), { LINUX_KERNEL_VERSION: 1 }));
  assert.match(text, /extern of \.kconfig/);
});

testCompiled("a variable that is longer than its type is bytes", () => {
  const object = compiled(source);
  const tail = objectVariables(object).find(({ name }) => name === "tail")!;
  assert.equal(tail.layout, { kind: "bytes", size: 12 });
  const changed = applyVariables(object, { tail: "hex:010000000500000006000000" }, { json: true });
  const data = changed.maps.get(tail.map)!.contents!;
  assert.is(
    Buffer.from(data)
      .subarray(tail.offset, tail.offset + 12)
      .toString("hex"),
    "010000000500000006000000",
  );
});

test.run();

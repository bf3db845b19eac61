/** Every example of packages/loader/README.md prints what the page says, on pins that its first one makes. */
import * as loader from "@bpf/loader";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emptyBpffs } from "../src/bpffs.js";
import { kernelAtLeast } from "../src/kernel-version.js";
import { pageOf, partsOf, readersPlace } from "../src/readme.js";

const page = pageOf("loader");
const parts = partsOf(page);
const run = readersPlace(["elf", "loader", "maps", "pinning", "syscall"]);

const test = suite("packages/loader/README.md");
test.before(emptyBpffs);

for (const part of parts) {
  const { heading } = part;
  assert.ok("code" in part, `${heading}: it has no commands`);
  test(`${heading}: the example prints what the page says`, () => {
    const printed = run(part.code);
    if (heading === "Functions of the kernel" && !kernelAtLeast("6.2")) {
      assert.match(printed, /bpf_rcu_read_lock/, "the error names the function");
      console.log(`\n# skip ${heading}: the function is there since Linux 6.2`);
    } else if (heading.startsWith("Replace") && /\(EPERM\)/.test(printed)) {
      console.log(`\n# skip ${heading}: this kernel forbids programs of its type`);
    } else assert.is(printed, part.output);
  });
}

test("each example has its output", () => {
  assert.is(parts.length, page.match(/^```js$/gm)!.length, "a js block is followed by a text block");
  assert.ok(parts.length >= 11, `${parts.length} examples`);
});

test("every exported function and class is on the page", () => {
  for (const [name, value] of Object.entries(loader))
    if (typeof value === "function") assert.ok(page.includes(`${name}`), name);
});

test.run();

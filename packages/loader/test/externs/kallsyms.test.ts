import { execFileSync } from "node:child_process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findSymbol, Kallsyms, kernelSymbols, parseKallsyms } from "../../src/externs/kallsyms.js";

const lines = `ffffffff81000000 T _stext
ffffffff81000010 t helper_of_it
ffffffffc0000000 t helper\t[module]
not a line
0000000000000010 A cpu_number
0000000000000020 t both
0000000000000030 t both
0000000000000040 t same
0000000000000040 t same
0000000000000050 t last`;

test("addresses by name, of modules too; the first of several", () => {
  assert.equal(Object.fromEntries(parseKallsyms(lines)), {
    _stext: 0xffffffff81000000n,
    helper_of_it: 0xffffffff81000010n,
    helper: 0xffffffffc0000000n,
    cpu_number: 0x10n,
    both: 0x20n,
    same: 0x40n,
    last: 0x50n,
  });
});

test("one name: all of its addresses, and none of names that begin with it", () => {
  assert.equal(findSymbol(lines, "_stext"), [0xffffffff81000000n]);
  assert.equal(findSymbol(lines, "helper"), [0xffffffffc0000000n]);
  assert.equal(findSymbol(lines, "both"), [0x20n, 0x30n]);
  assert.equal(findSymbol(lines, "same"), [0x40n]);
  assert.equal(findSymbol(lines, "last"), [0x50n]);
  for (const name of ["stext", "help", "T", "t", "line", "", "[module]", "nothing"])
    assert.equal(findSymbol(lines, name), [], name);
});

test("the running kernel's are those that grep finds", () => {
  const names = ["bpf_prog_free", "bpf_map_put", "_stext", "__x64_sys_bpf"];
  const found = execFileSync("grep", ["-E", ` (${names.join("|")})$`, "/proc/kallsyms"], {
    encoding: "utf8",
  });
  const truth = new Map(
    found
      .split("\n")
      .filter(Boolean)
      .map((line) => [line.split(" ")[2]!, BigInt(`0x${line.split(" ")[0]}`)]),
  );
  assert.ok(truth.size > 0);
  for (const [name, address] of truth) {
    assert.equal(new Kallsyms().addresses(name), [address], name);
    assert.is(kernelSymbols().get(name), address, name);
  }
});

test("a module that comes back at another address", () => {
  let text = lines;
  const read = (): string => text;
  const before = new Kallsyms(read);
  assert.equal(before.addresses("helper"), [0xffffffffc0000000n]);
  assert.is(kernelSymbols(read).get("helper"), 0xffffffffc0000000n);
  assert.is(kernelSymbols(read), kernelSymbols(read));
  text = lines.replace("ffffffffc0000000", "ffffffffc0001000");
  // One load sees one state; the next one the new.
  assert.equal(before.addresses("helper"), [0xffffffffc0000000n]);
  assert.equal(new Kallsyms(read).addresses("helper"), [0xffffffffc0001000n]);
  assert.is(kernelSymbols(read).get("helper"), 0xffffffffc0001000n);
});

test.run();

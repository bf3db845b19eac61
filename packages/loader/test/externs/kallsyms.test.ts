import { execFileSync } from "node:child_process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { kernelSymbols, parseKallsyms } from "../../src/externs/kallsyms.js";

test("addresses by name, of modules too", () => {
  const { addresses, ambiguous } = parseKallsyms(
    "ffffffff81000000 T _stext\nffffffffc0000000 t helper\t[module]\nnot a line\n0000000000000010 A cpu_number\n",
  );
  assert.is(ambiguous.size, 0);
  assert.equal(
    [...addresses],
    [
      ["_stext", 0xffffffff81000000n],
      ["helper", 0xffffffffc0000000n],
      ["cpu_number", 0x10n],
    ],
  );
});

test("a name at several addresses, which libbpf refuses; at one address twice, which it takes", () => {
  const { addresses, ambiguous } = parseKallsyms("10 t both\n20 t both\n10 t both\n30 t same\n30 t same\n");
  assert.equal([...ambiguous], ["both"]);
  assert.equal([...addresses.values()], [0x10n, 0x30n]);
});

test("the running kernel's are those that grep finds", () => {
  const lines = execFileSync(
    "grep",
    ["-E", " (bpf_prog_free|bpf_map_put|__x64_sys_bpf)$", "/proc/kallsyms"],
    {
      encoding: "utf8",
    },
  );
  let compared = 0;
  for (const line of lines.split("\n").filter(Boolean)) {
    const [address, , name] = line.split(" ");
    assert.is(kernelSymbols().get(name!), BigInt(`0x${address}`), name);
    compared++;
  }
  assert.ok(compared > 0);
});

test.run();

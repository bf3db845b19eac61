// runner: timeout 600
/**
 * What the kernel made of a program that we loaded is what it made of the same one that libbpf loaded: verified
 * instructions, functions, source lines, maps by name, tag, name and type, by bpftool.
 */
import { join } from "node:path";
import { type LoadOptions, loadObject } from "@bpf/loader";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs, emptyBpffs } from "../src/bpffs.js";
import { programFacts } from "../src/bpftool-programs.js";
import { loadByLibbpf } from "../src/load-by-libbpf.js";
import { entryPrograms, loadedObject, loadedPath, only } from "../src/loaded-objects.js";
import { loaded } from "../src/pace.js";

/** Objects that are loaded as a whole, and how many of their programs libbpf loads here. */
const whole: Record<string, number> = {
  calls: 4,
  callbacks: 2,
  data: 1,
  kconfig: 1,
  ksyms: 1,
  kfunc: 1,
  "kfunc-weak": 1,
  "tail-calls": 3,
  "map-in-map": 1,
  "reads-kernel": 1,
  autoload: 1,
  freplace: 1,
  "struct-ops": 2,
  small: 1,
};

const test = suite("programs as libbpf loads them");
test.before.each(emptyBpffs);

const byLibbpf = join(bpffs, "libbpf");
const byUs = join(bpffs, "ours");

/** Loads by both, and compares each program. */
function compare(name: string, programs: readonly string[], options: LoadOptions = {}): void {
  loadObject(loadedObject(name), { pinPrograms: byUs, ...options }).close();
  loaded(programs.length);
  for (const program of programs) {
    const theirs = programFacts(join(byLibbpf, program));
    assert.ok(theirs.code.length > 0);
    assert.equal(programFacts(join(byUs, program)), theirs, program);
  }
}

for (const [name, count] of Object.entries(whole)) {
  test(`load-${name}: all that it loads by itself`, () => {
    assert.is(loadByLibbpf(loadedPath(name), byLibbpf), undefined);
    const programs = entryPrograms(loadedObject(name)).filter(({ autoload }) => autoload);
    assert.is(programs.length, count);
    compare(
      name,
      programs.map((program) => program.name),
    );
  });
}

const types = loadedObject("types");
const cannot: string[] = [];
let compared = 0;
for (const { name, section } of entryPrograms(types)) {
  test(`load-types: ${section}`, () => {
    const refusal = loadByLibbpf(loadedPath("types"), byLibbpf, name);
    if (refusal !== undefined) {
      cannot.push(`${section}: ${refusal}`);
      return;
    }
    compared++;
    compare("types", [name], only(types, name));
  });
}

test("libbpf loads most types here; where it fails it does not know the section, or the kernel refuses", () => {
  for (const line of cannot) {
    console.log(`  libbpf cannot: ${line}`);
    assert.match(line, /missing BPF prog type|Operation not permitted|lirc_mode2: .*Invalid argument/);
  }
  assert.ok(compared >= 65, `${compared} compared`);
});

test.run();

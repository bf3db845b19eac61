/**
 * As load-truth.host.kernel.test.ts, for what bpftool can load as a whole: also in the virtual machine, whose kernels take
 * what the host refuses (fentry, LSM, struct_ops).
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadObject } from "@bpf/loader";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs, emptyBpffs } from "../src/bpffs.js";
import { programFacts } from "../src/bpftool-programs.js";
import { notTaken } from "../src/kernel-program-types.js";
import { kernelNames } from "../src/kernel-version.js";
import { entryPrograms, loadedObject, loadedPath } from "../src/loaded-objects.js";
import { loaded } from "../src/pace.js";
import { programKinds } from "../src/program-kinds.js";

const symbol = (name: string): boolean =>
  spawnSync("grep", ["-q", `^[0-9a-f]* . ${name}$`, "/proc/kallsyms"]).status === 0;
const refused = notTaken(programKinds.t_fentry!);

/** Objects, and what this kernel lacks for each. */
const objects: Record<string, string | undefined> = {
  calls: undefined,
  callbacks: kernelNames("bpf_loop") ? undefined : "the kernel's BTF has no bpf_loop",
  data: undefined,
  ksyms: undefined,
  "ksyms-typed": symbol("runqueues") ? undefined : "/proc/kallsyms has no runqueues",
  kconfig: existsSync("/proc/config.gz") ? undefined : "the kernel has no /proc/config.gz for libbpf to read",
  kfunc: kernelNames("bpf_rcu_read_lock") ? undefined : "the kernel's BTF has no bpf_rcu_read_lock",
  "tail-calls": undefined,
  "map-in-map": undefined,
  "reads-kernel": undefined,
  "types-libbpf": refused,
};

/** Kinds of load-types of which load-truth.host.kernel.test.ts compares all. */
const takenByHosts = (name: string): boolean => {
  const { type } = programKinds[name] ?? {};
  return type !== undefined && !["TRACING", "LSM"].includes(type);
};

const test = suite("programs as bpftool loads them");
test.before.each(emptyBpffs);

for (const [name, reason] of Object.entries(objects)) {
  if (reason !== undefined) {
    console.log(`# skip load-${name}: ${reason}`);
    test.skip(`load-${name}`, () => {});
    continue;
  }
  test(`load-${name}`, () => {
    const theirs = join(bpffs, "theirs");
    execFileSync("bpftool", ["prog", "loadall", loadedPath(name), theirs, "pinmaps", join(bpffs, "maps")], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const object = loadedObject(name);
    const programs = entryPrograms(object);
    loaded(programs.length);
    loadObject(object, { pinPrograms: "ours" }).close();
    loaded(programs.length);
    for (const program of programs) {
      const code = !takenByHosts(program.name);
      const expected = programFacts(join(theirs, program.name), code);
      assert.ok(expected.code.length > 0);
      assert.equal(programFacts(join(bpffs, "ours", program.name), code), expected, program.name);
    }
  });
}

test.run();

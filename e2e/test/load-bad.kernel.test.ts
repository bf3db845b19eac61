/** Programs that cannot be loaded: a typed error that says where and why, and nothing left of the load. */
import { readFileSync } from "node:fs";
import { ParseError } from "@bpf/elf";
import { LoadError, type LoadErrorCode, type LoadOptions, loadObject, VerifierError } from "@bpf/loader";
import { PinError } from "@bpf/pinning";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs } from "../src/bpffs.js";
import { openFds, tree } from "../src/bpffs-tree.js";
import { showProgram } from "../src/bpftool-programs.js";
import { kernelNames } from "../src/kernel-version.js";
import { loadedObject, only } from "../src/loaded-objects.js";
import { leavesNothing } from "../src/nothing-left.js";
import { onlyProgram } from "../src/only-program.js";
import { loaded } from "../src/pace.js";
import { refusal, thrown } from "../src/refused-load.js";
import { isTyped } from "../src/typed-error.js";

const test = suite("bad programs");

interface Expected {
  code: LoadErrorCode;
  program: string;
  message: RegExp;
  /** The kernel refuses it: there is a log, and this is in it. */
  log?: RegExp;
  /** Text of the C line that is at fault. */
  text?: string;
}

/** The line of a source that a text is on, from 1. */
function lineOf(file: string, text: string): number {
  const source = readFileSync(new URL(`../../testdata/${file}`, import.meta.url), "utf8");
  const index = source.split("\n").findIndex((line) => line.includes(text));
  assert.ok(index >= 0, text);
  return index + 1;
}
const isSource = import.meta.url.endsWith(".ts");

const refused: Record<string, Expected> = {
  rejected: {
    code: "ERR_PROGRAM_REFUSED",
    program: "unsound",
    message: /load-bad-rejected\.bpf\.c:\d+.*\*value = 1; \/\* no test for NULL \*\//s,
    log: /invalid mem access '(?:map_value_or_null|scalar)/,
    text: "no test for NULL",
  },
  helper: {
    code: "ERR_PROGRAM_REFUSED",
    program: "calls_unknown",
    message: /100000/,
    log: /invalid func unknown#100000/,
    text: "return no_such_helper(ctx)",
  },
  "helper-kind": {
    code: "ERR_PROGRAM_REFUSED",
    program: "calls_wrong",
    message: /bpf_skb_store_bytes/,
    log: /(?:unknown func|cannot use helper) bpf_skb_store_bytes#9/,
    text: "return bpf_skb_store_bytes(",
  },
  license: {
    code: "ERR_PROGRAM_REFUSED",
    program: "proprietary",
    message: /GPL/,
    log: /GPL-restricted/,
    text: "PUT(counts, 0, bpf_get_current_task())",
  },
  core: {
    code: "ERR_PROGRAM_REFUSED",
    program: "reads_nothing",
    message: /never_was_a_field.*task_struct|task_struct.*never_was_a_field/s,
    log: /invalid func unknown#195896080/,
  },
  target: {
    code: "ERR_PROGRAM_TARGET",
    program: "misses_target",
    message: /sched_swich.*sched_switch/s,
  },
  section: { code: "ERR_PROGRAM_UNKNOWN", program: "misnamed", message: /xdq.*xdp/s },
  ksym: { code: "ERR_PROGRAM_EXTERN", program: "needs_symbol", message: /never_was_a_symbol/ },
  kfunc: { code: "ERR_PROGRAM_EXTERN", program: "needs_function", message: /never_was_a_function/ },
  kconfig: {
    code: "ERR_PROGRAM_EXTERN",
    program: "needs_option",
    message: /CONFIG_NEVER_WAS_AN_OPTION/,
  },
  "map-missing": { code: "ERR_PROGRAM_LINK", program: "misses", message: /gone/ },
};

for (const [name, { code, program, message, log, text }] of Object.entries(refused)) {
  test(`load-bad-${name}: ${code}`, async () => {
    const kconfig = name === "kconfig" ? { kconfig: new Map<string, string>() } : {};
    const error = await refusal(loadedObject(`bad-${name}`), kconfig);
    assert.ok(LoadError.is(error), String(error));
    assert.is(error.code, code);
    if (code !== "ERR_PROGRAM_EXTERN" || error.program !== undefined) assert.is(error.program, program);
    assert.match(error.message, message);
    assert.is(VerifierError.is(error), log !== undefined);
    if (!VerifierError.is(error)) return;
    assert.match(error.log, log!);
    assert.ok(error.message.length < 3000, `${error.message.length} characters`);
    // Sources stay on the host.
    if (text === undefined || !isSource) return;
    const file = `load-bad-${name}.bpf.c`;
    assert.match(error.source!, new RegExp(`${file.replaceAll(".", "\\.")}:${lineOf(file, text)}$`));
    assert.match(error.line!, text);
  });
}

test("a static map: refused when the object is read", () => {
  const error = thrown(() => loadedObject("bad-map-static"));
  assert.ok(ParseError.is(error) && error.code === "ERR_MAP_STATIC", String(error));
});

test("the other byte order", async () => {
  const error = await refusal(loadedObject("calls-be"));
  assert.match(error.message, /byte order|big-endian/i);
});

/** r0 = 0, and exit. */
const nothing = Uint8Array.of(0xb7, 0, 0, 0, 0, 0, 0, 0);
const exit = Uint8Array.of(0x95, 0, 0, 0, 0, 0, 0, 0);
test("a program without an instruction, and without an end", async () => {
  for (const bytes of [new Uint8Array(0), nothing]) {
    const error = await refusal(onlyProgram(bytes));
    assert.is(error.code, "ERR_PROGRAM_REFUSED", error.message);
  }
});

test("a descriptor named by its number in the object's code", async () => {
  const names = Uint8Array.of(0x18, 0x11, 0, 0, 0, 0, 0, 0, ...new Uint8Array(8), ...nothing, ...exit);
  const error = await refusal(onlyProgram(names));
  assert.is(error.code, "ERR_PROGRAM_LINK");
});

test("one of several is refused: what was there before is left as it was", async () => {
  const object = loadedObject("autoload");
  const places = { pinPrograms: "programs", paths: { counts: "counts" } };
  await leavesNothing({ programs: new Map() }, () => {});
  loadObject(object, places).close();
  const { id } = showProgram(`${bpffs}/programs/wanted`);
  const before = tree();
  const fds = openFds().length;
  for (const onExistingProgram of ["fail", "replace", "keep"] as const) {
    const options: LoadOptions = { ...only(object, "wanted", "on_demand", "broken"), ...places };
    const error = thrown(() => loadObject(object, { ...options, onExistingProgram }));
    loaded(3);
    const first = onExistingProgram === "fail";
    assert.is(first ? PinError.is(error) : VerifierError.is(error), true, String(error));
    assert.equal(tree(), before);
    assert.is(showProgram(`${bpffs}/programs/wanted`).id, id);
    assert.is(openFds().length, fds);
  }
});

test("a name that is no program's, with the nearest", async () => {
  const error = await refusal(loadedObject("autoload"), { autoload: { on_demnd: true } });
  assert.is(error.code, "ERR_PROGRAM_UNKNOWN");
  assert.match(error.message, /on_demnd.*on_demand/s);
});

test("variables: one that is not there, one of another kind, one out of range", async () => {
  for (const set of [{ stepp: 1 }, { step: "many" }, { step: 2 ** 33 }, { history: [1, 2] }]) {
    const error = await refusal(loadedObject("data"), { set });
    assert.is(error.code, "ERR_PROGRAM_VARIABLE", error.message);
  }
});

test("types of another kernel that are none", async () => {
  for (const kernelBtf of [new Uint8Array(0), new Uint8Array(100), "/dev/null", "/no/such/file"]) {
    const error = await refusal(loadedObject("reads-kernel"), { kernelBtf });
    assert.ok(isTyped(error));
  }
});

test("the log of a program that is taken is told when asked for", () => {
  const logs = new Map<string, string>();
  const object = loadedObject("calls");
  loadObject(object, { onLog: (program, log) => logs.set(program, log) }).close();
  loaded(4);
  assert.equal([...logs.keys()], ["calls_global", "calls_chain", "calls_nothing", "calls_from_xdp"]);
  for (const log of logs.values()) assert.match(log, /processed \d+ insns/);
});

test("the kernel knows what these tests take for granted", () => {
  assert.ok(kernelNames("task_struct") && !kernelNames("never_was_a_field"));
});

test.run();

/** Programs that cannot be loaded: a typed error that says where and why, and nothing left of the load. */
import { readFileSync } from "node:fs";
import { type ObjectSpec, ParseError, parseObject } from "@bpf/elf";
import {
  LoadError,
  type LoadErrorCode,
  type LoadOptions,
  loadObject,
  loadObjectAsync,
  VerifierError,
} from "@bpf/loader";
import { PinError } from "@bpf/pinning";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs } from "../src/bpffs.js";
import { openFds, tree } from "../src/bpffs-tree.js";
import { showProgram } from "../src/bpftool-programs.js";
import { kernelNames } from "../src/kernel-version.js";
import { loadedObject, loadedPath, only } from "../src/loaded-objects.js";
import { leavesNothing } from "../src/nothing-left.js";
import { loaded } from "../src/pace.js";
import { isTyped } from "../src/typed-error.js";

const test = suite("bad programs");

/** Every map and program is to be pinned, so that anything half done would show. */
function pinAll(object: ObjectSpec, options: LoadOptions = {}): LoadOptions {
  const names = [...object.maps.values()].filter(({ section }) => section !== ".kconfig");
  const paths = Object.fromEntries(names.map(({ name }) => [name, `maps/${name.replaceAll(".", "_")}`]));
  return { pinPrograms: "programs", paths, ...options };
}

const thrown = (body: () => unknown): unknown => {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};

/** Loads what cannot be loaded, in both forms; both throw the same, and nothing is left of either. */
async function refusal(object: ObjectSpec, options: LoadOptions = {}): Promise<Error & { code: string }> {
  const all = pinAll(object, options);
  const error = await leavesNothing(object, () => thrown(() => loadObject(object, all)));
  loaded(object.programs.size);
  const later = await leavesNothing(object, () =>
    loadObjectAsync(object, all).then(
      () => "loaded",
      (e) => e,
    ),
  );
  loaded(object.programs.size);
  assert.ok(isTyped(error), `not typed: ${error}`);
  assert.ok(isTyped(later), `not typed: ${later}`);
  assert.equal([later.code, later.name], [error.code, error.name]);
  return error;
}

interface Expected {
  code: LoadErrorCode;
  program: string;
  message: RegExp;
  /** The kernel refuses it: there is a log, and this is in it. */
  log?: RegExp;
  /** What `source` says: file and line. */
  source?: string;
}

/** The line of a source that a text is on, from 1. */
function lineOf(file: string, text: string): number {
  const source = readFileSync(new URL(`../../testdata/${file}`, import.meta.url), "utf8");
  const index = source.split("\n").findIndex((line) => line.includes(text));
  assert.ok(index >= 0, text);
  return index + 1;
}
const isSource = import.meta.url.endsWith(".ts");

const refused: Record<string, Expected & { text?: string }> = {
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
  endless: {
    code: "ERR_PROGRAM_REFUSED",
    program: "endless",
    message: /too large/,
    log: /BPF program is too large\. Processed 1000001 insn/,
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

/** load-small with the instructions of its first program changed. */
function withInstructions(instructions: Uint8Array): ObjectSpec {
  const object = loadedObject("autoload");
  const program = { ...object.programs.get("wanted")!, instructions, relocations: [] };
  const { btfExt: _, ...rest } = object;
  return { ...rest, programs: new Map([["wanted", program]]) } as ObjectSpec;
}

const nothing = Uint8Array.of(0xb7, 0, 0, 0, 0, 0, 0, 0);
const exit = Uint8Array.of(0x95, 0, 0, 0, 0, 0, 0, 0);
const repeated = (times: number): Uint8Array => {
  const all = new Uint8Array((times + 1) * 8);
  for (let i = 0; i < times; i++) all.set(nothing, i * 8);
  all.set(exit, times * 8);
  return all;
};

test("oversized: a million instructions and one, and five million", async () => {
  for (const count of [1_000_001, 5_000_000]) {
    const error = await refusal(withInstructions(repeated(count)));
    assert.ok(LoadError.is(error), String(error));
    assert.is(error.program, "wanted");
    assert.match(error.message, /1,?000,?000|too large|E2BIG/);
  }
});

test("a program without an instruction, and without an end", async () => {
  for (const bytes of [new Uint8Array(0), nothing]) {
    const error = await refusal(withInstructions(bytes));
    assert.is(error.code, "ERR_PROGRAM_REFUSED", error.message);
  }
});

test("a descriptor named by its number in the object's code", async () => {
  const names = Uint8Array.of(0x18, 0x11, 0, 0, 0, 0, 0, 0, ...new Uint8Array(8), ...nothing, ...exit);
  const error = await refusal(withInstructions(names));
  assert.is(error.code, "ERR_PROGRAM_LINK");
});

test("truncated .BTF.ext: at every length", async () => {
  const object = loadedObject("small");
  const whole = object.btfExt!;
  const codes = new Set<string>();
  let loads = 0;
  await leavesNothing(object, () => {
    for (let length = 0; length < whole.length; length++) {
      try {
        loadObject({ ...object, btfExt: whole.subarray(0, length) } as ObjectSpec, {
          pinPrograms: "programs",
        }).close();
        loads++;
        assert.unreachable(`${length} of ${whole.length} bytes were loaded`);
      } catch (error) {
        assert.ok(isTyped(error), `${length} bytes: ${error}`);
        codes.add(error.code);
      }
    }
  });
  assert.is(loads, 0);
  assert.equal([...codes], ["ERR_BTF_EXT_MALFORMED"]);
});

test("truncated .BTF and other parts of the file: at every 7th length", async () => {
  const bytes = readFileSync(loadedPath("small"));
  await leavesNothing(loadedObject("small"), () => {
    for (let length = 0; length < bytes.length; length += 7) {
      const error = thrown(() =>
        loadObject(parseObject(bytes.subarray(0, length), { name: "small" }), { pinPrograms: "programs" }),
      );
      assert.ok(isTyped(error), `${length} bytes: ${error}`);
    }
  });
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

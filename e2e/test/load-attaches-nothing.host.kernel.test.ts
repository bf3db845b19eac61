/** Loading attaches nothing, whatever kind a program is: the system calls of a process that loads all kinds, by strace. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emptyBpffs } from "../src/bpffs.js";
import { bpftoolJson } from "../src/bpftool.js";
import { type ChildLoad, loadInChild } from "../src/child-load.js";
import { notTaken } from "../src/kernel-program-types.js";
import { entryPrograms, loadedObject, only } from "../src/loaded-objects.js";
import { loaded } from "../src/pace.js";
import { programKinds } from "../src/program-kinds.js";

/** Commands of bpf(2) that a load may use. Whatever attaches, links or opens a hook is not among them. */
const allowed = new Set([
  "BPF_MAP_CREATE",
  "BPF_MAP_LOOKUP_ELEM",
  "BPF_MAP_UPDATE_ELEM",
  "BPF_MAP_FREEZE",
  "BPF_MAP_LOOKUP_BATCH",
  "BPF_PROG_LOAD",
  "BPF_PROG_BIND_MAP",
  "BPF_BTF_LOAD",
  "BPF_BTF_GET_NEXT_ID",
  "BPF_BTF_GET_FD_BY_ID",
  "BPF_OBJ_PIN",
  "BPF_OBJ_GET",
  "BPF_OBJ_GET_INFO_BY_FD",
]);

/** Other ways to attach: perf events, sockets' options, netlink (tc, XDP), ioctls of perf events. */
const others = "perf_event_open,setsockopt,socket,ioctl";

const types = loadedObject("types");
const taken = Object.keys(programKinds).filter((name) => notTaken(programKinds[name]!) === undefined);
const refused = Object.keys(programKinds).filter((name) => !taken.includes(name));

const loads: ChildLoad[] = [
  { object: "types", options: { ...only(types, ...taken), pinPrograms: "types" } },
  // What this kernel refuses is tried all the same: the attempt must not attach either.
  ...refused.map((name) => ({ object: "types", options: only(types, name) })),
  ...[
    "calls",
    "callbacks",
    "data",
    "kconfig",
    "ksyms",
    "tail-calls",
    "map-in-map",
    "reads-kernel",
    "struct-ops",
  ].map((object) => ({ object, options: { pinPrograms: object } })),
  { object: "struct-ops-s", options: { pinPrograms: "struct-ops-s" }, later: true },
  { object: "calls", options: { pinPrograms: "later" }, later: true },
];

/** What hangs on a hook, as far as bpftool knows. */
const attached = (): unknown => [
  bpftoolJson("link", "show"),
  bpftoolJson("net", "show"),
  bpftoolJson("perf", "show"),
];

const test = suite("nothing is attached");
test.before(emptyBpffs);

test("a process that loads every kind makes no call that attaches", () => {
  const before = attached();
  const strace = ["strace", "-f", "-qq", "-s", "0", "-e", `trace=bpf,${others}`, "-e", "signal=none"];
  const { status, stderr, outcomes } = loadInChild(loads, strace);
  loaded(200);
  assert.is(status, 0, stderr.slice(-2000));

  const programs = outcomes.flatMap((one) => ("programs" in one ? Object.keys(one.programs!) : []));
  assert.ok(programs.length >= taken.length + 15, `${programs.length} programs`);
  assert.is(
    outcomes.filter(({ error }) => error !== undefined).length,
    refused.length,
    JSON.stringify(outcomes),
  );

  const calls = stderr.split("\n").filter((line) => /\b\w+\(/.test(line));
  const commands = calls.flatMap((line) => /\bbpf\((\w+)/.exec(line)?.slice(1) ?? []);
  assert.ok(commands.filter((command) => command === "BPF_PROG_LOAD").length >= programs.length);
  for (const command of new Set(commands)) assert.ok(allowed.has(command), `bpf(${command})`);
  for (const line of calls) {
    assert.not.match(
      line,
      /perf_event_open\(|PERF_EVENT_IOC|SO_ATTACH|SO_DETACH|AF_NETLINK|BPF_LINK|BPF_RAW_TRACEPOINT/,
    );
  }
  assert.equal(attached(), before);
  assert.ok(entryPrograms(types).length > 90);
});

test.run();

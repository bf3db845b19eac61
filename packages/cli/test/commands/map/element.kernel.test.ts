import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpftoolMap, failure, map, mapJson, pinMaps, pinPlainMap, root, unpin } from "../../maps.js";
import { exampleObject, testObject } from "../../objects.js";

const test = suite("get set delete take has");

test.before(() => pinMaps("typed-maps"));

test("a struct by a struct, as bpftool reads it", async () => {
  const key = { source: { v4: 0x0100007f }, target: { v4: 1 }, ports: [443, 80], state: "OPEN" };
  const value = {
    packets: "18446744073709551615",
    balance: "-5",
    times: { first: "1", last: 2, gaps: [1, 2, 3], drift: -1 },
    label: "it's",
    open: true,
    direction: "OUT",
    weight: -3,
    state: "IDLE",
    syn: 1,
    window: 131071,
    trend: -16,
    last: 31,
    code: 0xabcd,
    pairs: [
      { small: -1, letter: "x" },
      { small: 0, letter: "" },
      { small: 127, letter: "z" },
    ],
    next: "0",
  };
  assert.equal(await mapJson("set", "flows", JSON.stringify(key), JSON.stringify(value)), { set: true });
  const [theirs] = bpftoolMap<{ formatted: ReturnType<typeof JSON.parse> }[]>(
    "dump",
    "pinned",
    `${root}/flows`,
  );
  assert.is(theirs!.formatted.key.ports[0], 443);
  assert.is(theirs!.formatted.value.label, "it's");
  assert.is(theirs!.formatted.value.window, "0x1ffff");
  const ours = (await mapJson("get", "flows", JSON.stringify(key))).value;
  assert.is(ours.packets, "18446744073709551615");
  assert.equal(ours.times, { first: "1", last: "2", gaps: [1, 2, 3], drift: -1 });
  assert.equal([ours.code, ours.halves, ours.family], [0xabcd, [0xabcd, 0], 0xcd]);
  assert.equal([ours.direction, ours.state, ours.open, ours.trend], ["OUT", "IDLE", true, -16]);

  assert.equal(await mapJson("has", "flows", JSON.stringify(key)), { has: true });
  assert.equal(await mapJson("delete", "flows", JSON.stringify(key)), { deleted: true });
  assert.equal(await mapJson("delete", "flows", JSON.stringify(key)), { deleted: false });
  assert.equal(await mapJson("has", "flows", JSON.stringify(key)), { has: false });
  assert.equal(bpftoolMap("dump", "pinned", `${root}/flows`), []);
});

test("for people: a word, and JSON where a word is not enough", async () => {
  const set = await map("set", "cpu_totals", "1", "-7");
  assert.equal([set.code, set.stdout, set.stderr], [0, "set\n", ""]);
  assert.match((await map("get", "cpu_totals", "1")).stdout, /^\[(-7,)*-7\]\n$/);
  await map("set", "guarded", "eth0", '{"generation":1,"total":"12"}');
  assert.is((await map("get", "guarded", "eth0")).stdout, '{"generation":1,"total":"12"}\n');
  assert.is((await map("get", "guarded", "eth0", "--lock")).stdout, '{"generation":1,"total":"12"}\n');
  assert.is((await map("has", "guarded", "eth0")).stdout, "true\n");
  assert.is((await map("delete", "guarded", "eth1")).stdout, "absent\n");
  assert.is((await map("delete", "guarded", "eth0")).stdout, "deleted\n");
});

test("a key that is not there: exit 1, typed; a word that is no key: wrong usage, with its place", async () => {
  assert.equal((await failure("get", "guarded", "nobody")).slice(0, 2), [1, "ERR_KEY_ABSENT"]);
  assert.equal((await failure("take", "guarded", "nobody")).slice(0, 2), [1, "ERR_KEY_ABSENT"]);
  assert.equal((await failure("get", "headers", "5")).slice(0, 2), [1, "ERR_KEY_ABSENT"]);
  const long = await failure("get", "guarded", "much too long a name");
  assert.equal(long.slice(0, 2), [2, "ERR_MAP_VALUE"]);
  assert.match(long[2], /^key: /);
  const wrong = await failure("set", "headers", "0", '{"version":1}');
  assert.equal(wrong.slice(0, 2), [2, "ERR_MAP_VALUE"]);
  assert.match(wrong[2], /^value\.\w+: missing/);
  assert.equal((await failure("set", "headers", "0", "{")).slice(0, 2), [2, "ERR_USAGE"]);
  assert.equal((await failure("get", "headers", "-1")).slice(0, 2), [2, "ERR_MAP_VALUE"]);
});

test("--create and --update, and what the kernel says of them, with the pin", async () => {
  const value = '{"generation":1,"total":0}';
  const absent = await failure("set", "guarded", "a", value, "--update");
  assert.equal(absent.slice(0, 2), [1, "ENOENT"]);
  assert.match(absent[2], /^\/sys\/fs\/bpf\/guarded: ENOENT/);
  await mapJson("set", "guarded", "a", value, "--create");
  assert.equal((await failure("set", "guarded", "a", value, "--create")).slice(0, 2), [1, "EEXIST"]);
  await mapJson("set", "guarded", "a", '{"generation":2,"total":0}', "--update", "--lock");
  assert.is((await mapJson("get", "guarded", "a")).value.generation, 2);
  assert.equal((await failure("set", "headers", "5", `hex:${"00".repeat(19)}`)).slice(0, 2), [1, "E2BIG"]);
});

test("take: the value, and it is gone", async () => {
  await mapJson("set", "measures", "7", '{"ratio":0.5,"mean":-1.25,"history":["NaN","Infinity",0]}');
  assert.equal(await mapJson("take", "measures", "7"), {
    value: { ratio: 0.5, mean: -1.25, history: ["NaN", "Infinity", 0] },
  });
  assert.equal(await mapJson("has", "measures", "7"), { has: false });
});

test("per-CPU: a list, one for all, the sum", async () => {
  await mapJson("set", "cpu_gauges", "FAILED", '{"now":3,"highest":5,"change":-1}');
  const { value } = await mapJson("get", "cpu_gauges", "FAILED");
  const cpus = value.length;
  assert.equal(value, new Array(cpus).fill({ now: 3, highest: 5, change: -1 }));
  const sum = await mapJson("get", "cpu_gauges", "FAILED", "--sum");
  assert.equal(sum, { value: { now: 3 * cpus, highest: 5 * cpus, change: -cpus } });
  const each = Array.from({ length: cpus }, (_, cpu) => cpu * 10);
  await mapJson("set", "cpu_totals", "0", JSON.stringify(each));
  const theirs = bpftoolMap<{ values: { value: string[] }[] }>(
    ..."lookup pinned /sys/fs/bpf/cpu_totals key 0 0 0 0".split(" "),
  );
  assert.equal(
    theirs.values.map(({ value: bytes }) => Number(bytes[0])),
    each,
  );
  const few = await failure("set", "cpu_totals", "0", "[1]");
  assert.equal(few.slice(0, 2), cpus === 1 ? [0, ""] : [2, "ERR_MAP_VALUE"]);
});

test("prefixes of an lpm_trie as text, as a struct, as bytes", async () => {
  await mapJson("set", "routes4", "10.0.0.0/8", '{"device":1,"metric":-1,"on_link":false}');
  await mapJson("set", "routes6", "2001:db8::/32", '{"device":6,"metric":0,"on_link":true}');
  assert.is((await mapJson("get", "routes4", "10.1.2.3/32")).value.device, 1, "the longest match");
  assert.is((await mapJson("get", "routes6", "2001:db8::1/128")).value.device, 6);
  assert.is((await mapJson("get", "routes4", "hex:080000000a000000")).value.device, 1);
  assert.equal(await mapJson("keys", "routes4"), ["10.0.0.0/8"]);
  assert.equal((await failure("get", "routes4", "10.0.0.0/33")).slice(0, 2), [2, "ERR_MAP_VALUE"]);
});

test("maps without types: numbers and bytes; types that the command line brings", async () => {
  pinPlainMap("plain", "type hash key 4 value 8 entries 4");
  await mapJson("set", "plain", "258", "0xffffffffffffffff");
  assert.equal(await mapJson("dump", "plain"), [{ key: "hex:02010000", value: `hex:${"ff".repeat(8)}` }]);
  const types = ["--btf", exampleObject("pinmap"), "--key-type", "__u32", "--value-type", "__u64"];
  assert.equal(await mapJson("dump", "plain", ...types), [{ key: 258, value: "18446744073709551615" }]);
  assert.equal((await failure("get", "plain", "x")).slice(0, 2), [2, "ERR_USAGE"]);
  assert.equal((await failure("get", "plain", "1", "--key-type", "__u32")).slice(0, 2), [2, "ERR_USAGE"]);
  const none = await failure("get", "plain", "1", ...types.slice(0, 2), "--key-type", "no_such_type");
  assert.equal(none.slice(0, 2), [2, "ERR_USAGE"]);
  assert.match(none[2], /no such type/);
  const size = await failure("get", "plain", "1", ...types.slice(0, 2), "--key-type", "__u64");
  assert.equal(size.slice(0, 2), [1, "ERR_MAP_TYPES"]);
  unpin("plain");
});

test("--raw: bytes, whatever the types", async () => {
  await mapJson("set", "cpu_recent", "-1", "[1,2,3]");
  const { value } = await mapJson("get", "cpu_recent", `hex:${"ff".repeat(8)}`, "--raw");
  assert.is(value[0], "hex:010000000000000002000000000000000300000000000000");
  assert.equal(await mapJson("keys", "cpu_recent", "--raw"), ["hex:ffffffffffffffff"]);
  assert.equal(await mapJson("keys", "cpu_recent"), ["-1"]);
});

test("maps of maps: by pin or by id", async () => {
  const definition = "type hash key 4 value 8 entries 8";
  pinPlainMap("room", definition);
  const { id } = bpftoolMap<{ id: number }>("show", "pinned", `${root}/room`);
  // The value of `hop` has 8 bytes; the map's definition asks for the same shape of map.
  const set = await map("set", "towers", "7", "room");
  assert.is(set.code, 0, set.stderr);
  assert.equal(await mapJson("get", "towers", "7"), { value: id });
  await mapJson("set", "floors", "0", String(id));
  assert.equal(await mapJson("dump", "towers"), [{ key: "hex:0700000000000000", value: id }]);
  const typed = await mapJson("dump", "towers", "--btf", testObject("typed-maps"));
  assert.equal(typed, [{ key: "7", value: id }]);
  assert.equal((await failure("set", "floors", "0", "cpu_totals")).slice(0, 2), [1, "EINVAL"]);
  assert.equal((await failure("set", "floors", "0", "gone")).slice(0, 2), [1, "ERR_PIN_ABSENT"]);
  await mapJson("delete", "towers", "7");
  unpin("room");
});

test("pins by the rules of all verbs", async () => {
  mkdirSync(`${root}/d`);
  symlinkSync("../headers", `${root}/d/link`);
  symlinkSync("/etc", `${root}/d/out`);
  execFileSync("bpftool", ["prog", "load", exampleObject("pinmap"), `${root}/p`]);
  assert.is((await map("get", "d/link", "0")).code, 0);
  assert.is((await map("get", `${root}/headers`, "0")).code, 0);
  assert.equal((await failure("get", "d/out/x", "0")).slice(0, 2), [1, "ERR_PIN_PATH"]);
  assert.equal((await failure("get", "../x", "0")).slice(0, 2), [2, "ERR_PIN_PATH"]);
  assert.equal((await failure("get", "gone", "0")).slice(0, 2), [1, "ERR_PIN_ABSENT"]);
  assert.equal((await failure("get", "d", "0")).slice(0, 2), [1, "ERR_NOT_A_PIN"]);
  assert.equal((await failure("set", "d", "0", "1")).slice(0, 2), [1, "ERR_NOT_A_PIN"]);
  assert.equal((await failure("get", "p", "0")).slice(0, 2), [1, "ERR_MAP_KIND"]);
  unpin("d", "p", "pinmap");
});

test("kinds that a verb is not for", async () => {
  for (const [argv, hint] of [
    [["get", "jobs", "0"], "pop"],
    [["set", "known", "0", "0"], "push"],
    [["dump", "events"], "bpf map events"],
    [["pop", "headers"], "bpf map get"],
    [["push", "headers", "1"], "bpf map get"],
    [["events", "headers"], "bpf map get"],
    [["clear", "known"], "bpf map push"],
    [["import", "events"], "bpf map events"],
  ] as const) {
    const [code, error, message] = await failure(...argv);
    assert.equal([code, error], [1, "ERR_MAP_KIND"], argv.join(" "));
    assert.match(message, hint, argv.join(" "));
  }
  assert.equal((await failure("delete", "headers", "0")).slice(0, 2), [1, "EINVAL"]);
});

test("freeze: no more changes", async () => {
  pinPlainMap("frozen", "type array key 4 value 4 entries 1");
  assert.equal(await mapJson("freeze", "frozen"), { frozen: true });
  assert.is(bpftoolMap<{ frozen: number }>("show", "pinned", `${root}/frozen`).frozen, 1);
  const refused = await failure("set", "frozen", "0", "1");
  assert.equal(refused.slice(0, 2), [1, "EPERM"]);
  assert.match(refused[2], /frozen/);
  assert.is((await failure("freeze", "frozen"))[0], 1);
  assert.equal(await mapJson("get", "frozen", "0"), { value: "hex:00000000" });
  unpin("frozen");
});

test.run();

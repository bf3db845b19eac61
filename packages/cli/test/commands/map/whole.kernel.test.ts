import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type BpftoolElement,
  bpftoolMap,
  failure,
  map,
  mapJson,
  pinMaps,
  pinPlainMap,
  root,
  unpin,
} from "../../maps.js";
import { runLine } from "../../support.js";

const test = suite("dump keys count clear");

test.before(() => pinMaps("typed-maps"));

const gauge = (now: number) => ({ now, highest: now * 2, change: -now });

test("dump, keys, count: as bpftool has it; clear", async () => {
  for (let number = 0; number < 100; number++)
    await map(
      "set",
      "recent",
      `{"zone":1,"number":${number}}`,
      `{"first":1,"last":2,"gaps":[0,0,0],"drift":${number}}`,
    );
  const dumped: { key: { number: number }; value: { drift: number } }[] = await mapJson("dump", "recent");
  const theirs = bpftoolMap<BpftoolElement[]>("dump", "pinned", `${root}/recent`);
  assert.is(dumped.length, 100);
  assert.equal(
    dumped.map(({ key, value }) => [key.number, value.drift]).sort(),
    theirs
      .map(({ formatted }) => {
        const { key, value } = formatted as unknown as (typeof dumped)[number];
        return [key.number, value.drift];
      })
      .sort(),
  );
  const keys = await mapJson("keys", "recent");
  assert.equal(
    keys,
    dumped.map(({ key }) => key),
  );
  assert.equal(await mapJson("count", "recent"), { count: 100 });
  assert.is((await map("count", "recent")).stdout, "100\n");
  assert.equal(await mapJson("clear", "recent"), { cleared: 100 });
  assert.equal(await mapJson("dump", "recent"), []);
  assert.equal(await mapJson("keys", "recent"), []);
  assert.is((await map("dump", "recent")).stdout, "");
  assert.is((await map("clear", "recent")).stdout, "cleared 0\n");
});

test("dump --json is one document, a line an element", async () => {
  const { stdout } = await map("dump", "headers", "--json");
  assert.is(JSON.parse(stdout).length, 5);
  assert.is(stdout.split("\n").length, 5 + 1);
});

test("for people: keys in a column, texts and numbers bare", async () => {
  await map("set", "guarded", "eth0", '{"generation":1,"total":5}');
  assert.is((await map("dump", "guarded")).stdout, 'eth0  {"generation":1,"total":"5"}\n');
  assert.is((await map("keys", "guarded")).stdout, "eth0\n");
  const colored = await runLine(["map", "dump", "guarded"], { terminal: true });
  assert.ok(colored.stdout.startsWith("\u001b[1meth0\u001b[22m  {"), colored.stdout);
  await map("set", "guarded", "a\u001b[2J", '{"generation":1,"total":5}');
  assert.match((await runLine(["map", "keys", "guarded"], { terminal: true })).stdout, /^a\\u001b\[2J$/m);
  await map("clear", "guarded");
});

test("an array: all of it is there, and clearing sets zeros", async () => {
  await map("set", "gauges", "7", JSON.stringify(gauge(7)));
  assert.equal(await mapJson("count", "gauges"), { count: 600 });
  const dumped = await mapJson("dump", "gauges");
  assert.is(dumped.length, 600);
  assert.equal(dumped[7], { key: 7, value: gauge(7) });
  assert.equal(await mapJson("clear", "gauges"), { cleared: 600 });
  assert.equal((await mapJson("get", "gauges", "7")).value, { now: 0, highest: 0, change: 0 });
});

test("per-CPU: lists, or sums", async () => {
  await map("set", "cpu_gauges", "OPEN", JSON.stringify(gauge(2)));
  const [{ value }] = await mapJson("dump", "cpu_gauges");
  const [{ value: sum }] = await mapJson("dump", "cpu_gauges", "--sum");
  assert.equal(value, new Array(value.length).fill(gauge(2)));
  assert.equal(sum, gauge(2 * value.length));
  await map("clear", "cpu_gauges");
});

test("every kind with keys can be dumped, counted and cleared, without batches too", async () => {
  await map("set", "routes4", "10.0.0.0/8", '{"device":1,"metric":0,"on_link":true}');
  await map("set", "routes4", "10.1.0.0/16", '{"device":2,"metric":0,"on_link":true}');
  assert.equal((await mapJson("keys", "routes4")).sort(), ["10.0.0.0/8", "10.1.0.0/16"]);
  assert.equal(await mapJson("count", "routes4"), { count: 2 });
  assert.equal(await mapJson("clear", "routes4"), { cleared: 2 });
  for (const pin of ["cpu_recent", "cpu_totals", "measures", "serials", "timers", "floors", "towers"]) {
    const { count } = await mapJson("count", pin);
    assert.ok(Number.isInteger(count), pin);
    if (pin !== "floors" && pin !== "timers") await mapJson("clear", pin);
  }
});

test("a reader that went away ends the dump", async () => {
  pinPlainMap("many", "type array key 4 value 8 entries 500000");
  let written = 0;
  const gone = {
    isTerminal: false,
    get isGone() {
      return written > 0;
    },
    write(text: string) {
      written += text.length;
    },
  };
  const { code, stderr } = await runLine(["map", "dump", "many"], { stdout: gone });
  assert.equal([code, stderr], [0, ""]);
  assert.ok(written < 2 ** 22, `${written} characters`);
  unpin("many");
});

test("queues and filters have no elements to go over", async () => {
  for (const verb of ["dump", "keys", "count", "export"])
    assert.equal((await failure(verb, "jobs")).slice(0, 2), [1, "ERR_MAP_KIND"], verb);
});

test.run();

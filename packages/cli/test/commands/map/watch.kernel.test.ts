import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Output } from "../../../src/context.js";
import { failure, map, mapJson, pinMaps } from "../../maps.js";
import { runLine } from "../../support.js";

const test = suite("watch");

test.before(() => pinMaps("typed-maps"));

/** An output that calls back after each text. */
class Watched implements Output {
  readonly texts: string[] = [];
  constructor(
    readonly isTerminal: boolean,
    readonly onText: (count: number) => void | Promise<void>,
  ) {}
  readonly size = { columns: 70, rows: 6 };
  write(text: string): void {
    this.texts.push(text);
  }
  async send(text: string): Promise<void> {
    this.texts.push(text);
    await this.onText(this.texts.length);
  }
}

const quick = ["--interval", "0.05"];

test("JSON Lines: a document a look, with rates", async () => {
  await mapJson("set", "cpu_totals", "0", "100");
  const stdout = new Watched(false, async (count) => {
    if (count === 1) await map("set", "cpu_totals", "0", "200");
  });
  const argv = ["map", "watch", "cpu_totals", "--sum", "--json", "--count", "2", ...quick];
  assert.is((await runLine(argv, { stdout })).code, 0);
  const [before, after] = stdout.texts.map((text) => JSON.parse(text));
  assert.ok(Date.parse(after.time) - Date.parse(before.time) >= 45);
  assert.is(before.elements[0].rates, null);
  assert.is(before.elements.length, 3);
  const grown = after.elements[0].value - before.elements[0].value;
  assert.ok(grown >= 100);
  // Between the looks there is at least the interval.
  const { value: rate } = after.elements[0].rates;
  assert.ok(rate > 0 && rate <= (grown / 0.05) * 1.05, `${rate} a second`);
  assert.equal(after.elements[1].rates, { value: 0 });
  assert.equal(after.gone, []);
});

test("no terminal: lines of what changes", async () => {
  const value = (total: number) => JSON.stringify({ generation: 1, total });
  await map("set", "guarded", "a", value(1));
  await map("set", "guarded", "b", value(1));
  const stdout = new Watched(false, async (count) => {
    if (count === 1) await map("set", "guarded", "a", value(5));
    if (count === 2) await map("delete", "guarded", "b");
  });
  await runLine(["map", "watch", "guarded", "--count", "3", ...quick], { stdout });
  const [first, second, third] = stdout.texts;
  assert.equal(first!.trim().split("\n").sort(), ["a  generation 1  total 1", "b  generation 1  total 1"]);
  assert.match(second!, /^a {2}generation 1 0\/s {2}total 5 \+[0-9.]+\/s\n$/);
  assert.is(third, "b  gone\n");
});

test("a terminal: a table over the last one, as large as fits", async () => {
  const stdout = new Watched(true, () => undefined);
  await runLine(["map", "watch", "gauges", "--count", "3", ...quick], { stdout, env: { NO_COLOR: "1" } });
  const [first, second] = stdout.texts;
  assert.match(first!, /^\/sys\/fs\/bpf\/gauges {2}600 elements, 598 not shown\nkey +now +highest +change\n/);
  const lines = first!.split("\n").length - 1;
  assert.is(lines, 4);
  assert.ok(second!.startsWith(`\u001b[${lines}F\u001b[J/sys`), JSON.stringify(second));
  for (const line of first!.split("\n")) assert.ok(line.length < 70);
});

test("a signal ends it between two looks", async () => {
  const controller = new AbortController();
  const stdout = new Watched(false, (count) => {
    if (count === 2) controller.abort();
  });
  const stoppable = async (work: (signal: AbortSignal) => Promise<number>): Promise<number> => {
    await work(controller.signal);
    return 130;
  };
  const { code } = await runLine(["map", "watch", "guarded", "--json", ...quick], { stdout, stoppable });
  assert.is(code, 130);
  assert.is(stdout.texts.length, 2);
});

test("wrong numbers, wrong kinds", async () => {
  assert.equal((await failure("watch", "guarded", "--interval", "0")).slice(0, 2), [2, "ERR_USAGE"]);
  assert.equal((await failure("watch", "guarded", "--count", "0")).slice(0, 2), [2, "ERR_USAGE"]);
  assert.equal((await failure("watch", "jobs")).slice(0, 2), [1, "ERR_MAP_KIND"]);
  const sum = await failure("watch", "flows", "--sum");
  assert.equal(sum.slice(0, 2), [2, "ERR_USAGE"]);
  assert.match(sum[2], /--sum is for per-CPU maps: .*flows is of type hash/);
  assert.equal((await failure("get", "guarded", "a", "--sum"))[0], 2);
});

test.run();

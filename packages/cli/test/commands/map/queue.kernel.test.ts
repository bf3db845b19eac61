import { suite } from "uvu";
import * as assert from "uvu/assert";
import { stoppingAtSignals } from "../../../src/process/signals.js";
import { bpftoolMap, failure, map, mapJson, pinMaps, pinPlainMap, root, unpin } from "../../maps.js";
import { testObject } from "../../objects.js";
import { runLine } from "../../support.js";

const test = suite("push pop peek");

test.before(() => pinMaps("typed-maps"));

/** The types of `jobs` and `undo`, which the kernel keeps none of. */
const types = ["--btf", testObject("typed-maps")];
const job = (id: number): string =>
  JSON.stringify({ id, command: `run ${id}`, direction: "IN", arguments: [1, 2, 3] });

for (const [pin, order] of [
  ["jobs", [1, 2, 3]],
  ["undo", [3, 2, 1]],
] as const)
  test(`${pin}: values in, and out in its order`, async () => {
    assert.equal(await mapJson("push", pin, job(1), job(2), job(3), ...types), { pushed: 3 });
    const peeked = await mapJson("peek", pin, ...types);
    assert.is(peeked.value.id, String(order[0]));
    for (const id of order) {
      const { value } = await mapJson("pop", pin, ...types);
      assert.equal(value, { ...JSON.parse(job(id)), id: String(id) });
    }
    const empty = await failure("pop", pin);
    assert.equal(empty, [1, "ERR_MAP_EMPTY", `${root}/${pin} is empty`]);
    assert.is((await failure("peek", pin))[1], "ERR_MAP_EMPTY");
  });

test("what bpftool pushes is popped, and the other way round", async () => {
  pinPlainMap("numbers", "type queue key 0 value 4 entries 8");
  bpftoolMap("push", "pinned", `${root}/numbers`, "value", "1", "2", "3", "4");
  assert.is((await map("pop", "numbers")).stdout, "hex:01020304\n");
  assert.is((await map("push", "numbers", "258", "-1")).stdout, "pushed 2\n");
  const popped = bpftoolMap<{ value: string[] }>("pop", "pinned", `${root}/numbers`);
  assert.equal(popped.value, ["0x02", "0x01", "0x00", "0x00"]);
  assert.equal(await mapJson("clear", "numbers"), { cleared: 1 });
  unpin("numbers");
});

test("a full queue takes no more, and keeps what came before", async () => {
  pinPlainMap("small", "type queue key 0 value 4 entries 2");
  const [code, error, message] = await failure("push", "small", "1", "2", "3");
  assert.equal([code, error], [1, "E2BIG"]);
  assert.match(message, "/sys/fs/bpf/small: ");
  assert.equal(await mapJson("clear", "small"), { cleared: 2 });
  unpin("small");
});

for (const type of ["queue", "stack"])
  test(`a signal stops the clearing of a ${type}, and says how far it came`, async () => {
    const count = 200_000;
    pinPlainMap("long", `type ${type} key 0 value 4 entries ${count}`);
    const lines = '{"value":"hex:01020304"}\n'.repeat(count);
    const read = async function* () {
      yield Buffer.from(lines);
    };
    assert.is((await runLine(["map", "import", "long"], { stdin: { read } })).code, 0);
    const { code, stdout, stderr } = await runLine(["map", "clear", "long", "--json"], {
      stoppable: (work) => {
        setImmediate(() => process.kill(process.pid, "SIGINT"));
        return stoppingAtSignals(work);
      },
    });
    assert.is(code, 130);
    const { cleared } = JSON.parse(stdout);
    assert.ok(cleared > 0 && cleared < count, String(cleared));
    assert.match(stderr, /stopped by a signal; elements may be left in \/sys\/fs\/bpf\/long/);
    assert.equal(await mapJson("clear", "long"), { cleared: count - cleared });
    assert.equal(await mapJson("clear", "long"), { cleared: 0 });
    unpin("long");
  });

test("a bloom filter: false for sure", async () => {
  assert.equal(await mapJson("push", "known", '{"zone":1,"number":2}', '{"zone":0,"number":7}'), {
    pushed: 2,
  });
  assert.equal(await mapJson("has", "known", '{"zone":1,"number":2}'), { has: true });
  assert.is((await map("has", "known", '{"zone":9,"number":9}')).stdout, "false\n");
});

test.run();

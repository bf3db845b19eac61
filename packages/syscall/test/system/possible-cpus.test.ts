import { suite } from "uvu";
import * as assert from "uvu/assert";
import { countCpuList, possibleCpus } from "../../src/system/possible-cpus.js";

const test = suite("possibleCpus");

const lists: [string, number][] = [
  ["0\n", 1],
  ["0-1\n", 2],
  ["0-127", 128],
  ["0-3,8-11\n", 8],
  ["0,2,4\n", 3],
];
for (const [list, count] of lists) {
  test(`${JSON.stringify(list)} is ${count}`, () => assert.is(countCpuList(list), count));
}

for (const list of [
  "",
  "\n",
  "a",
  "1-0",
  "0-1,1",
  "3,0",
  "0-",
  "-1",
  "0 1",
  "0x1",
  "0,,1",
  "0\n\n",
  "0-99999999999",
]) {
  test(`refuses ${JSON.stringify(list)}`, () => {
    assert.throws(
      () => countCpuList(list),
      (error: NodeJS.ErrnoException) => error.code === "ERR_INVALID_ARG_VALUE",
    );
  });
}

test("this machine's agrees with the number of CPU directories", async () => {
  const { readdirSync } = await import("node:fs");
  const present = readdirSync("/sys/devices/system/cpu").filter((name) => /^cpu\d+$/.test(name)).length;
  assert.ok(possibleCpus() >= present);
});

test.run();

import { readFileSync } from "node:fs";
import { parseObject } from "@bpf/elf";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { variableValues } from "../../src/programs/variables.js";
import { loadObject } from "../objects.js";

const object = parseObject(readFileSync(loadObject("load-data")), { name: "data" });
const values = (...texts: string[]) => ({ ...variableValues(object, texts, "load") });

test("a value is what the variable's type in C makes of it", () => {
  assert.equal(values("step=0x10", "total=18446744073709551615", "label=eth0", "enabled=false"), {
    step: "16",
    total: "18446744073709551615",
    label: "eth0",
    enabled: false,
  });
  assert.equal(values("table=[1,2,3,4]", 'limits={"port":80,"limit":"5"}'), {
    table: [1, 2, 3, 4],
    limits: { port: 80, limit: "5" },
  });
  assert.equal(
    values("label=a=b", 'label2="x"'),
    { label: "a=b", label2: '"x"' },
    "unknown: left to the loader",
  );
});

test("no value, no JSON where JSON is needed, and a variable given twice are wrong usage", () => {
  for (const texts of [["step"], ["=1"], ["step="], ["table=1,2"], ["step=1", "step=2"]])
    assert.throws(
      () => values(...texts),
      (error: { code: string }) => error.code === "ERR_USAGE",
      texts.join(),
    );
});

test.run();

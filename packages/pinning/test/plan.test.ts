import { suite } from "uvu";
import * as assert from "uvu/assert";
import { planMaps } from "../src/plan.js";
import { FakeKernel } from "./fake-kernel/fake-kernel.js";
import { mapSpec, objectSpec } from "./specs.js";

const test = suite("planMaps");

test("a map without a row in the pinning table is left without a pin, and that is told", () => {
  const object = objectSpec([mapSpec("table", { definition: "iproute2", pinning: { id: 7 } }), mapSpec("m")]);
  const told: string[] = [];
  const kernel = new FakeKernel().calls;
  const plan = planMaps(object, { kernel, skipUnpinned: true, onWarning: (text) => told.push(text) });
  assert.equal(
    plan.actions.map(({ map, action }) => [map, action]),
    [
      ["table", "skip"],
      ["m", "create-and-pin"],
    ],
  );
  assert.is(told.length, 1);
  assert.match(told[0]!, "row 7 of the pinning table");
  assert.equal(plan.warnings, told);
});

test.run();

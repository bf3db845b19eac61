import { test } from "uvu";
import * as assert from "uvu/assert";
import { loadedAt } from "../../src/pin-info/prog-fields.js";

test("loadedAt rounds the whole sum down: fractions of the boot and of the load count together", () => {
  // Worked out by hand: 1000.6 + 5.7 = 1006.3, 1000.2 + 5.7 = 1005.9.
  assert.is(loadedAt(1000.6, 5_700_000_000n), 1006);
  assert.is(loadedAt(1000.2, 5_700_000_000n), 1005);
  assert.is(loadedAt(1000, 0n), 1000);
});

test.run();

import { constants } from "node:buffer";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { ImportTarget } from "../../src/import/import-elements.js";
import { lineLimit } from "../../src/import/line-limit.js";

const mebi = 1024 * 1024;

const keyed = (key: number, value: number) =>
  lineLimit({ kind: "keyed", keyCodec: { size: key }, valueCodec: { size: value } } as ImportTarget);

test("lines of small elements, of large ones, and of such that no string can hold", () => {
  assert.is(keyed(4, 8), 64 * mebi);
  assert.is(keyed(mebi, 3 * mebi), 256 * mebi);
  assert.ok(keyed(4, 1024 * mebi) < constants.MAX_STRING_LENGTH);
  assert.ok(keyed(4, 40 * mebi) > 10 * 40 * mebi);
  assert.is(lineLimit({ kind: "queue", info: { valueSize: 4 * mebi } } as ImportTarget), 256 * mebi);
});

test.run();

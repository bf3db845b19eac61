/**
 * Generated code and closures do the same, for random layouts and bytes; and what was read can be written.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { byteView } from "../../src/codec/byte-view.js";
import { type Codec, exactJson, exactJsonText } from "../../src/codec/codec.js";
import { LayoutError } from "../../src/errors.js";
import { checkLayout } from "../../src/layout/check.js";
import { type Layout, sizeOfLayout } from "../../src/layout/layout.js";
import { Random, seed } from "../random.js";
import { bothCodecs } from "./both-codes.js";
import { hexOf, outcome } from "./outcome.js";
import { randomLayout } from "./random-layout.js";
import { same } from "./same.js";
import { spoilt } from "./spoilt-value.js";

const layoutCount = 250;
const bytesCount = 12;

interface Counts {
  compared: number;
  refused: number;
  unwritable: number;
}

function compare([generated, closures]: [Codec, Codec], random: Random, counts: Counts, what: string): void {
  const { size } = generated;
  const at = random.below(4);
  const from = byteView(random.bytes(size + at));
  const value = generated.decode(from, at);
  same(value, closures.decode(from, at), what);
  same(Object.keys(Object(value)), Object.keys(Object(closures.decode(from, at))), what);
  const json = closures.toJson(from, at);
  assert.is(generated.jsonText(from, at), JSON.stringify(json), what);
  assert.is(closures.jsonText(from, at), JSON.stringify(json), what);

  const encoded = outcome(size, (to, at) => generated.encode(value, to, at, "v"));
  const asClosures = outcome(size, (to, at) => closures.encode(value, to, at, "v"));
  same(asClosures, encoded, what);
  const parsed = JSON.parse(JSON.stringify(json));
  for (const codec of [generated, closures]) {
    const fromJson = outcome(size, (to, at) => codec.fromJson(parsed, to, at, "v"));
    same(fromJson, encoded, what);
  }
  if ("hex" in encoded) {
    same(generated.decode(byteView(Buffer.from(encoded.hex, "hex")), 0), value, what);
  } else {
    // A bool that is neither 0 nor 1, and the same memory as an integer.
    assert.match(encoded.reason, "share memory", what);
    counts.unwritable++;
  }

  const exact = exactJson(generated, from, at);
  assert.is(exactJsonText(generated, from, at), JSON.stringify(exact), what);
  const imported = outcome(size, (to, at) =>
    generated.fromJson(JSON.parse(JSON.stringify(exact)), to, at, "v"),
  );
  same(imported, { hex: hexOf(from.u8.subarray(at, at + size)) }, what);

  const bad = spoilt(value, random);
  const refusal = outcome(size, (to, at) => closures.encode(bad, to, at, "v"));
  const asGenerated = outcome(size, (to, at) => generated.encode(bad, to, at, "v"));
  same(asGenerated, refusal, what);
  counts.compared++;
  if ("path" in refusal) counts.refused++;
}

/** A random layout, or undefined where it gives one name to two fields. */
function checkedLayout(random: Random): Layout | undefined {
  const layout = randomLayout(random);
  try {
    checkLayout(layout);
    return sizeOfLayout(layout) <= 4096 ? layout : undefined;
  } catch (error) {
    if (LayoutError.is(error)) return undefined;
    throw error;
  }
}

for (const little of [true, false])
  test(`${little ? "little" : "big"} endian`, () => {
    console.log(`BPF_MUTATION_SEED=${seed}`);
    const random = new Random(seed);
    const counts = { compared: 0, refused: 0, unwritable: 0 };
    for (let layouts = 0; layouts < layoutCount; ) {
      const layout = checkedLayout(random);
      if (layout === undefined) continue;
      layouts++;
      const codecs = bothCodecs(layout, little);
      for (let i = 0; i < bytesCount; i++)
        compare(
          codecs,
          random,
          counts,
          `layout ${layouts}, bytes ${i} of seed ${seed}: ${described(layout)}`,
        );
    }
    // Values that are never, or always, refused would test half.
    const { compared, refused, unwritable } = counts;
    assert.ok(refused > compared / 4 && refused < compared * 0.95, `${refused} of ${compared} refused`);
    assert.ok(unwritable < compared / 50, `${unwritable} of ${compared} could not be written`);
  });

function described(layout: Layout): string {
  return JSON.stringify(layout, (_, value) => (typeof value === "bigint" ? `${value}n` : value)).slice(
    0,
    2000,
  );
}

test.run();

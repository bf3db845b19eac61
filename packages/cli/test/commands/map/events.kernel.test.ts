import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RingProducer } from "../../../../syscall/test/ring/producer.js";
import type { Output } from "../../../src/context.js";
import { testObject } from "../../objects.js";
import { type Outcome, runLine } from "../../support.js";

const test = suite("events");
const producer = new RingProducer(65_536);
const types = ["--btf", testObject("ring-producer"), "--value-type", "event"];

/** Runs `bpf map events`, which a signal stops after so many lines. */
async function events(argv: readonly string[], stopAfter = Number.POSITIVE_INFINITY): Promise<Outcome> {
  const controller = new AbortController();
  const texts: string[] = [];
  const stdout: Output = {
    isTerminal: false,
    write(text) {
      texts.push(text);
      if (texts.join("").split("\n").length > stopAfter) controller.abort();
    },
  };
  const outcome = await runLine(["map", "events", producer.ring, ...argv], {
    stdout,
    stoppable: async (work) => {
      const code = await work(controller.signal);
      return controller.signal.aborted ? 130 : code;
    },
  });
  return { ...outcome, stdout: texts.join("") };
}

const parsed = ({ stdout }: Outcome) =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

test.before.each(() => producer.configure({ submit: true }));

test("--count records as JSON Lines; the others stay for the next reader", async () => {
  producer.run(10);
  const first = await events(["--count", "3", ...types]);
  assert.equal([first.code, first.stderr], [0, ""]);
  assert.equal(parsed(first)[0], { sequence: "0", words: 0, way: "OUTPUT" });
  const second = await events(["--count", "7", ...types]);
  assert.equal(
    [...parsed(first), ...parsed(second)].map(({ sequence }) => sequence),
    Array.from({ length: 10 }, (_, at) => String(at)),
  );
});

test("records that come while one looks, until a signal", async () => {
  const running = events(types, 4);
  producer.run(2);
  await new Promise((resolve) => setTimeout(resolve, 50));
  producer.run(2);
  const outcome = await running;
  assert.is(outcome.code, 130, outcome.stderr);
  assert.is(parsed(outcome).length, 4);
});

test("without types: bytes", async () => {
  producer.run(1);
  const [record] = parsed(await events(["--count", "1"]));
  assert.is(record, `hex:${"00".repeat(12)}01000000`);
});

test("records of another size than the type: which, and how large", async () => {
  producer.configure({ mask: 31 });
  producer.run(2);
  const outcome = await events(["--count", "2", "--json", ...types]);
  assert.is(outcome.code, 1);
  const { error } = JSON.parse(outcome.stderr);
  assert.is(error.code, "ERR_MAP_VALUE");
  assert.match(error.message, /^record: /);
  assert.equal(
    parsed(outcome),
    [{ sequence: "0", words: 0, way: "OUTPUT" }],
    "what was read before is shown",
  );
  producer.run(1);
  const [next] = parsed(await events(["--count", "1"]));
  assert.match(next, /^hex:02/, "the odd record is gone, as the others");
});

test.run();

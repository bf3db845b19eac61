// runner: exclusive, timeout 600
/**
 * Many processes load one object at the same moment, alone and with unpins beside them. RACE_WORKERS and RACE_ROUNDS
 * change the numbers; inside the VM they are 8 and 3.
 */
import { join } from "node:path";
import { mapFromId, mapInfo } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emptyBpffs } from "../src/bpffs.js";
import { tree } from "../src/bpffs-tree.js";
import { examples } from "../src/objects.js";
import { Race, type Work } from "../src/race.js";

// The VM runs JavaScript.
const inVm = import.meta.url.endsWith(".js");
const workers = Number(process.env.RACE_WORKERS ?? (inVm ? 8 : 50));
const rounds = Number(process.env.RACE_ROUNDS ?? (inVm ? 3 : 20));

const file = join(examples, "counters.o");
const paths = {
  flows: "race/deep/flows",
  totals: "race/totals",
  events: "race/other/events",
  scratch: "race/scratch",
};
const names = Object.keys(paths);
const all = [
  "race/",
  "race/deep/",
  "race/deep/flows",
  "race/other/",
  "race/other/events",
  "race/scratch",
  "race/totals",
];

interface Context {
  race: Race;
}
const test = suite<Context>("races");

test.before((context) => {
  context.race = new Race(workers);
});
test.after(async ({ race }) => {
  await race.end();
});
test.before.each(() => emptyBpffs());

const noErrors = (results: Work[]): void =>
  assert.equal(
    results.flatMap(({ errors }) => errors),
    [],
  );

for (const hold of [true, false]) {
  test(`${workers} loads at once make one map each round, ${rounds} rounds (hold: ${hold})`, async ({
    race,
  }) => {
    for (let round = 0; round < rounds; round++) {
      const results = await race.round(() => ({ verb: "load", file, paths, hold, times: 1 }));
      noErrors(results);
      for (const name of names) {
        const maps = results.flatMap(({ maps }) => maps).filter((map) => map.name === name);
        assert.is(maps.length, workers);
        const ids = new Set(maps.map(({ id }) => id));
        assert.is(ids.size, 1, `round ${round}: ${name} has ids ${[...ids].join(", ")}`);
        assert.is(maps.filter(({ outcome }) => outcome === "created").length, 1);
        assert.is(maps.filter(({ outcome }) => outcome === "reused").length, workers - 1);
        // The kernel cuts names at 15 bytes; these are shorter.
        using fd = mapFromId([...ids][0]!);
        assert.is(mapInfo(fd).name, name);
      }
      assert.equal(tree(), all);
      await race.close();
      const [unpinned] = await race.round((worker) => ({
        verb: worker === 0 ? "unpin" : "load",
        file,
        paths: worker === 0 ? paths : {},
        hold,
        times: worker === 0 ? 1 : 0,
      }));
      assert.is(unpinned?.removed, names.length);
      assert.equal(tree(), []);
    }
  });
}

test("loads with unpins beside them: every one ends in a documented outcome, and nothing half-made stays", async ({
  race,
}) => {
  let removed = 0;
  for (let round = 0; round < rounds; round++) {
    const results = await race.round((worker) => ({
      verb: worker % 2 === 0 ? "load" : "unpin",
      file,
      paths,
      hold: worker % 4 === 0,
      times: 5,
    }));
    noErrors(results);
    removed += results.reduce((sum, one) => sum + one.removed, 0);
    for (const { outcome } of results.flatMap(({ maps }) => maps)) {
      assert.ok(outcome === "created" || outcome === "reused", outcome);
    }
    const created = new Map<string, number>();
    for (const map of results.flatMap(({ maps }) => maps)) {
      if (map.outcome !== "created") continue;
      const key = `${map.name} ${map.id}`;
      created.set(key, (created.get(key) ?? 0) + 1);
    }
    assert.ok(
      [...created.values()].every((count) => count === 1),
      "a map was created twice",
    );
    assert.ok(
      tree().every((path) => all.includes(path)),
      tree().join(" "),
    );
    await race.close();
    // Two unpins at once end it: whatever is left goes, directories included.
    noErrors(
      await race.round((worker) => ({
        verb: worker < 2 ? "unpin" : "load",
        file,
        paths,
        hold: false,
        times: worker < 2 ? 1 : 0,
      })),
    );
    assert.equal(tree(), []);
  }
  assert.ok(removed > 0, "no unpin met a pin");
});

test.run();

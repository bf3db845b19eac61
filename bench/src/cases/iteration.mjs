import { duel } from "../duel.mjs";
import { withElementMaps } from "../element-maps.mjs";
import { workerCommand } from "../run.mjs";

/** A walk costs microseconds an entry on both sides, so it is over the smaller hash. */
const filled = { million: 1_000_000, hundred_thousand: 100_000 };

const pairs = [
  {
    work: "for (const [key, value] of map), 1M",
    ours: "entries",
    theirs: "batch",
    map: "million",
    goal: 1.2,
  },
  { work: "map.forEach(…), 1M", ours: "forEach", theirs: "batch", map: "million" },
  {
    work: "without batches: walk of 100,000",
    ours: "walk",
    theirs: "walk",
    map: "hundred_thousand",
    goal: 1.2,
  },
];

/** Every entry of a hash, as typed pairs. */
export function iterationCases(built, rounds) {
  return withElementMaps(built, filled, async (pin) => {
    const rows = [];
    for (const { work, ours, theirs, map, goal } of pairs) {
      const args = [pin(map), String(filled[map])];
      const [mine, peer] = [workerCommand("iterate", [ours, ...args]), [built.maps, [theirs, ...args]]];
      rows.push({ work, peer: `C, ${theirs}`, goal, ...(await duel(rounds, mine, peer)) });
    }
    return rows;
  });
}

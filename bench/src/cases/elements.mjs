import { duel } from "../duel.mjs";
import { withElementMaps } from "../element-maps.mjs";
import { workerCommand } from "../run.mjs";

const CALLS = 50_000;

/** One element by its key: typed values against raw bpf(2) in C. */
export function elementCases(built, rounds) {
  return withElementMaps(built, { thousand: 1024 }, async (pin) => {
    const rows = [];
    for (const [work, ours, theirs, goal] of [
      ["map.get(key), u64 → {a, b}", "get", "lookup", 1.2],
      ["map.set(key, value)", "set", "update", 1.2],
      ["map.get(key), raw: bytes of its own", "get-raw", "lookup", undefined],
    ]) {
      const args = [pin("thousand"), String(CALLS)];
      const [mine, peer] = [workerCommand("elements", [ours, ...args]), [built.maps, [theirs, ...args]]];
      rows.push({ work, peer: "C, bpf(2)", goal, ...(await duel(rounds * 3, mine, peer)) });
    }
    return rows;
  });
}

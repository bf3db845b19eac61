import { duel } from "../duel.mjs";
import { withElementMaps } from "../element-maps.mjs";
import { workerCommand } from "../run.mjs";

const CALLS = 5_000_000;
const LENGTH = 1024;

/** Reads of memory that is shared with the kernel: no system call on either side. */
export function liveCases(built, rounds) {
  return withElementMaps(built, {}, async (pin) => {
    const elements = [pin("mapped"), String(CALLS), String(LENGTH)];
    const variable = [pin("variables"), String(CALLS), "1"];
    const rows = [];
    for (const [work, peer, goal, mine, theirs] of [
      ["view.get(i), u64", "C, mmap, by a function", 3, ["elements", ...elements], ["mmap", ...elements]],
      [
        "view.get(i), u64",
        "C, mmap, in the loop",
        undefined,
        ["elements", ...elements],
        ["mmap-inline", ...elements],
      ],
      ["variables.name, u64", "C, mmap, by a function", 3, ["variable", ...variable], ["mmap", ...variable]],
    ])
      rows.push({
        work,
        peer,
        goal,
        ...(await duel(rounds * 3, workerCommand("live", mine), [built.maps, theirs])),
      });
    return rows;
  });
}

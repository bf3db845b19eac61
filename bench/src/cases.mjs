import { dumpCases } from "./cases/dump.mjs";
import { elementCases } from "./cases/elements.mjs";
import { iterationCases } from "./cases/iteration.mjs";
import { liveCases } from "./cases/live.mjs";
import { loadCases } from "./cases/load.mjs";
import { parseCases } from "./cases/parse.mjs";
import { programCases } from "./cases/programs.mjs";
import { showCases } from "./cases/show.mjs";

/** Each part of the table by the name that `--only` takes, in the table's order. */
const parts = {
  parse: parseCases,
  load: loadCases,
  loader: programCases,
  show: showCases,
  elements: elementCases,
  iteration: iterationCases,
  live: liveCases,
  dump: dumpCases,
};

/** Names of the parts. */
export const partNames = Object.keys(parts);

/**
 * The pairs of the named parts, timed one after the other.
 *
 * @param {ReturnType<typeof import("./build.mjs").buildBaselines>} built
 * @param {number} rounds
 * @param {string[]} names
 */
export async function runParts(built, rounds, names) {
  const rows = [];
  for (const name of names) rows.push(...(await parts[name](built, rounds)));
  return rows;
}

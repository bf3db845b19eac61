import { commandFile } from "../command.mjs";
import { withElementMaps } from "../element-maps.mjs";
import { pair } from "../pair.mjs";
import { processTime } from "../run.mjs";

const COUNT = 100_000;

/** A whole map as JSON by its BTF, by the two commands. */
export function dumpCases(built, rounds) {
  return withElementMaps(built, { hundred_thousand: COUNT }, async (pin) => {
    const path = pin("hundred_thousand");
    return [
      {
        work: "bpf map dump --json, 100,000 entries, whole process",
        peer: "bpftool -j map dump",
        goal: 0.35,
        ...(await pair(
          rounds,
          () => processTime(process.execPath, [commandFile(), "map", "dump", path, "--json"]),
          () => processTime("bpftool", ["-j", "map", "dump", "pinned", path]),
        )),
      },
    ];
  });
}

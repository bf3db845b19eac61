import { readdirSync } from "node:fs";
import { join } from "node:path";
import { commandFile } from "../command.mjs";
import { pair } from "../pair.mjs";
import { inDirectory } from "../pins.mjs";
import { figures, processTime } from "../run.mjs";

/** What it costs to start the command and look at one pin. */
export function showCases({ baseline, manyMaps }, rounds) {
  return inDirectory(
    (pinRoot) => figures(baseline, ["load", manyMaps, pinRoot]),
    async (pinRoot) => {
      const path = join(pinRoot, readdirSync(pinRoot)[0]);
      const show = () => processTime(process.execPath, [commandFile(), "show", path]);
      return [
        {
          work: "bpf show PIN, whole process",
          peer: "node -e 0",
          goal: 1.2,
          ...(await pair(rounds * 3, show, () => processTime(process.execPath, ["-e", "0"]))),
        },
        {
          work: "bpf show PIN, whole process",
          peer: "bpftool map show",
          ...(await pair(rounds, show, () => processTime("bpftool", ["map", "show", "pinned", path]))),
        },
      ];
    },
  );
}

import { pair } from "../pair.mjs";
import { figures, workerFigures } from "../run.mjs";

/** Parses in one process, of which the best of the last ten counts. */
const warm = 60;
const last = (list) => Math.min(...list.slice(-10));

/** Reading objects. */
export async function parseCases({ baseline, manyMaps }, rounds) {
  return [
    {
      work: "parse 1,000 BTF maps, cold process",
      peer: "libbpf",
      goal: 0.9,
      ...(await pair(
        rounds,
        () => workerFigures("parse", [manyMaps, 1])[0],
        () => figures(baseline, ["parse", manyMaps, "1"])[0],
      )),
    },
    {
      work: "parse 1,000 BTF maps, warm",
      peer: "libbpf",
      goal: 0.3,
      ...(await pair(
        rounds,
        () => last(workerFigures("parse", [manyMaps, warm])),
        () => last(figures(baseline, ["parse", manyMaps, String(warm)])),
      )),
    },
  ];
}

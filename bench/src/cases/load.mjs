import { pair } from "../pair.mjs";
import { inDirectory } from "../pins.mjs";
import { figures, workerFigures } from "../run.mjs";

/** Loads in one process, of which the best of the last ten counts. */
const warmLoads = 30;

async function coldCases({ baseline, manyMaps }, rounds) {
  const libbpf = (pinRoot) => figures(baseline, ["load", manyMaps, pinRoot])[0];
  const rows = [];
  for (const [hold, held, goal] of [
    ["drop", "fds closed", 1.0],
    ["hold", "fds held", 1.4],
  ]) {
    const ours = (pinRoot) => workerFigures("load", [manyMaps, pinRoot, hold])[0];
    for (const [work, prepare] of [
      ["create and pin", undefined],
      ["reuse", libbpf],
    ]) {
      rows.push({
        work: `${work} 1,000 maps, ${held}, cold process`,
        peer: "libbpf",
        goal,
        ...(await pair(
          rounds,
          () => inDirectory(prepare, ours),
          () => inDirectory(prepare, libbpf),
        )),
      });
    }
  }
  return rows;
}

async function warmCases({ baseline, manyMaps }, rounds) {
  const libbpf = (pinRoot) => figures(baseline, ["load", manyMaps, pinRoot]);
  const rows = [];
  for (const [work, kind, prepare] of [
    ["create and pin", "create", undefined],
    ["reuse", "reuse", libbpf],
  ]) {
    const ours = (pinRoot) =>
      Math.min(...workerFigures("load", [manyMaps, pinRoot, "drop", warmLoads, kind]).slice(-10));
    const theirs = (pinRoot) =>
      Math.min(...figures(baseline, ["load", manyMaps, pinRoot, String(warmLoads), kind]).slice(-10));
    rows.push({
      work: `${work} 1,000 maps, fds closed, warm`,
      peer: "libbpf",
      ...(await pair(
        rounds,
        () => inDirectory(prepare, ours),
        () => inDirectory(prepare, theirs),
      )),
    });
  }
  return rows;
}

/** Creating and pinning the maps of an object, and finding them pinned. */
export async function loadCases(built, rounds) {
  return [...(await coldCases(built, rounds)), ...(await warmCases(built, rounds))];
}

import { mkdirSync, readdirSync, rmdirSync, unlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pair } from "./pair.mjs";
import { figures, processTime, workerFigures } from "./run.mjs";

const bpffs = "/sys/fs/bpf";
const vmlinux = "/sys/kernel/btf/vmlinux";
const sought = ["task_struct", "sk_buff", "bpf_map"];

function emptied(directory) {
  for (const name of readdirSync(directory)) unlinkSync(join(directory, name));
  rmdirSync(directory);
}

/** Runs `load(pinRoot)` in a directory of its own; with `reuse`, over pins that are already there. */
function inDirectory(prepare, load) {
  const pinRoot = join(bpffs, "bench");
  mkdirSync(pinRoot);
  try {
    prepare?.(pinRoot);
    return load(pinRoot);
  } finally {
    emptied(pinRoot);
  }
}

function parseCases({ baseline, manyMaps }, rounds) {
  const warm = 60;
  const last = (list) => Math.min(...list.slice(-10));
  return [
    {
      work: "parse 1,000 BTF maps, cold process",
      peer: "libbpf",
      goal: 0.9,
      ...pair(
        rounds,
        () => workerFigures("parse", [manyMaps, 1])[0],
        () => figures(baseline, ["parse", manyMaps, "1"])[0],
      ),
    },
    {
      work: "parse 1,000 BTF maps, warm",
      peer: "libbpf",
      goal: 0.3,
      ...pair(
        rounds,
        () => last(workerFigures("parse", [manyMaps, warm])),
        () => last(figures(baseline, ["parse", manyMaps, String(warm)])),
      ),
    },
    {
      work: `kernel BTF: open, find ${sought.length} structs, cold`,
      peer: "libbpf",
      goal: 1.0,
      ...pair(
        rounds,
        () => workerFigures("btf", [vmlinux, ...sought])[0],
        () => figures(baseline, ["btf", vmlinux, ...sought])[0],
      ),
    },
  ];
}

/** Loads in one process, of which the best of the last ten counts. */
const warmLoads = 30;

function warmLoadCases({ baseline, manyMaps }, rounds) {
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
      ...pair(
        rounds,
        () => inDirectory(prepare, ours),
        () => inDirectory(prepare, theirs),
      ),
    });
  }
  return rows;
}

function loadCases({ baseline, manyMaps }, rounds) {
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
        ...pair(
          rounds,
          () => inDirectory(prepare, ours),
          () => inDirectory(prepare, libbpf),
        ),
      });
    }
  }
  return rows;
}

function commandCases({ baseline, manyMaps }, rounds) {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve("@bpf/cli/package.json");
  const command = join(dirname(manifest), require(manifest).bin.bpf);
  return inDirectory(
    (pinRoot) => figures(baseline, ["load", manyMaps, pinRoot]),
    (pinRoot) => {
      const [pin] = readdirSync(pinRoot);
      const show = () => processTime(process.execPath, [command, "show", join(pinRoot, pin)]);
      return [
        {
          work: "bpf show PIN, whole process",
          peer: "node -e 0",
          goal: 1.2,
          ...pair(rounds * 3, show, () => processTime(process.execPath, ["-e", "0"])),
        },
        {
          work: "bpf show PIN, whole process",
          peer: "bpftool map show",
          ...pair(rounds, show, () => processTime("bpftool", ["map", "show", "pinned", join(pinRoot, pin)])),
        },
      ];
    },
  );
}

/** Every pair of the table, in the order of performance goals. */
export function allCases(built, rounds) {
  return [
    ...parseCases(built, rounds),
    ...loadCases(built, rounds),
    ...warmLoadCases(built, rounds),
    ...commandCases(built, rounds),
  ];
}

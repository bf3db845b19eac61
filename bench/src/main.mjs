import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, release } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { inPrivateBpffs } from "../../scripts/suites/namespace.mjs";
import { buildBaselines } from "./build.mjs";
import { partNames, runParts } from "./cases.mjs";
import { table } from "./table.mjs";

const usage = `Usage: node bench/src/main.mjs [--only PART]... [--rounds N] [--json FILE]

Times our packages against C and libbpf, side by side in one run, and prints ratios (ours / theirs).
Needs root, a C compiler, clang, libbpf-dev and bpftool; build the packages first.
Parts: ${partNames.join(" ")}`;

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: partNames },
    rounds: { type: "string", default: "9" },
    json: { type: "string" },
    help: { type: "boolean" },
  },
});

async function run() {
  const rows = await runParts(buildBaselines(), Number(values.rounds), values.only);
  console.log(
    `Node ${process.version}, Linux ${release()}, ${cpus().length} CPUs, ${values.rounds} rounds\n`,
  );
  console.log(table(rows));
  console.log("\nnot compared, since missing on this machine: cilium/ebpf, node_bpf, aya");
  if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
}

const unknown = values.only.filter((name) => !partNames.includes(name));
if (values.help || unknown.length > 0) {
  console.log(unknown.length > 0 ? `No part ${unknown.join(", ")}.\n\n${usage}` : usage);
  process.exitCode = unknown.length > 0 ? 2 : 0;
} else if (process.env.BPF_BENCH_NAMESPACE !== "1") {
  // Pins are made in a bpffs of our own, which vanishes with this process.
  const [unshare, ...again] = inPrivateBpffs([process.execPath, fileURLToPath(import.meta.url)]);
  const child = spawnSync(unshare, [...again, ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, BPF_BENCH_NAMESPACE: "1" },
  });
  process.exitCode = child.status ?? 1;
} else await run();

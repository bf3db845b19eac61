import { parseArgs } from "node:util";
import { DEFAULT_KERNEL, KERNELS } from "../../e2e/vm/kernels.mjs";
import { runCheck } from "../checks/check.mjs";
import { checkPackages } from "../checks/package-checks.mjs";
import { StepError } from "../setup/progress.mjs";
import { ROOT } from "../setup/workspace.mjs";
import { runSuites } from "../suites/pool.mjs";
import { resultLine, sum, summaryLines, totalsLine } from "../suites/report.mjs";
import { prepare } from "./prepare.mjs";
import { runVmSuites } from "./run-vm.mjs";
import { namesOf, selectUnits } from "./units.mjs";

const HELP = `Usage: npm test [-- OPTIONS]

Installs what the tests need, builds, and runs everything: checks of the sources and of the packed packages, every
uvu suite on this machine, and the e2e suites in a virtual machine. Nothing is taken from a cache.

  --only PART       only what has PART in its name (see --list), as "packages/elf", "check" or "vm"
  --no-vm           leave the virtual machine out
  --kernel VERSION  the kernel to boot there: ${Object.keys(KERNELS).join(", ")} (default: ${DEFAULT_KERNEL})
  --vm-timeout S    seconds until the virtual machine is given up (default: 600)
  --list            print the names and stop
  --help            this text`;

const OPTIONS = {
  only: { type: "string", default: "" },
  "no-vm": { type: "boolean", default: false },
  kernel: { type: "string", default: DEFAULT_KERNEL },
  "vm-timeout": { type: "string", default: "600" },
  list: { type: "boolean" },
  help: { type: "boolean" },
};

/** Runs the selection part by part; a failure in one keeps no other from running. */
async function runAll({ checks, packages, files, vm }, values, report) {
  for (const check of checks) report(await runCheck(check));
  if (packages.length > 0) await checkPackages(report);
  if (files.length > 0) console.log("==> Test files, each in a process of its own");
  await runSuites(files, { onResult: report });
  for (const name of vm) {
    if (values["no-vm"]) {
      const reasons = [`${name}: --no-vm was given`];
      report({ file: name, passed: 0, failed: 0, skipped: 1, reasons, seconds: 0, output: "" });
      continue;
    }
    const timeoutSeconds = Number(values["vm-timeout"]);
    for (const result of await runVmSuites({ kernel: values.kernel, timeoutSeconds })) report(result);
  }
}

/** Set-up failed: that is one failure, and nothing else could be tried. */
function unreachable(error, names) {
  const failed = {
    file: "set-up",
    passed: 0,
    failed: 1,
    skipped: 0,
    reasons: [],
    seconds: 0,
    output: error.message,
  };
  const reasons = names.map((name) => `${name}: the set-up failed`);
  return [
    failed,
    { file: "all else", passed: 0, failed: 0, skipped: names.length, reasons, seconds: 0, output: "" },
  ];
}

/**
 * `npm test`. Sets the exit status: 0 only if nothing failed and something passed.
 *
 * @param {string[]} args
 */
export async function main(args) {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) {
    console.log(HELP);
    return;
  }
  process.chdir(ROOT);
  const selection = selectUnits(values);
  const names = namesOf(selection);
  if (values.list) {
    console.log(names.join("\n"));
    return;
  }
  const started = performance.now();
  const results = [];
  const report = (result) => {
    results.push(result);
    console.log(resultLine(result));
  };
  try {
    await prepare({ vm: selection.vm.length > 0 && !values["no-vm"] });
    await runAll(selection, values, report);
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    results.push(...unreachable(error, names));
  }
  for (const line of summaryLines(results)) console.log(line);
  const totals = sum(results);
  console.log(`\n(${((performance.now() - started) / 1000).toFixed(0)} s in all)`);
  console.log(totalsLine(totals));
  process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;
}

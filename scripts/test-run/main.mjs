import { parseArgs } from "node:util";
import { DEFAULT_KERNEL, KERNELS } from "../../e2e/vm/kernels.mjs";
import { StepError } from "../setup/progress.mjs";
import { ROOT } from "../setup/workspace.mjs";
import { resultLine, sum, summaryLines, totalsLine } from "../suites/report.mjs";
import { failure } from "../suites/result.mjs";
import { prepare } from "./prepare.mjs";
import { runAll } from "./run-all.mjs";
import { namesOf, selectUnits } from "./units.mjs";

const HELP = `Usage: npm test [-- OPTIONS]

Installs what the tests need, builds, and runs everything: checks of the sources and of the packed packages, every
uvu suite on this machine, and the e2e suites in a virtual machine. Nothing is taken from a cache.

  --only PART       only what has PART in its name (see --list), as "packages/elf", "check" or "vm"
  --no-vm           leave the virtual machine out
  --kernel VERSION  a kernel to boot there: ${Object.keys(KERNELS).join(", ")} (default: ${DEFAULT_KERNEL}); repeatable
  --vm-timeout S    seconds until the virtual machine is given up (default: 2400)
  --list            print the names and stop
  --help            this text`;

const OPTIONS = {
  only: { type: "string", default: "" },
  "no-vm": { type: "boolean", default: false },
  kernel: { type: "string", multiple: true, default: [DEFAULT_KERNEL] },
  "vm-timeout": { type: "string", default: "2400" },
  list: { type: "boolean" },
  help: { type: "boolean" },
};

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
  const selection = selectUnits({ only: values.only, kernels: values.kernel });
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
  const vm = !values["no-vm"];
  try {
    await prepare({ vm: vm && selection.kernels.length > 0 });
    await runAll(selection, { vm, vmTimeoutSeconds: Number(values["vm-timeout"]) }, report);
  } catch (error) {
    const output = error instanceof StepError ? error.message : error.stack;
    results.push(failure("npm test", "could not go on", { output }));
  }
  for (const line of summaryLines(results)) console.log(line);
  const totals = sum(results);
  console.log(`\n(${((performance.now() - started) / 1000).toFixed(0)} s in all)`);
  console.log(totalsLine(totals));
  process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;
}

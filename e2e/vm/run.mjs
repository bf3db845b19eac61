import { parseArgs } from "node:util";
import { shown } from "../../scripts/setup/progress.mjs";
import { sum, summaryLines, totalsLine } from "../../scripts/suites/report.mjs";
import { DEFAULT_KERNEL, KERNELS } from "./kernels.mjs";
import { ensureSuitePackages } from "./prerequisites.mjs";
import { readResults } from "./verdict.mjs";
import { runInVm } from "./vm.mjs";

const HELP = `Usage: node e2e/vm/run.mjs [OPTIONS]

Boots a Debian kernel in QEMU and runs the e2e suites in it, on the built packages.

  --kernel VERSION  ${Object.keys(KERNELS).join(", ")} (default: ${DEFAULT_KERNEL})
  --vmlinuz FILE    a kernel image of your own
  --only PART       only test files whose path contains PART
  --command TEXT    run this shell command in the guest instead of the suites
  --kvm             hardware acceleration instead of emulation
  --timeout S       seconds until the guest is given up (default: 2400)
  --help            this text`;

const { values } = parseArgs({
  options: {
    kernel: { type: "string", default: DEFAULT_KERNEL },
    vmlinuz: { type: "string" },
    only: { type: "string", default: "" },
    command: { type: "string" },
    kvm: { type: "boolean" },
    timeout: { type: "string" },
    help: { type: "boolean" },
  },
});

async function main() {
  await ensureSuitePackages();
  const suites = shown(["node", "e2e/vm/guest-suites.mjs", values.only]);
  const outcome = await runInVm({
    command: values.command ?? suites,
    tests: true,
    kernel: values.kernel,
    vmlinuz: values.vmlinuz,
    kvm: values.kvm,
    timeoutSeconds: values.timeout === undefined ? undefined : Number(values.timeout),
    onLine: (line) => line.startsWith("@") || console.log(`    | ${line}`),
  });
  if (values.command !== undefined) return outcome.status ?? 1;
  const results = readResults(outcome, `vm ${values.vmlinuz ?? values.kernel}`);
  for (const line of summaryLines(results)) console.log(line);
  const totals = sum(results);
  console.log(totalsLine(totals));
  return totals.failed === 0 ? 0 : 1;
}

if (values.help) console.log(HELP);
else process.exitCode = await main();

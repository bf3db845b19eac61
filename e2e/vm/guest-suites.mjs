import { discover } from "../../scripts/suites/discover.mjs";
import { runSuites } from "../../scripts/suites/pool.mjs";
import { resultLine } from "../../scripts/suites/report.mjs";

/** Seconds for one file: emulation is some ten times slower than the host. */
const TIMEOUT = 900;

/** Characters of a failed file's output that go over the serial console. */
const OUTPUT_LIMIT = 8000;

/**
 * Runs inside the guest: `node e2e/vm/guest-suites.mjs [PART-OF-A-NAME]`. Each result goes to the host as one line
 * `@result JSON`; `@end COUNT` follows the last.
 */
const wanted = process.argv[2] ?? "";
const files = discover(["e2e/test"], "vm").filter((file) => file.includes(wanted));
const onResult = (result) => {
  const output = result.failed > 0 ? result.output.slice(-OUTPUT_LIMIT) : "";
  console.log(resultLine(result));
  console.log(`@result ${JSON.stringify({ ...result, output })}`);
};
await runSuites(files, { jobs: 1, timeoutSeconds: TIMEOUT, onResult });
console.log(`@end ${files.length}`);

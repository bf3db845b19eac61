// Only what an old Node can read may be imported before its version is known.
import { nodeTooOld } from "./setup/node-version.mjs";

const problem = nodeTooOld(process.versions.node);
if (problem === undefined) {
  import("./test-run/main.mjs").then(({ main }) => main(process.argv.slice(2)));
} else {
  console.error(problem);
  console.log("0 passed, 1 failed, 0 skipped");
  process.exitCode = 1;
}

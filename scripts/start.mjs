// Only what an old Node can read may be imported before its version is known.
import { nodeTooOld } from "./setup/node-version.mjs";

const problem = nodeTooOld(process.versions.node);
if (problem === undefined) {
  import("./start/main.mjs").then(({ main }) => main(process.argv.slice(2)));
} else {
  console.error(problem);
  process.exitCode = 1;
}

import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { discover } from "./suites/discover.mjs";
import { runSuites } from "./suites/pool.mjs";
import { resultLine, sum, summaryLines, totalsLine } from "./suites/report.mjs";

const HELP = `Usage: node scripts/run-suites.mjs [PATH…] [OPTIONS]

Runs uvu test files, each in a process of its own; *.kernel.test.* each in a private mount namespace with a fresh
bpffs. PATH is a directory or a file (default: the working directory).

  --jobs N         files at once (default: the number of CPUs)
  --timeout S      seconds that a file may take (default: 300, or what the file asks for)
  --place PLACE    host (default) or vm: which files are taken
  --help           this text`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    jobs: { type: "string" },
    timeout: { type: "string" },
    place: { type: "string", default: "host" },
    help: { type: "boolean" },
  },
});

const number = (text) => (text === undefined ? undefined : Number(text));

async function main() {
  const here = process.cwd();
  const files = discover(positionals.length > 0 ? positionals : ["."], values.place);
  const results = await runSuites(
    files.map((file) => relative(here, resolve(file))),
    {
      jobs: number(values.jobs),
      timeoutSeconds: number(values.timeout),
      onResult: (result) => console.log(resultLine(result)),
    },
  );
  for (const line of summaryLines(results)) console.log(line);
  const totals = sum(results);
  if (results.length === 0) console.log(`no test file in ${positionals.join(" ") || here}`);
  console.log(totalsLine(totals));
  return results.length > 0 && totals.failed === 0 ? 0 : 1;
}

if (values.help) console.log(HELP);
else process.exitCode = await main();

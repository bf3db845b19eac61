import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

function bpfFile() {
  const manifest = createRequire(import.meta.url).resolve("@bpf/cli/package.json");
  const { bin } = JSON.parse(readFileSync(manifest, "utf8"));
  return relative(ROOT, join(dirname(manifest), typeof bin === "string" ? bin : bin.bpf));
}

/** The built `bpf` command, relative to the repository. */
export const BPF_FILE = bpfFile();

/** Runs Node in the repository; a failure ends the demonstration with the same status. */
function run(args) {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: "utf8",
  });
  if (status === 0) return { stdout, stderr };
  console.log(`${stdout}${stderr}`.trimEnd());
  console.log(`FAILED: ${args.join(" ")} ended with ${status === null ? signal : `status ${status}`}`);
  process.exit(1);
}

function show(command, { stdout, stderr }) {
  console.log(`$ ${command}`);
  const text = `${stdout}${stderr}`.trimEnd();
  if (text !== "") console.log(text.replace(/^/gm, "  "));
}

/** Runs the `bpf` command and shows it with what it prints. */
export function bpf(...args) {
  show(`bpf ${args.join(" ")}`, run([BPF_FILE, ...args]));
}

/** Runs `bpf … --json` unseen, for checking what was shown. */
export function bpfJson(...args) {
  return JSON.parse(run([BPF_FILE, ...args, "--json"]).stdout);
}

/** Runs a script in a Node process of its own and shows it; returns what it printed. */
export function node(...args) {
  const output = run(args);
  show(`node ${args.join(" ")}`, output);
  return output.stdout;
}

export function heading(text) {
  console.log(`\n== ${text}`);
}

export function verified(text) {
  console.log(`  ✔ ${text}`);
}

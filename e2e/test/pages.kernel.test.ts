/** Every command of README.md and examples/README.md does and prints what the page says, ids aside. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emptyBpffs, entries } from "../src/bpffs.js";
import { examples, objectsIn } from "../src/objects.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const command = join(root, "packages/cli/dist/bin.cjs");
const page = readFileSync(join(examples, "README.md"), "utf8");

interface Step {
  line: string;
  output: string;
}

const stepsOf = (text: string): Step[] =>
  [...text.matchAll(/^```console\n(.*?)^```$/gms)].flatMap(([, block]) =>
    block!
      .split(/^\$ /m)
      .filter(Boolean)
      .map((step) => {
        const [line = "", ...output] = step.trimEnd().split("\n");
        return { line, output: output.join("\n") };
      }),
  );

/**
 * Ids differ from run to run, and columns with their width, but the same id must be named where the page names the same.
 */
function withoutIds(outputs: string[]): string[] {
  const seen = new Map<string, string>();
  const rename = (id: string) => seen.get(id) ?? seen.set(id, `#${seen.size}`).get(id)!;
  return outputs.map((output) =>
    output.replace(/\bid (\d+)/g, (_, id: string) => `id ${rename(id)}`).replace(/ {2,}/g, "  "),
  );
}

/** Runs a line of the page by sh, standard error among its output, as a terminal would show it. */
function run(line: string): string {
  const script = `bpf() { "$NODE" "$BPF" "$@"; }\nexec 2>&1\n${line}`;
  const env = { PATH: process.env.PATH, NODE: process.execPath, BPF: command };
  const { stdout, error } = spawnSync("sh", ["-c", script], { cwd: root, env, encoding: "utf8" });
  if (error) throw error;
  return stdout.trimEnd();
}

function printsWhatItSays(steps: readonly Step[], least: number): void {
  assert.ok(steps.length >= least, `${steps.length} commands`);
  emptyBpffs();
  const printed = withoutIds(steps.map(({ line }) => run(line)));
  const expected = withoutIds(steps.map(({ output }) => output));
  for (const [index, { line }] of steps.entries()) assert.is(printed[index], expected[index], `$ ${line}`);
}

const test = suite("the pages' commands");

test("README.md: its commands print what it says, and leave nothing", () => {
  printsWhatItSays(stepsOf(readFileSync(join(root, "README.md"), "utf8")), 9);
  assert.equal(entries(), []);
});

test("examples/README.md: its commands print what it says, and leave tc's own directories", () => {
  printsWhatItSays(stepsOf(page), 20);
  assert.equal(entries(), ["tc"]);
});

test("examples/README.md names every example", () => {
  for (const path of objectsIn(examples)) {
    const name = path.slice(examples.length + 1);
    assert.ok(page.includes(`\`${name}\``), name);
    assert.ok(
      stepsOf(page).some(({ line }) => line.includes(`examples/${name}`)),
      `no command shows ${name}`,
    );
  }
});

test.run();

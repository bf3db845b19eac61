/** Every command of examples/README.md does and prints what the page says, ids aside. */
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

const steps: Step[] = [...page.matchAll(/^```console\n(.*?)^```$/gms)].flatMap(([, block]) =>
  block!
    .split(/^\$ /m)
    .filter(Boolean)
    .map((text) => {
      const [line = "", ...output] = text.trimEnd().split("\n");
      return { line, output: output.join("\n") };
    }),
);

/** Ids differ from run to run, but the same id must be named where the page names the same. */
function withoutIds(outputs: string[]): string[] {
  const seen = new Map<string, string>();
  const rename = (id: string) => seen.get(id) ?? seen.set(id, `#${seen.size}`).get(id)!;
  return outputs.map((output) => output.replace(/\bid (\d+)/g, (_, id: string) => `id ${rename(id)}`));
}

/** Runs a line of the page by sh, standard error among its output, as a terminal would show it. */
function run(line: string): string {
  const script = `bpf() { "$NODE" "$BPF" "$@"; }\nexec 2>&1\n${line}`;
  const env = { PATH: process.env.PATH, NODE: process.execPath, BPF: command };
  const { stdout, error } = spawnSync("sh", ["-c", script], { cwd: root, env, encoding: "utf8" });
  if (error) throw error;
  return stdout.trimEnd();
}

const test = suite("examples/README.md");

test("its commands print what it says", () => {
  assert.ok(steps.length > 20, `${steps.length} commands`);
  emptyBpffs();
  const printed = withoutIds(steps.map(({ line }) => run(line)));
  const expected = withoutIds(steps.map(({ output }) => output));
  for (const [index, { line }] of steps.entries()) assert.is(printed[index], expected[index], `$ ${line}`);
});

test("nothing but tc's own directories is left", () => {
  assert.equal(entries(), ["tc"]);
});

test("it names every example", () => {
  for (const path of objectsIn(examples)) {
    const name = path.slice(examples.length + 1);
    assert.ok(page.includes(`\`${name}\``), name);
    assert.ok(
      steps.some(({ line }) => line.includes(`examples/${name}`)),
      `no command shows ${name}`,
    );
  }
});

test.run();

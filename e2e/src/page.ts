import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { commandFile } from "./bpf-command.js";

const repository = fileURLToPath(new URL("../../", import.meta.url));

/** A command of a page and what it prints. */
export interface Step {
  line: string;
  output: string;
}

/** The commands of a page: lines after `$ ` in its `console` blocks. */
export const stepsOf = (text: string): Step[] =>
  [...text.matchAll(/^```console\n(.*?)^```$/gms)].flatMap(([, block]) =>
    block!
      .split(/^\$ /m)
      .filter(Boolean)
      .map((step) => {
        const [line = "", ...output] = step.trimEnd().split("\n");
        return { line, output: output.join("\n") };
      }),
  );

/** Whether a line tells of a program: those are counted apart from maps, so that one of each may have the same id. */
const ofProgram = /\b(?:prog|program|sched_cls|socket_filter)\b/;

/**
 * Ids differ from run to run, and columns with their width, but the same id must be named where the page names the same.
 */
function withoutIds(outputs: string[]): string[] {
  const seen = new Map<string, string>();
  const rename = (id: string) => seen.get(id) ?? seen.set(id, `#${seen.size}`).get(id)!;
  const line = (text: string) => {
    const kind = ofProgram.test(text) ? "program" : "map";
    return text
      .replace(/\bid (\d+)/g, (_, id: string) => `id ${rename(`${kind} ${id}`)}`)
      .replace(/ {2,}/g, "  ");
  };
  return outputs.map((output) => output.split("\n").map(line).join("\n"));
}

/** Runs a line of the page by sh, standard error among its output, as a terminal would show it. */
function run(line: string): string {
  const script = `node() { "$NODE" "$@"; }\nbpf() { node "$BPF" "$@"; }\nexec 2>&1\n${line}`;
  const env = { PATH: process.env.PATH, NODE: process.execPath, BPF: commandFile };
  const { stdout, error } = spawnSync("sh", ["-c", script], { cwd: repository, env, encoding: "utf8" });
  if (error) throw error;
  return stdout.trimEnd();
}

/**
 * Runs a page's commands in turn.
 *
 * @param least how many there have to be: a page that is read wrong would pass
 * @throws where one prints something else than the page says, ids and widths of columns aside
 */
export function printsWhatItSays(steps: readonly Step[], least: number): void {
  assert.ok(steps.length >= least, `${steps.length} commands`);
  const printed = withoutIds(steps.map(({ line }) => run(line)));
  const expected = withoutIds(steps.map(({ output }) => output));
  for (const [index, { line }] of steps.entries()) assert.is(printed[index], expected[index], `$ ${line}`);
}

import { execFileSync } from "node:child_process";
import { duel } from "../duel.mjs";
import { pair } from "../pair.mjs";
import { environment, figures, workerCommand, workerFigures } from "../run.mjs";

/** In native/many-programs.bpf.c. */
const PROGRAMS = 200;

/** Loads of ours before those that count, so that the code is compiled by then. */
const WARM_UPS = 8;

/** Rounds at most: each loads and closes hundreds of programs, which the kernel frees later. */
const MOST_ROUNDS = 7;

const vmlinux = "/sys/kernel/btf/vmlinux";

/** Structs that every kernel has. */
const known = ["task_struct", "sk_buff", "bpf_map"];

/** A hundred structs from all over the kernel's types. */
function spread({ baseline }) {
  const names = execFileSync(baseline, ["btf-names", vmlinux, "100"], { encoding: "utf8" });
  return names.trim().split("\n");
}

async function typeCases(built, rounds) {
  const rows = [];
  for (const names of [known, spread(built)]) {
    const args = [vmlinux, ...names];
    rows.push({
      work: `kernel BTF: open, find ${names.length} structs, cold process`,
      peer: "libbpf",
      goal: 1.0,
      ...(await pair(
        rounds,
        () => workerFigures("btf", args)[0],
        () => figures(built.baseline, ["btf", ...args])[0],
      )),
    });
  }
  return rows;
}

/** Nanoseconds of the first round of a process. */
const once = ([command, args]) =>
  Number(execFileSync(command, args, { input: "\n", env: environment, encoding: "utf8" }).split(" ")[0]);

async function objectCases({ programs, manyPrograms, corePrograms }, rounds) {
  const rows = [];
  for (const [kind, object] of [
    ["", manyPrograms],
    [", CO-RE", corePrograms],
  ]) {
    const common = { peer: "libbpf", goal: 1.1 };
    const args = [object, String(PROGRAMS)];
    const work = `load ${PROGRAMS} programs and 50 maps${kind}`;
    rows.push({
      work: `${work}, cold process`,
      ...common,
      ...(await pair(
        rounds,
        () => once(workerCommand("programs", args)),
        () => once([programs, args]),
      )),
    });
    const ours = workerCommand("programs", [...args, WARM_UPS]);
    rows.push({ work: `${work}, warm`, ...common, ...(await duel(rounds, ours, [programs, args])) });
  }
  return rows;
}

/** The kernel's types, and loading an object's programs with its maps. */
export async function programCases(built, rounds) {
  const few = Math.min(rounds, MOST_ROUNDS);
  return [...(await typeCases(built, rounds)), ...(await objectCases(built, few))];
}

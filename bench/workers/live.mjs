// live.mjs elements|variable PIN CALLS [LENGTH]: reads of u64s in memory that is shared with the kernel.
import { liveView, openVariables } from "@bpf/maps";
import { eachRound } from "./rounds.mjs";

/** What was read in all; 64 bits, as C's. */
export let kept;

function elements(path, calls, length) {
  const view = liveView(path);
  const work = () => {
    let sum = 0n;
    for (let call = 0; call < calls; call++) sum = BigInt.asUintN(64, sum + view.get(call & (length - 1)));
    kept = sum;
  };
  work();
  eachRound(kept, work);
}

function variable(path, calls) {
  const { variables } = openVariables(path);
  const work = () => {
    let sum = 0n;
    for (let call = 0; call < calls; call++) sum = BigInt.asUintN(64, sum + variables.wide);
    kept = sum;
  };
  work();
  eachRound(kept, work);
}

const [work, path, calls, length] = process.argv.slice(2);
({ elements, variable })[work](path, Number(calls), Number(length));

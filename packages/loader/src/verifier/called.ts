import { programTypeName } from "@bpf/elf";
import { helperName } from "../disassemble/helper-names.js";
import type { LinkedProgram } from "../link/link.js";
import type { Complaint } from "./complaint.js";
import type { Explanation } from "./explanation.js";

/** `NAME#NUMBER` of a call. */
const helper = "(\\w+)#(\\d+)";
const absentHelper = new RegExp(`^invalid func ${helper}`, "m");
/** The second is Linux 6.10's. */
const forbiddenHelper = new RegExp(`^(?:unknown func|program of this type cannot use helper) ${helper}`, "m");
/** The second was before Linux 6.1. */
const licensedHelper =
  /cannot call GPL-restricted function from non-GPL compatible program|cannot call GPL only function from proprietary program/;
const callText = new RegExp(`\\(85\\) call ${helper}`);

/** A weak function of the kernel that is not there has the number 0. */
const absentFunction =
  /invalid kernel function call not eliminated in verifier pass|kernel btf_id 0 is not a function/;

/** Of a program that calls what it may not, or what is not there. */
export function explainCall(complaint: Complaint, program: LinkedProgram): Explanation | undefined {
  const { reason } = complaint;
  const absent = absentHelper.exec(reason);
  if (absent !== null) return absentOf(Number(absent[2]));
  const forbidden = forbiddenHelper.exec(reason);
  if (forbidden !== null) return forbiddenOf(forbidden[1]!, forbidden[2]!, program);
  if (licensedHelper.test(reason)) return licensedOf(complaint);
  return absentFunction.test(reason) ? absentFunctionOf(program) : undefined;
}

function absentOf(number: number): Explanation {
  const name = helperName(number);
  if (name === undefined) return { headline: `it calls helper number ${number}, which no kernel has` };
  return {
    headline: `it calls helper ${name} (number ${number}), which this kernel does not have`,
    symbol: name,
  };
}

function forbiddenOf(told: string, number: string, { spec }: LinkedProgram): Explanation {
  const name = told === "unknown" ? (helperName(Number(number)) ?? told) : told;
  const type = spec.type === null ? "this type" : `type ${programTypeName(spec.type)}`;
  return {
    headline: `it calls helper ${name} (number ${number}), which this kernel does not let it call`,
    hint: `Which helpers there are goes by the program's type, here ${type}, by the kernel's configuration and by capabilities.`,
    symbol: name,
  };
}

function licensedOf({ before }: Complaint): Explanation {
  const called = callText.exec(before.at(-1) ?? "")?.[1];
  return {
    hint: 'The object\'s "license" section is to name a license that the kernel takes for compatible with the GPL.',
    ...(called !== undefined && called !== "unknown" && { symbol: called }),
  };
}

function absentFunctionOf({ sites }: LinkedProgram): Explanation | undefined {
  const names = new Set(
    sites.flatMap(({ reference }) => (reference.kind === "kfunc" ? [reference.name] : [])),
  );
  if (names.size === 0) return undefined;
  const [first] = names;
  const which = names.size === 1 ? `function ${first} of the kernel` : `one of ${[...names].join(", ")}`;
  return {
    headline: `it calls ${which}, which this kernel does not have`,
    hint: "Calls of a weak function have to be behind a test of its address (bpf_ksym_exists).",
    ...(names.size === 1 && { symbol: first! }),
  };
}

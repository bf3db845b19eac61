import { parseBtf } from "@bpf/elf";
import { disassembleProgram } from "@bpf/loader";
import type { BpfFd } from "@bpf/syscall";
import { readKernelTypes } from "@bpf/syscall";
import { bpffsOptions } from "../../arguments/pin-options.js";
import { CliError } from "../../errors.js";
import { ExitCode } from "../../exit-code.js";
import { dumpText } from "../../output/dump-text.js";
import { openProgram } from "../../pins/open-program.js";
import type { DumpReport } from "../../report/dump-report.js";
import { type CommandInput, writeReport } from "../command.js";

type Listing = ReturnType<typeof disassembleProgram>;

/** Reads the kernel's types only where a function that is called has no name without them. */
function listing(fd: BpfFd): Listing {
  const plain = disassembleProgram(fd);
  if (!plain.lines.some(({ text }) => text.startsWith("call unknown#"))) return plain;
  try {
    return disassembleProgram(fd, { kernelBtf: parseBtf(readKernelTypes()) });
  } catch {
    return plain; // a kernel without BTF
  }
}

/** `bpf prog dump PIN`: a program's instructions, with the lines of C that they were made of. */
export function dump(input: CommandInput): number {
  const [path] = input.positionals as [string];
  using pin = openProgram(path, bpffsOptions(input.options, input.context));
  const { name, tag, length, lines } = listing(pin.fd);
  if (length > 0 && lines.length === 0) {
    const text = `The kernel keeps the instructions of ${pin.path} to itself: CAP_PERFMON is lacking, or kernel.kptr_restrict is set.`;
    throw new CliError("ERR_PROGRAM_HIDDEN", text, { path: pin.path });
  }
  const report: DumpReport = { name, tag, instructions: lines };
  writeReport(input, report, (style) => dumpText(report, style));
  return ExitCode.done;
}

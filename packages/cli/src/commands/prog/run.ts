import { testRunAsync } from "@bpf/loader";
import { parseU32 } from "../../arguments/map-value.js";
import { bpffsOptions } from "../../arguments/pin-options.js";
import { ExitCode } from "../../exit-code.js";
import { runText } from "../../output/run-text.js";
import { openProgram } from "../../pins/open-program.js";
import { bytesArgument, hexText } from "../../prog/bytes-argument.js";
import type { RunReport } from "../../report/run-report.js";
import { type CommandInput, writeReport } from "../command.js";

const verb = "prog run";

/** Most runs that the kernel counts, in an int. */
const mostRuns = 0x7fffffff;

/** `bpf prog run PIN`: runs a program on a packet or a context. */
export async function run(input: CommandInput): Promise<number> {
  const { options, positionals, context: world } = input;
  const [path] = positionals as [string];
  const bytes = (option: "data" | "context"): Uint8Array | undefined => {
    const text = options[option];
    return text === undefined ? undefined : bytesArgument(text, option, verb);
  };
  const { repeat: times } = options;
  // Some types of programs take none, not even 1.
  const repeat = times === undefined ? undefined : parseU32(times, 1, "the N of --repeat", verb, mostRuns);
  const wanted = { data: bytes("data"), context: bytes("context"), repeat };
  using pin = openProgram(path, bpffsOptions(options, world));
  const { returnValue, durationNs, data, context } = await testRunAsync(pin.fd, wanted);
  const report: RunReport = {
    returnValue,
    durationNs,
    data: data === undefined ? null : hexText(data),
    context: context === undefined ? null : hexText(context),
  };
  writeReport(input, report, (style) => runText(report, style));
  return ExitCode.done;
}

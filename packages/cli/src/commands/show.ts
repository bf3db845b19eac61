import { type OpenPin, realKernel } from "@bpf/pinning";
import { bpffsOptions } from "../arguments/pin-options.js";
import type { Context } from "../context.js";
import { ExitCode } from "../exit-code.js";
import { columns } from "../output/columns.js";
import { readFdInfo } from "../pin-info/fdinfo.js";
import type { Fields } from "../pin-info/fields.js";
import { linkFields } from "../pin-info/link-fields.js";
import { mapFields } from "../pin-info/map-fields.js";
import { progFields } from "../pin-info/prog-fields.js";
import { openToLook } from "../pins/open-to-look.js";
import { type CommandInput, writeReport } from "./command.js";

type Kernel = NonNullable<Context["kernel"]>;

/** Type of a link's program, which takes more privilege to look at than the link itself. */
function progTypeOf(kernel: Kernel, progId: number): number | undefined {
  if (progId === 0) return undefined;
  try {
    using prog = kernel.progFromId(progId);
    return kernel.progInfo(prog).type;
  } catch {
    return undefined;
  }
}

function objectFields(kernel: Kernel, { kind, fd }: OpenPin): Fields {
  if (kind === "map") return mapFields(kernel.mapInfo(fd), readFdInfo(fd));
  if (kind === "prog") return progFields(kernel.progInfo(fd), readFdInfo(fd));
  const info = kernel.linkInfo(fd);
  return linkFields(info, progTypeOf(kernel, info.progId));
}

function fieldText(value: NonNullable<Fields[string]>): string {
  return typeof value === "object" ? value.join(" ") : String(value);
}

/** `bpf show PATH`: one pin in full. */
export function show(input: CommandInput): number {
  const [path] = input.positionals as [string];
  const { kernel = realKernel } = input.context;
  using pin = openToLook(path, bpffsOptions(input.options, input.context));
  const { mode, uid, gid } = pin.stat;
  const report: Fields = {
    path: pin.path,
    kind: pin.kind,
    mode: (mode & 0o7777).toString(8).padStart(4, "0"),
    uid,
    gid,
    ...objectFields(kernel, pin),
  };
  writeReport(input, report, ({ dim }) =>
    columns(
      Object.entries(report).flatMap(([field, value]) =>
        value === undefined ? [] : [[dim(field), fieldText(value)]],
      ),
    ),
  );
  return ExitCode.done;
}

import type { BpffsOptions, OpenPin } from "@bpf/pinning";
import { CliError } from "../errors.js";
import { openToLook } from "./open-to-look.js";

const kinds = { map: "a map", link: "a link" } as const;

/**
 * Opens a pin that is a program, by the rules of `@bpf/pinning`.
 * @throws {CliError} ERR_PROGRAM_KIND, ERR_NOT_A_PIN; what opening a pin throws
 */
export function openProgram(path: string, options: BpffsOptions): OpenPin {
  const pin = openToLook(path, options);
  const { kind } = pin;
  if (kind === "prog") return pin;
  pin.fd.close();
  const see = kind === "map" ? ": see bpf map --help" : "";
  throw new CliError("ERR_PROGRAM_KIND", `${pin.path} is ${kinds[kind]}, not a program${see}`, {
    path: pin.path,
    kind,
  });
}

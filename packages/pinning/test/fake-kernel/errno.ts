import { constants } from "node:os";
import { BpfError } from "@bpf/syscall";

/** The BpfError that the real kernel's call would throw. */
export function failed(code: string, syscall: string, command?: string): BpfError {
  const errno = code === "ENOTSUPP" ? 524 : constants.errno[code as keyof typeof constants.errno];
  return new BpfError(-errno, command === undefined ? { syscall } : { syscall, command });
}

import { ParseError } from "@bpf/elf";
import { LoadError } from "@bpf/loader";
import { LayoutError, ValueError } from "@bpf/maps";
import { PinError } from "@bpf/pinning";
import { BpfError } from "@bpf/syscall";

const classes = [ParseError, LoadError, PinError, BpfError, ValueError, LayoutError];

/** Whether an error is one that the packages document: each such has a code for programs and a text for people. */
export function isTyped(error: unknown): error is Error & { code: string } {
  if (!classes.some((one) => one.is(error))) return false;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === "string" && code !== "" && typeof message === "string" && message !== "";
}

import { BpfFd, fdKind, objGet } from "@bpf/syscall";
import { LoadError } from "../errors.js";

/** A program: the path of its pin, its descriptor, or what holds one. */
export type ProgramSource = string | BpfFd | { readonly fd: BpfFd };

/**
 * Opens a program: a descriptor of our own, whoever owns the one given.
 *
 * @throws LoadError ERR_PROGRAM_KIND for a map or link; TypeError for what is no source; BpfError of BPF_OBJ_GET
 */
export function openProgram(source: ProgramSource): BpfFd {
  if (typeof source === "string") return requireProgram(objGet(source), source);
  const given = source instanceof BpfFd ? source : (source as { fd?: unknown } | null | undefined)?.fd;
  if (given instanceof BpfFd) return requireProgram(given.dup(), "This descriptor");
  throw Object.assign(new TypeError("a program is the path of its pin, a BpfFd, or what has one as `fd`"), {
    code: "ERR_INVALID_ARG_TYPE",
  });
}

/** Gives the descriptor back, or closes it and throws. */
function requireProgram(fd: BpfFd, what: string): BpfFd {
  try {
    const kind = fdKind(fd);
    if (kind === "prog") return fd;
    throw new LoadError("ERR_PROGRAM_KIND", `${what} is no program: it is of kind "${kind}".`);
  } catch (error) {
    fd.close();
    throw error;
  }
}

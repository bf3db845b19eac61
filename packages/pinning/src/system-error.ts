import { PinError, PinSystemError } from "./errors.js";
import { explainErrno } from "./explain.js";

interface SystemCallError extends Error {
  readonly code: string;
  readonly syscall: string;
  readonly command?: string;
}

const isSystemCallError = (error: unknown): error is SystemCallError =>
  error instanceof Error &&
  "code" in error &&
  typeof error.code === "string" &&
  "syscall" in error &&
  typeof error.syscall === "string";

/** errno by name of a failed system call; undefined for every other error. */
export function errnoOf(error: unknown): string | undefined {
  if (PinError.is(error)) return undefined;
  return isSystemCallError(error) ? error.code : undefined;
}

/** What a failure says of itself, for a list of several. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The cause's own text; its path is one below /proc/self/fd, which tells nobody anything. */
const causeText = ({ message }: Error): string => message.replace(/ '\/proc\/self\/fd\/[^']*'/, "");

/**
 * A failed system call as a PinSystemError that says what was tried, where, and what the errno means there; any other
 * error as it is.
 */
export function systemError(
  error: unknown,
  doing: string,
  details: { map?: string | undefined; program?: string | undefined; path?: string | undefined } = {},
): unknown {
  if (PinError.is(error) || !isSystemCallError(error)) return error;
  const { code, syscall, command } = error;
  const call = command ?? syscall;
  const text = causeText(error);
  const meaning = text.includes(`${call}: `) ? undefined : explainErrno(code, call);
  const message = `Could not ${doing}: ${text}${meaning === undefined ? "" : `: ${meaning}`}`;
  return new PinSystemError(message, { ...details, errno: code, syscall, command, cause: error });
}

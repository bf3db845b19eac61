import * as assert from "uvu/assert";
import { ParseError, type ParseErrorCode } from "../../src/errors.js";

/** Asserts that `run` throws a ParseError of that code whose text matches, and returns it. */
export function refuses(run: () => unknown, code: ParseErrorCode, text: RegExp): ParseError {
  let thrown: unknown;
  try {
    run();
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof ParseError)) throw new Error(`no ParseError ${code}, but ${String(thrown)}`);
  assert.is(thrown.code, code, thrown.message);
  assert.match(thrown.message, text);
  return thrown;
}

/** As {@link refuses}, for malformed BTF: section `.BTF`, and the offset of the lie where one is given. */
export function refusesBtf(run: () => unknown, text: RegExp, offset?: number): void {
  const error = refuses(run, "ERR_BTF_MALFORMED", text);
  assert.is(error.section, ".BTF");
  if (offset === undefined) assert.type(error.offset, "number");
  else assert.is(error.offset, offset);
}

import { LayoutError } from "../../src/errors.js";

/** For `assert.throws`, which does not look at classes. */
export const layoutError =
  (path: string, reason: RegExp) =>
  (error: unknown): boolean => {
    if (LayoutError.is(error) && error.path === path && reason.test(error.message)) return true;
    throw new Error(
      `not the LayoutError that was expected: ${String(error)} (path ${(error as LayoutError).path})`,
    );
  };

/**
 * What one test file, or one check, came to; a check is one test.
 *
 * @typedef {object} Result
 * @property {string} file the file, or the check's name
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string} [fault] why it is a failure as such, beside tests that failed
 * @property {string[]} reasons one for each skipped test
 * @property {number} seconds
 * @property {string} output
 */

const BLANK = { passed: 0, failed: 0, skipped: 0, reasons: [], seconds: 0, output: "" };

/**
 * A result with what differs from nothing at all.
 *
 * @param {string} file
 * @param {Partial<Result>} rest
 * @returns {Result}
 */
export const resultOf = (file, rest) => ({ file, ...BLANK, ...rest });

/**
 * One failure that is not a test's own.
 *
 * @param {string} file
 * @param {string} fault
 * @param {Partial<Result>} [rest]
 * @returns {Result}
 */
export const failure = (file, fault, rest) => resultOf(file, { failed: 1, fault, ...rest });

/**
 * Tests that cannot run here; counts one.
 *
 * @param {string} file
 * @param {string} reason
 * @returns {Result}
 */
export const skip = (file, reason) => resultOf(file, { skipped: 1, reasons: [`${file}: ${reason}`] });

import type { Test } from "uvu";

/** A test; with a reason why it cannot be done here, a skipped one, which says so. */
export function testOrSkip(
  test: Test,
  name: string,
  reason: string | undefined,
  body: () => void | Promise<void>,
): void {
  if (reason === undefined) {
    test(name, body);
    return;
  }
  console.log(`# skip ${name}: ${reason}`);
  test.skip(name, body);
}

/** A test with a descriptor from elsewhere, or the reason why there is none. */
export function testWith(test: Test, name: string, fd: number | string, body: (fd: number) => void): void {
  if (typeof fd === "number") testOrSkip(test, name, undefined, () => body(fd));
  else testOrSkip(test, name, fd, () => {});
}

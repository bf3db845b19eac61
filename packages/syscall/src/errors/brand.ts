/** Marks errors so that two copies of this package, two versions included, know each other's. */
export function brand(name: string): { mark(error: Error): void; is(value: unknown): boolean } {
  const symbol = Symbol.for(`@bpf/syscall.${name}`);
  return {
    mark: (error) => void Object.defineProperty(error, symbol, { value: true }),
    is: (value) => typeof value === "object" && value !== null && symbol in value,
  };
}

/** The C library of this process; undefined outside Linux. */
export function libc(): "glibc" | "musl" | undefined {
  if (process.platform !== "linux") return undefined;
  const report = process.report as NodeJS.ProcessReport & { excludeNetwork?: boolean };
  const before = report.excludeNetwork;
  // Without it the report resolves the host's names, which can take seconds.
  report.excludeNetwork = true;
  const { header } = report.getReport() as { header: { glibcVersionRuntime?: string } };
  if (before !== undefined) report.excludeNetwork = before;
  return header.glibcVersionRuntime === undefined ? "musl" : "glibc";
}

/** The folder of prebuilds/ for this process: `linux-x64-glibc`, `linux-arm64-musl`, `darwin-arm64`. */
export function platformName(): string {
  const name = `${process.platform}-${process.arch}`;
  const library = libc();
  return library === undefined ? name : `${name}-${library}`;
}

/** The folder of prebuilds/ for this process; the same as src/addon/platform.ts, which is not compiled at install time. */
export function platformName() {
  const name = `${process.platform}-${process.arch}`;
  if (process.platform !== "linux") return name;
  process.report.excludeNetwork = true;
  return `${name}-${process.report.getReport().header.glibcVersionRuntime === undefined ? "musl" : "glibc"}`;
}

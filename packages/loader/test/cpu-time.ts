/** Milliseconds of CPU that this process has used: bounds on work hold on a busy machine, too. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

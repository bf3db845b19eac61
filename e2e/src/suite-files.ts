/** What the runner's own modules export, of which there are no declarations. */
interface Discovery {
  discover(paths: string[], place: "host" | "vm"): string[];
}
interface Namespaces {
  inPrivateBpffs(command: string[]): string[];
}

const scripts = new URL("../../scripts/suites/", import.meta.url);

/** Test files below directories, sorted, as the runner finds them. */
export const { discover }: Discovery = await import(new URL("discover.mjs", scripts).href);

/** The command that runs another one in a mount namespace of its own, with a bpffs. */
export const { inPrivateBpffs }: Namespaces = await import(new URL("namespace.mjs", scripts).href);

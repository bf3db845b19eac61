import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** The built `bpf` command, as the package's own `bin` names it. */
export function commandFile() {
  const manifest = require.resolve("@bpf/cli/package.json");
  return join(dirname(manifest), require(manifest).bin.bpf);
}

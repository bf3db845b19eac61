import { execFileSync } from "node:child_process";

/** What a command line left behind, as text. */
export interface ConfinedOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const script = `
  const { runLine } = await import(process.env.SUPPORT);
  const outcomes = [];
  for (const line of JSON.parse(process.env.LINES)) {
    const { code, stdout, stderr } = await runLine(line);
    outcomes.push({ code, stdout, stderr });
  }
  console.log(JSON.stringify(outcomes));
`;

/**
 * Runs command lines in a process of its own that has no capabilities but `capabilities`. It stays root, so that it
 * can read this repository wherever that lies; files of others are closed to it all the same, without
 * CAP_DAC_OVERRIDE.
 */
export function runConfined(
  lines: readonly (readonly string[])[],
  { capabilities = [] as readonly string[], cwd = process.cwd() } = {},
): ConfinedOutcome[] {
  const bounds = ["-all", ...capabilities.map((name) => `+${name}`)].join(",");
  const tsx = import.meta.resolve("tsx");
  const node = [process.execPath, "--import", tsx, "--input-type=module", "-e", script];
  const text = execFileSync("setpriv", [`--bounding-set=${bounds}`, "--inh-caps=-all", ...node], {
    encoding: "utf8",
    cwd,
    env: {
      ...process.env,
      SUPPORT: new URL("./support.ts", import.meta.url).href,
      LINES: JSON.stringify(lines),
    },
  });
  return JSON.parse(text);
}

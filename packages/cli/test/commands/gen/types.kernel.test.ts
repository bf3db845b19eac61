import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { root } from "../../maps.js";
import { testObject } from "../../objects.js";
import { runLine } from "../../support.js";

const test = suite<{ project: string }>("gen types");

const packageDirectory = fileURLToPath(new URL("../../..", import.meta.url));
const typedMaps = testObject("typed-maps");

async function generated(...argv: string[]): Promise<string> {
  const { code, stdout, stderr } = await runLine(["gen", "types", ...argv]);
  assert.equal([code, stderr], [0, ""], argv.join(" "));
  return stdout;
}

/** A project that has @bpf/maps, for the compiler to find. */
test.before((context) => {
  context.project = mkdtempSync(join(tmpdir(), "bpf-gen-"));
  mkdirSync(join(context.project, "node_modules"));
  for (const [from, scope] of [
    [packageDirectory, "@bpf"],
    [join(packageDirectory, "../.."), "@types"],
  ] as const)
    symlinkSync(join(from, "node_modules", scope), join(context.project, "node_modules", scope));
  writeFileSync(join(context.project, "package.json"), '{"type":"module"}');
});
test.after(({ project }) => rmSync(project, { recursive: true }));

function compile(project: string, modules: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(project, name), text);
  const tsc = fileURLToPath(import.meta.resolve("typescript/bin/tsc"));
  const options =
    "--strict --noEmit --skipLibCheck --target es2022 --module nodenext --lib es2023,esnext.disposable";
  execFileSync(process.execPath, [tsc, ...options.split(" "), "--types", "node", ...Object.keys(modules)], {
    cwd: project,
    stdio: ["ignore", "inherit", "inherit"],
  });
}

test("an object: compiles under strict, the same each time, and what is wrong is an error", async ({
  project,
}) => {
  const module = await generated(typedMaps);
  assert.is(module, await generated(typedMaps));
  assert.match(module, /^\/\*\*.*typed-maps\.o/s);
  assert.match(module, /export interface FlowKey \{/);
  compile(project, {
    "maps.ts": module,
    "use.ts": `import { openFlows, openHeaders } from "./maps.js";
using flows = openFlows();
for (const [key, value] of flows) {
  const state: "IDLE" | "OPENING" | "OPEN" | "FAILED" | number = key.state;
  const packets: bigint = value.packets;
  console.log(state, packets);
}
using headers = openHeaders();
// @ts-expect-error keys are numbers
headers.get("0");
`,
  });
});

test("--json: the module as a text of one document", async () => {
  const { code, document } = await runLine(["gen", "types", typedMaps, "--json"]);
  assert.is(code, 0);
  assert.equal(document(), { module: await generated(typedMaps) });
});

test("maps are opened where load would pin them", async () => {
  assert.match(await generated(typedMaps), /"\/sys\/fs\/bpf\/flows"/);
  const moved = await generated(
    typedMaps,
    "--root",
    "/run/bpf",
    "--pin-path",
    "flows=x/y",
    "--no-pin",
    "recent",
  );
  assert.match(moved, /"\/run\/bpf\/x\/y"/);
  assert.match(moved, /"\/run\/bpf\/headers"/);
  assert.not.match(moved, /"\/run\/bpf\/recent"|\/sys\/fs\/bpf\/recent/);
});

test("--type: the records of a ring buffer", async () => {
  const module = await generated(testObject("ring-producer"), "--type", "events=event");
  assert.match(module, /export interface Event \{[^}]*sequence: bigint/);
  assert.not.match(await generated(testObject("ring-producer")), /sequence: bigint[^}]*words: number;\s*way/);
});

test("a pin alone, without the object", async ({ project }) => {
  await runLine(["load", typedMaps]);
  const module = await generated("--pin", "flows", "--pin", `${root}/headers`);
  assert.match(module, /export interface Flow \{/);
  assert.match(module, /"\/sys\/fs\/bpf\/headers"/);
  compile(project, { "pins.ts": module });
});

test("neither or both, wrong names, pins that are none", async () => {
  const failure = async (...argv: string[]) => {
    const { code, error } = await runLine(["gen", "types", ...argv, "--json"]);
    return [code, error().code, error().message];
  };
  assert.match(String(await failure()), /^2,ERR_USAGE,.*either an object or --pin/);
  assert.match(String(await failure(typedMaps, "--pin", "flows")), /^2,ERR_USAGE,.*either/);
  assert.match(String(await failure("--pin", "flows", "--no-pin", "x")), /^2,ERR_USAGE,.*--no-pin/);
  assert.match(String(await failure(typedMaps, "--type", "flow=x")), /^2,ERR_USAGE,.*did you mean flows/);
  assert.match(String(await failure(typedMaps, "--type", "x")), /^2,ERR_USAGE,/);
  assert.match(String(await failure("--pin", "gone")), /^1,ERR_PIN_ABSENT,/);
  assert.match(String(await failure(typedMaps, "--type", "events=nothing")), /^1,ERR_MAP_TYPES,/);
});

test.run();

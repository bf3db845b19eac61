import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RingProducer } from "../../../syscall/test/ring/producer.js";
import { pinPlainMap, unpin } from "../maps.js";

/** What only a process of its own shows: pipes, signals, a terminal. */
const test = suite("bpf map in a process of its own");

const bin = fileURLToPath(new URL("../../dist/bin.cjs", import.meta.url));
const shell = (line: string) =>
  spawnSync("bash", ["-c", line, process.execPath, bin], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });

/** Starts the command; nobody reads its stdout unless the caller does. */
const start = (...argv: string[]): ChildProcess =>
  spawn(process.execPath, [bin, "map", ...argv], { stdio: ["pipe", "pipe", "pipe"] });

/** How a process ended: its code, or the signal; a failure when it does not within seconds. */
async function end(child: ChildProcess): Promise<[code: number | null, signal: string | null]> {
  const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
  const [code, signal] = await once(child, "exit");
  clearTimeout(timer);
  return [code, signal];
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test.before(() => {
  pinPlainMap("many", "type array key 4 value 8 entries 1000000");
  pinPlainMap("few", "type array key 4 value 8 entries 4");
  pinPlainMap("hash", "type hash key 4 value 8 entries 1000");
});
test.after(() => unpin("many", "few", "hash"));

test("a reader that goes away ends a dump, in time and without a word", () => {
  for (const argv of ["dump many", "dump many --json", "keys many", "export many"]) {
    const { stdout, stderr, status } = shell(
      `time "$0" "$1" map ${argv} | head -n 1; exit \${PIPESTATUS[0]}`,
    );
    assert.is(status, 0, argv);
    assert.is(stdout.split("\n").length, 2, argv);
    assert.match(stderr, /^\nreal/, argv);
  }
});

test("a signal ends a dump whose reader has stopped reading", async () => {
  const child = start("dump", "many", "--json");
  await once(child.stdout!, "readable");
  child.kill("SIGINT");
  assert.equal(await end(child), [null, "SIGINT"]);
});

test("a signal ends watch and events: 130, also when nobody reads", async () => {
  const producer = new RingProducer(262_144);
  producer.configure();
  producer.run(8000);
  for (const argv of [
    ["watch", "few"],
    ["watch", "many", "--interval", "0.05", "--json"],
    ["events", producer.ring],
  ]) {
    const child = start(...argv);
    await once(child.stdout!, "readable");
    await sleep(200);
    child.kill("SIGINT");
    const [code, signal] = await end(child);
    assert.ok(code === 130 || signal === "SIGINT", `${argv.join(" ")}: ${code} ${signal}`);
  }
});

test("a signal ends an import that waits for stdin, and the report says how far it came", async () => {
  const child = start("import", "hash", "--json");
  const texts = { out: "", err: "" };
  child.stdout!.on("data", (text) => {
    texts.out += text;
  });
  child.stderr!.on("data", (text) => {
    texts.err += text;
  });
  const lines = '{"key":"hex:01000000","value":"hex:0000000000000000"}\n'.repeat(60_000);
  await new Promise((resolve) => child.stdin!.write(lines, resolve));
  await sleep(300);
  child.kill("SIGTERM");
  assert.equal(await end(child), [143, null]);
  const { imported } = JSON.parse(texts.out);
  assert.ok(imported > 0 && imported <= 60_000, String(imported));
  assert.match(texts.err, /stopped by a signal/);
});

test("import from a pipe and from a file of the shell", () => {
  const line = '{"key":"hex:02000000","value":"hex:0000000000000000"}';
  assert.is(shell(`echo '${line}' | "$0" "$1" map import hash`).stdout, "imported 1\n");
  assert.is(shell(`"$0" "$1" map import hash < <(echo '${line}')`).stdout, "imported 1\n");
  assert.is(shell(`"$0" "$1" map import hash < /dev/null`).stdout, "imported 0\n");
  assert.is(shell(`"$0" "$1" map import hash <&-`).stdout, "imported 0\n");
});

test("progress: a line on a terminal after a second, erased at the end; none elsewhere", () => {
  // The reader takes its time, so that the work does.
  const slowly = `"$0" "$1" map dump many | (sleep 1.5; cat > /dev/null)`;
  const terminal = spawnSync(
    "script",
    ["-qec", slowly.replace("$0", process.execPath).replace("$1", bin), "/dev/null"],
    {
      encoding: "utf8",
    },
  );
  const line = terminal.stdout.split("\r\u001b[K").find((text) => text !== "");
  assert.match(line!, /^bpf: read [0-9,]+ elements in [0-9.]+ s$/);
  assert.ok(terminal.stdout.endsWith("\r\u001b[K"), JSON.stringify(terminal.stdout.slice(-40)));
  assert.is(shell(slowly).stderr, "");
});

test("a terminal: watch draws over its table, and leaves it standing", () => {
  const line = `stty rows 10 cols 40; ${process.execPath} ${bin} map watch many --count 2 --interval 0.1`;
  const { stdout } = spawnSync("script", ["-qec", line, "/dev/null"], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", TERM: "xterm" },
  });
  const [first, second] = stdout.split("\u001b[8F\u001b[J");
  assert.is(first!.trim().split("\r\n").length, 8, JSON.stringify(stdout));
  assert.is(second!.trim().split("\r\n").length, 8);
  for (const row of first!.split("\r\n")) assert.ok(row.length < 40, row);
});

test.run();

import { rmSync } from "node:fs";
import { openMap } from "@bpf/maps";
import { MapIncompatibleError, ProgramPinError } from "@bpf/pinning";
import { mapCreate, objGet, objPin, progInfo } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { LoadError } from "../../src/errors.js";
import { loadObject, loadObjectAsync } from "../../src/load/load-object.js";
import { testRun } from "../../src/run/test-run.js";
import { VerifierError } from "../../src/verifier/verifier-error.js";
import { failure, loadable, openFds, pins } from "./objects.js";

const test = suite("loadObject");
/** The objects of these tests leave it to the loader where their maps go. */
const paths = { counts: "counts" };
const packet = { data: new Uint8Array(64) };

test.before.each(() => {
  for (const pin of pins()) rmSync(`/sys/fs/bpf/${pin.split("/")[0]}`, { recursive: true, force: true });
});

const counts = (): bigint[] => {
  using map = openMap<number, bigint>("/sys/fs/bpf/counts");
  return [...map.values()];
};

test("programs and maps are loaded, pinned and run; closing leaves the pins", () => {
  const before = openFds();
  const loaded = loadObject(loadable("data"), { paths, pinPrograms: "programs" });
  const program = loaded.programs.get("uses_data")!;
  assert.equal([program.outcome, program.path], ["pinned", "/sys/fs/bpf/programs/uses_data"]);
  assert.is(loaded.get("counts")!.path, "/sys/fs/bpf/counts");
  assert.is(progInfo(program.fd).id, program.id);
  loaded.close();
  assert.equal(pins(), ["counts", "programs/uses_data"]);
  assert.is(testRun("/sys/fs/bpf/programs/uses_data", packet).returnValue, 2);
  assert.equal(counts().slice(0, 8), [2n, 60n, 108n, 443n, 1000000000000n, 77n, 102n, 6n]);
  assert.is(openFds(), before);
});

test("without a directory programs are held by their descriptors alone", () => {
  using loaded = loadObject(loadable("data"), { paths });
  assert.is(loaded.programs.get("uses_data")!.outcome, "unpinned");
  assert.equal(pins(), ["counts"]);
  assert.is(testRun(loaded.programs.get("uses_data")!, packet).returnValue, 2);
});

test("variables are set before the verifier sees them", async () => {
  {
    using loaded = loadObject(loadable("data"), { paths, set: { step: 9, total: 1000n, label: "LABEL" } });
    assert.is(testRun(loaded.programs.get("uses_data")!, packet).returnValue, 9);
    assert.equal([counts()[2], counts()[6]], [BigInt("L".charCodeAt(0)), 1009n]);
  }
  const unknown = await failure(() => loadObject(loadable("data"), { set: { stp: 1 } }));
  assert.equal([LoadError.is(unknown), unknown.code], [true, "ERR_PROGRAM_VARIABLE"]);
  assert.match(unknown.message, "step");
  const wide = await failure(() => loadObject(loadable("data"), { set: { step: 2 ** 32 } }));
  assert.equal([wide.code, /step/.test(wide.message)], ["ERR_PROGRAM_VARIABLE", true]);
});

test("a variable of a map that is pinned already cannot be set", async () => {
  const options = { paths: { "data.data": "data" }, set: { total: 5n } };
  loadObject(loadable("data"), options).close();
  const error = await failure(() => loadObject(loadable("data"), options));
  assert.equal([error.code, /pinned already/.test(error.message)], ["ERR_PROGRAM_VARIABLE", true]);
  loadObject(loadable("data"), { paths: { "data.data": "data" } }).close();
});

test("which programs are loaded is what the sections say, and what the caller says over them", async () => {
  const names = (autoload?: Record<string, boolean>): string[] => {
    using loaded = loadObject(loadable("autoload"), { autoload });
    return [...loaded.programs.keys()];
  };
  assert.equal(names(), ["wanted"]);
  assert.equal(names({ on_demand: true }), ["wanted", "on_demand"]);
  assert.equal(names({ wanted: false, on_demand: true }), ["on_demand"]);
  const error = await failure(() => names({ on_demnd: true }));
  assert.equal([error.code, /on_demand/.test(error.message)], ["ERR_PROGRAM_UNKNOWN", true]);
});

test("one program that is refused takes everything back", async () => {
  const before = openFds();
  const error = await failure(() =>
    loadObject(loadable("autoload"), { pinPrograms: "deep/programs", autoload: { broken: true } }),
  );
  assert.ok(VerifierError.is(error));
  const { program, source, log } = error as VerifierError;
  assert.is(program, "broken");
  assert.match(source!, "load-autoload.bpf.c:");
  assert.match(log, "processed");
  assert.equal([pins(), openFds()], [[], before]);
});

test("a map that does not fit, and pins of programs that are there, stop a load before it begins", async () => {
  using other = mapCreate({ type: 2, keySize: 4, valueSize: 8, maxEntries: 3, name: "counts" });
  objPin(other, "/sys/fs/bpf/counts");
  assert.ok(MapIncompatibleError.is(await failure(() => loadObject(loadable("autoload"), { paths }))));
  rmSync("/sys/fs/bpf/counts");
  const options = { paths, pinPrograms: "programs" };
  using first = loadObject(loadable("autoload"), options);
  const { id } = first.programs.get("wanted")!;
  const error = await failure(() => loadObject(loadable("autoload"), options));
  assert.ok(ProgramPinError.is(error));
  assert.equal([(error as ProgramPinError).program, (error as ProgramPinError).id], ["wanted", id]);
  {
    using kept = loadObject(loadable("autoload"), { ...options, onExistingProgram: "keep" });
    assert.equal([kept.programs.get("wanted")!.outcome, kept.programs.get("wanted")!.id], ["kept", id]);
  }
  using replaced = loadObject(loadable("autoload"), { ...options, onExistingProgram: "replace" });
  assert.is(replaced.programs.get("wanted")!.outcome, "replaced");
  using now = objGet("/sys/fs/bpf/programs/wanted");
  assert.is(progInfo(now).id, replaced.programs.get("wanted")!.id);
  assert.is.not(progInfo(now).id, id);
});

test("the promise form loads, tells how far it is, and stops when told to", async () => {
  const told: string[] = [];
  {
    using loaded = await loadObjectAsync(loadable("calls"), {
      onProgress: ({ program, done, total }) => void told.push(`${program} ${done}/${total}`),
    });
    assert.equal([...loaded.programs.keys()].length, 4);
  }
  assert.is(told.length, 4);
  assert.match(told[0]!, "0/4");
  const before = openFds();
  const reason = new Error("enough");
  const controller = new AbortController();
  const error = await failure(() =>
    loadObjectAsync(loadable("calls"), {
      signal: controller.signal,
      onProgress: ({ done }) => done >= 1 && controller.abort(reason),
    }),
  );
  assert.is(error, reason);
  assert.equal([pins(), openFds()], [[], before]);
  assert.is(
    await failure(() => loadObjectAsync(loadable("calls"), { signal: AbortSignal.abort(reason) })),
    reason,
  );
});

test("an abort while the last programs are verified leaves nothing either", async () => {
  const before = openFds();
  const reason = new Error("late");
  const controller = new AbortController();
  const load = loadObjectAsync(loadable("autoload"), {
    paths,
    pinPrograms: "programs",
    signal: controller.signal,
    // The program is begun right after this, and ends on another thread.
    onProgress: () => void setImmediate(() => controller.abort(reason)),
  });
  assert.is(await failure(() => load), reason);
  assert.equal([pins(), openFds()], [[], before]);
});

test("names of programs are checked wherever the caller gives them", async () => {
  const error = await failure(() =>
    loadObject(loadable("autoload"), { attachTo: { wnted: { target: "x" } } }),
  );
  assert.equal([error.code, /wanted/.test(error.message)], ["ERR_PROGRAM_UNKNOWN", true]);
});

test("a callback that throws ends the load, and leaves nothing", async () => {
  const before = openFds();
  const reason = new Error("no");
  const fail = (): never => {
    throw reason;
  };
  assert.is(await failure(() => loadObjectAsync(loadable("calls"), { onProgress: fail })), reason);
  assert.is(await failure(() => loadObject(loadable("calls"), { onLog: fail })), reason);
  assert.is(await failure(() => loadObjectAsync(loadable("calls"), { onLog: fail })), reason);
  assert.equal([pins(), openFds()], [[], before]);
});

test("the verifier's log of what is taken is told when asked for", () => {
  const logs = new Map<string, string>();
  loadObject(loadable("autoload"), { onLog: (program, log) => void logs.set(program, log) }).close();
  assert.equal([...logs.keys()], ["wanted"]);
  assert.match(logs.get("wanted")!, "processed");
  assert.ok(logs.get("wanted")!.split("\n").length > 5, logs.get("wanted"));
});

test("a field that the kernel does not have is named, where it could be reached", async () => {
  const error = await failure(() => loadObject(loadable("bad-core")));
  assert.ok(VerifierError.is(error));
  assert.match(error.message, "task_struct.never_was_a_field");
  assert.equal(pins(), []);
});

test("slots of a program array are filled with the programs before anybody sees the map", () => {
  using loaded = loadObject(loadable("tail-calls"), { paths: { jumps: "jumps" } });
  using jumps = openMap<number, number>("/sys/fs/bpf/jumps");
  const ids = [...loaded.programs.values()].map(({ id }) => id);
  for (const [, id] of jumps) assert.ok(ids.includes(id), `program ${id}`);
  assert.ok(jumps.count() > 0);
});

test.run();

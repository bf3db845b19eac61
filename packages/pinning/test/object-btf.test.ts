import { readFileSync } from "node:fs";
import { parseObject } from "@bpf/elf";
import { MapType } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openMaps } from "../src/apply.js";
import { PinError } from "../src/errors.js";
import { failed } from "./fake-kernel/errno.js";
import { FakeKernel } from "./fake-kernel/fake-kernel.js";
import { mapSpec, objectSpec } from "./specs.js";

const test = suite("object BTF");

const counters = parseObject(readFileSync(new URL("../../../examples/counters.o", import.meta.url)));
const spec = [...counters.maps.values()].find(({ keyTypeId }) => keyTypeId !== undefined)!;
const typed = (fields: Parameters<typeof mapSpec>[1] = {}) =>
  objectSpec([mapSpec("a", { keyTypeId: spec.keyTypeId!, valueTypeId: spec.valueTypeId!, ...fields })], {
    bytes: counters.bytes,
    btf: counters.btf!,
  });

/** Probes of the kernel are small; an object's BTF is not. */
const isProbe = (bytes: Uint8Array): boolean => bytes.length < 200;

/** Loads with a kernel whose btfLoad refuses the object's first `refusals` calls, and takes what it is probed with. */
const load = (refusals: number, errno = "EINVAL", fields: Parameters<typeof mapSpec>[1] = {}) => {
  const fake = new FakeKernel();
  const loads: (boolean | undefined)[] = [];
  const kernel = {
    ...fake.calls,
    btfLoad: ((bytes, options) => {
      if (isProbe(bytes)) return fake.calls.btfLoad(bytes, options);
      loads.push(options?.log);
      if (loads.length <= refusals) throw failed(errno, "bpf", "BPF_BTF_LOAD");
      return fake.calls.btfLoad(bytes, options);
    }) as typeof fake.calls.btfLoad,
  };
  const { warnings } = openMaps(typed(fields), { kernel, hold: false });
  const made = fake.objects.find(({ kind }) => kind === "map")!;
  assert.is(fake.fds.count, 0);
  return { loads, warnings, btf: made.map!.btf };
};

test("loads BTF once, without a log, when the kernel takes it", () => {
  assert.equal(load(0), { loads: [false], warnings: [], btf: true });
});

test("goes back to what older kernels know, one step after the other", () => {
  // Twice for the first, the second time with the kernel's log.
  assert.equal(load(4), { loads: [false, undefined, false, false, false], warnings: [], btf: true });
});

test("an object with a fault of its own decides nothing about later ones", () => {
  const fake = new FakeKernel();
  let refused = 4;
  const steps: number[] = [];
  const kernel = {
    ...fake.calls,
    btfLoad: ((bytes, options) => {
      if (!isProbe(bytes)) steps.push(bytes.length);
      if (!isProbe(bytes) && refused-- > 0) throw failed("EINVAL", "bpf", "BPF_BTF_LOAD");
      return fake.calls.btfLoad(bytes, options);
    }) as typeof fake.calls.btfLoad,
  };
  openMaps(typed(), { kernel, hold: false });
  const first = steps.splice(0);
  openMaps(typed(), { kernel, hold: false, paths: { a: "another" } });
  assert.equal(steps, [first[0]], "the next one is loaded whole, at the first try");
});

test("what the kernel lacks is found out by probes, once, and left out at once", () => {
  const fake = new FakeKernel();
  let probes = 0;
  let refusedLoads = 0;
  const FLOAT = 16;
  const lacksFloats = (bytes: Uint8Array): boolean =>
    isProbe(bytes) && new Uint32Array(bytes.buffer, 24, 2)[1]! >>> 24 === FLOAT;
  const kernel = {
    ...fake.calls,
    btfLoad: ((bytes, options) => {
      if (isProbe(bytes)) probes++;
      if (lacksFloats(bytes) || (!isProbe(bytes) && refusedLoads++ < 2))
        throw failed("EINVAL", "bpf", "BPF_BTF_LOAD");
      return fake.calls.btfLoad(bytes, options);
    }) as typeof fake.calls.btfLoad,
  };
  openMaps(typed(), { kernel, hold: false });
  assert.is(refusedLoads, 3, "the second try, with what it lacks left out, is taken");
  const asked = probes;
  openMaps(typed(), { kernel, hold: false, paths: { a: "another" } });
  assert.equal([probes, refusedLoads], [asked, 4]);
});

test("a kernel that refuses it for good: no BTF, and a warning", () => {
  const { loads, warnings, btf } = load(1000);
  assert.is(loads.length, 10);
  assert.not(btf);
  assert.is(warnings.length, 1);
  assert.match(warnings[0]!, /without BTF.*EINVAL/);
});

test("a failure that is no refusal fails the load, at the first try", () => {
  for (const errno of ["ENOSPC", "EPERM", "EIO", "ENOMEM"]) {
    assert.throws(
      () => load(1, errno),
      (error: unknown) =>
        PinError.is(error) && error.code === "ERR_PIN_SYSTEM" && error.message.includes(errno),
    );
  }
});

test("types that exist only with BTF are not made without it", () => {
  const fields = { type: MapType.SK_STORAGE, maxEntries: 0, flags: 1 };
  assert.ok(load(0, "EINVAL", fields).btf);
  assert.throws(() => load(1000, "EINVAL", fields), /its type needs BTF/);
});

test("types that refuse BTF ids get none, and the BTF is not even loaded", () => {
  assert.equal(load(0, "EINVAL", { type: MapType.QUEUE, keySize: 0 }), {
    loads: [],
    warnings: [],
    btf: false,
  });
});

test("a type that refuses BTF ids though nobody knew is made without them, with a warning", () => {
  const fake = new FakeKernel({ typesWithoutBtf: [MapType.ARRAY] });
  const { warnings } = openMaps(typed(), { kernel: fake.calls, hold: false });
  assert.match(warnings[0]!, "without its BTF key and value types");
});

test.run();

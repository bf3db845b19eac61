import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  MapIncompatibleError,
  PinError,
  PinPathError,
  PinSystemError,
  PinUsageError,
} from "../src/errors.js";
import { systemError } from "../src/system-error.js";
import { failed } from "./fake-kernel/errno.js";

const test = suite("errors");

const conflict = {
  map: "m",
  path: "/sys/fs/bpf/m",
  id: 7,
  mismatches: [
    { field: "flags", pinned: 1, wanted: 0 },
    { field: "mapExtra", pinned: 16n, wanted: 0n },
  ],
} as const;
const every = [
  new PinUsageError("u"),
  new PinPathError("dotted", "p"),
  new PinSystemError("s", { errno: "EIO" }),
  new MapIncompatibleError([conflict], "nothing changed"),
];

test("each kind is told by its own brand, and all are PinErrors", () => {
  const kinds = [PinUsageError, PinPathError, PinSystemError, MapIncompatibleError];
  every.forEach((error, index) => {
    assert.ok(PinError.is(error));
    assert.equal(
      kinds.map((kind) => kind.is(error)),
      kinds.map((_, other) => other === index),
    );
  });
  assert.not(PinError.is(new Error("x")));
  assert.not(PinError.is(null));
});

test("the brand is shared by every copy of the package", () => {
  const foreign = Object.defineProperty(new Error("x"), Symbol.for("@bpf/pinning.MapIncompatibleError"), {
    value: true,
  });
  assert.ok(MapIncompatibleError.is(foreign));
});

test("an incompatible map's message has path, id, and both values of each field", () => {
  const { message } = every[3]!;
  assert.match(message, "/sys/fs/bpf/m (map id 7)");
  assert.match(message, "flags: pinned 0x1, wanted 0x0; mapExtra: pinned 0x10, wanted 0x0");
  assert.match(message, "Nothing was changed");
});

test("a failed call says what was tried and what the errno means, and keeps the cause", () => {
  const cause = failed("ENOSPC", "bpf", "BPF_MAP_CREATE");
  const error = systemError(cause, "create the map m", { map: "m" });
  assert.ok(PinSystemError.is(error));
  assert.is(error.cause, cause);
  assert.equal(
    [error.errno, error.syscall, error.command, error.map],
    ["ENOSPC", "bpf", "BPF_MAP_CREATE", "m"],
  );
  assert.match(
    error.message,
    /^Could not create the map m: ENOSPC: .*BPF_MAP_CREATE: the kernel has no space left/,
  );
});

test("as JSON an error is plain data: its message and fields, u64 as decimal strings", () => {
  const report = JSON.parse(JSON.stringify(every[3]));
  const mismatches = [conflict.mismatches[0], { field: "mapExtra", pinned: "16", wanted: "0" }];
  assert.equal(report, {
    name: "MapIncompatibleError",
    code: "ERR_MAP_INCOMPATIBLE",
    message: every[3]!.message,
    leftovers: [],
    map: "m",
    path: "/sys/fs/bpf/m",
    mismatches,
    conflicts: [{ ...conflict, mismatches }],
  });
  const cause = failed("ENOSPC", "bpf", "BPF_MAP_CREATE");
  assert.is(JSON.parse(JSON.stringify(systemError(cause, "x"))).errno, "ENOSPC");
});

test("what is no system call's error passes through", () => {
  const bug = new TypeError("bug");
  assert.is(systemError(bug, "x"), bug);
  assert.is(systemError(every[0], "x"), every[0]);
});

test.run();

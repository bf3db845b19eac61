/**
 * Run by native/with-descriptors.c, whose descriptors it puts into maps or asks about: 3 is a perf event, 4 a pidfd.
 * Arguments: the pins of a perf_event_array and a task_storage. Prints "done"; anything wrong is an error.
 */
import { openMap, openStorageMap } from "@bpf/maps";
import { BpfError } from "@bpf/syscall";
import * as assert from "uvu/assert";
import { bpftoolWithDescriptor, givenBytes } from "./bpftool-descriptors.js";
import { deleteElement } from "./bpftool-elements.js";

const perfEvent = 3;
const task = 4;
const [events = "", tasks = ""] = process.argv.slice(2);

const bytes = (text: string): string[] => text.split(" ");

{
  using map = openMap<number, unknown>(events);
  map.set(1, perfEvent);
  // The kernel shows the event to nobody; bpftool removes what we put there, and we what bpftool put there.
  assert.throws(
    () => map.get(1),
    (error: unknown) => BpfError.is(error) && /^E(NOTSUPP|OPNOTSUPP)$/.test(error.code),
  );
  deleteElement(events, Uint8Array.of(1, 0, 0, 0));
  assert.is(map.delete(1), false);
  const update = ["map", "update", "pinned", events, "key", ...bytes("2 0 0 0"), "value", ...givenBytes];
  assert.is(bpftoolWithDescriptor(perfEvent, ...update).status, 0);
  assert.is(map.delete(2), true);
  assert.is(map.delete(2), false);
}
{
  using map = openStorageMap<bigint>(tasks);
  const key = ["pinned", tasks, "key", ...givenBytes];
  assert.is(map.get(task), undefined);
  map.set(task, 0x0102030405060708n);
  assert.equal(
    bpftoolWithDescriptor(task, "map", "lookup", ...key).printed!.value!.map(Number),
    [8, 7, 6, 5, 4, 3, 2, 1],
  );
  const update = bpftoolWithDescriptor(task, "map", "update", ...key, "value", ...bytes("9 0 0 0 0 0 0 0"));
  assert.is(update.status, 0);
  assert.is(map.get(task), 9n);
  assert.is(map.delete(task), true);
  assert.is(bpftoolWithDescriptor(task, "map", "lookup", ...key).printed, null);
}
console.log("done");

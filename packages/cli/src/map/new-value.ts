import { MapType } from "@bpf/elf";
import { openPin } from "@bpf/pinning";
import type { BpfFd } from "@bpf/syscall";
import { bpffsOptions } from "../arguments/pin-options.js";
import type { CommandInput } from "../commands/command.js";
import { UsageError } from "../errors.js";
import { elementArgument } from "./element-arguments.js";
import type { KeyedJson } from "./kinds.js";

/** Map types whose values are maps or programs, which have pins and ids. */
const objectTypes: ReadonlySet<number> = new Set([
  MapType.PROG_ARRAY,
  MapType.ARRAY_OF_MAPS,
  MapType.HASH_OF_MAPS,
]);

/** Map types whose values are descriptors of a process, which a command line has none of. */
const descriptorTypes: ReadonlySet<number> = new Set([
  MapType.PERF_EVENT_ARRAY,
  MapType.CGROUP_ARRAY,
  MapType.XSKMAP,
  MapType.SOCKMAP,
  MapType.SOCKHASH,
  MapType.REUSEPORT_SOCKARRAY,
]);

/** A value to be set; JSON, or a descriptor that is closed with it. */
export interface NewValue extends Disposable {
  readonly value: never;
}

const owned = (value: unknown, fd?: BpfFd): NewValue => ({
  value: value as never,
  [Symbol.dispose]: () => fd?.close(),
});

/**
 * Refuses maps whose values the kernel takes as descriptors of sockets, cgroups or perf events.
 * @throws {UsageError}
 */
export function requireSettable({ info, typeName, path }: KeyedJson, verb: string): void {
  if (!descriptorTypes.has(info.type)) return;
  const text = `${path} is of type ${typeName}: its values are open descriptors, which a command line cannot give`;
  throw new UsageError(text, verb);
}

/**
 * What VALUE means: JSON for most maps; a pin's path or an id where values are maps or programs.
 * @throws {UsageError}; what opening a pin throws
 */
export function newValue(map: KeyedJson, text: string, input: CommandInput, verb: string): NewValue {
  requireSettable(map, verb);
  const isPath = objectTypes.has(map.info.type) && !/^(?:[0-9]+|hex:.*)$/.test(text);
  if (!isPath) return owned(elementArgument(map, text, verb));
  const { fd } = openPin(text, bpffsOptions(input.options, input.context));
  return owned(fd, fd);
}

import { attachTypeNames } from "./generated/attach-type.js";
import { mapTypeNames } from "./generated/map-type.js";
import { programTypeNames } from "./generated/program-type.js";

/** bpftool's name of a map type (`hash`, `percpu_array`, …); the number itself for one that this package does not know. */
export function mapTypeName(type: number): string | number {
  return mapTypeNames[type] ?? type;
}

/** The number of a map type from its name as {@link mapTypeName} gives it. */
export function mapTypeByName(name: string): number | undefined {
  const type = mapTypeNames.indexOf(name);
  return type < 0 ? undefined : type;
}

/** bpftool's name of a program type (`kprobe`, `sched_cls`, …); the number itself for an unknown one. */
export function programTypeName(type: number): string | number {
  return programTypeNames[type] ?? type;
}

/** bpftool's name of an attach type (`cgroup_inet_ingress`, …); the number itself for an unknown one. */
export function attachTypeName(type: number): string | number {
  return attachTypeNames[type] ?? type;
}

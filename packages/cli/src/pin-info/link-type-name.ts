import { linkTypeNames } from "@bpf/syscall";

/** bpftool's name of a type of link (`raw_tracepoint`, `cgroup`, …), or its number where nobody here knows it. */
export function linkTypeName(type: number): string | number {
  return linkTypeNames[type] ?? type;
}

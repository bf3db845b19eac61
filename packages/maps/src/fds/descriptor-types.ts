import { MapType } from "@bpf/elf";

/** Maps of perf events, cgroups and XDP sockets, whose lookups bpf(2) refuses: ENOTSUPP or EOPNOTSUPP. */
export const withoutLookup: ReadonlySet<number> = new Set([
  MapType.PERF_EVENT_ARRAY,
  MapType.CGROUP_ARRAY,
  MapType.XSKMAP,
]);

/** Maps of sockets, whose lookups give a cookie of 8 bytes; ENOSPC where values have 4. */
export const withCookies: ReadonlySet<number> = new Set([
  MapType.SOCKMAP,
  MapType.SOCKHASH,
  MapType.REUSEPORT_SOCKARRAY,
]);

/** Maps that take a descriptor, which no command opens by what a lookup gives, if it gives anything. */
export const takesDescriptor = (type: number): boolean => withoutLookup.has(type) || withCookies.has(type);

import { BpfError } from "@bpf/syscall";

/** What a BpfError is told with: the pin, and in an import the elements that were done before. */
interface Placed {
  path?: string;
}

/** Runs calls on a map; an error of the kernel's names the pin then, in its text and as `path`. */
export function inMap<T>(map: { readonly path: string | undefined }, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw placed(error, map.path);
  }
}

/** As {@link inMap}, for work that gives a promise. */
export async function inMapAsync<T>(
  map: { readonly path: string | undefined },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw placed(error, map.path);
  }
}

function placed(error: unknown, path: string | undefined): unknown {
  if (!BpfError.is(error) || error.path !== undefined || path === undefined) return error;
  error.message = `${path}: ${error.message}`;
  (error as Placed).path = path;
  return error;
}

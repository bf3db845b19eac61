import { native } from "../addon/load.js";

/** The size of a memory page in bytes, of which a ring buffer's size is a multiple. */
export function pageSize(): number {
  return native().pageSize();
}

/**
 * Sets `value` for the key in `elements.key`: 0 or -errno of BPF_MAP_UPDATE_ELEM. Calls `read` when it has read all of
 * `value`, before it calls the kernel: see requireTurn.
 */
export type UpdateValue = (value: unknown, flags: number, read: () => void) => number;

/** Whether this machine, and so its kernel's maps, has the low byte first. */
export const hostIsLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** A packet that any program of packets takes: an Ethernet header of zeros, and some more of them. */
export const packet = new Uint8Array(64);

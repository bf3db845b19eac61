/** A packet that programs of every kind take: Ethernet, type IPv4, and an IPv4 header with nothing in it. */
export const packet = new Uint8Array(64);
packet.set([0x08, 0x00, 0x45, 0, 0, 50], 12);

// packet.mjs PROTOCOL BYTES: writes an Ethernet frame with an IPv4 packet of that protocol to standard output.
const NUMBERS = { ICMP: 1, TCP: 6, UDP: 17 };

const [protocol, bytes] = process.argv.slice(2);
const frame = Buffer.alloc(Number(bytes));
frame.writeUInt16BE(0x0800, 12);
frame[14] = 0x45; // version 4, a header of five words
frame[23] = NUMBERS[protocol];
process.stdout.write(frame);

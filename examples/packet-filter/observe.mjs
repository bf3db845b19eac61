/**
 * Looks at the filter that load.mjs pinned, or somebody else: it needs the pins and nothing else.
 *
 *   observe.mjs try PORT [TIMES]    runs both programs on a TCP packet to PORT, attached to nothing
 *   observe.mjs counts              prints what they have counted
 */
import { testRun } from "@bpf/loader";
import { openMap } from "@bpf/maps";

const DIRECTORY = "/sys/fs/bpf/packet-filter";
const TC_ACT_SHOT = 2;

/** An Ethernet frame with an IPv4 and TCP header: 10.0.0.1 to a port of 10.0.0.2. */
function packetTo(port) {
  const frame = Buffer.alloc(60);
  frame.writeUInt16BE(0x0800, 12);
  frame.set([0x45, 0, 0, 46], 14); // version 4, a header of five words, 46 bytes
  frame[23] = 6; // TCP
  frame.set([10, 0, 0, 1, 10, 0, 0, 2], 26);
  frame.writeUInt16BE(port, 36);
  return frame;
}

function tryPort(port, repeat) {
  const data = packetTo(port);
  const tc = testRun(`${DIRECTORY}/filter_tc`, { data, repeat });
  const socket = testRun(`${DIRECTORY}/filter_socket`, { data, repeat });
  console.log(`tc:     ${tc.returnValue === TC_ACT_SHOT ? "dropped" : "passed"}`);
  console.log(`socket: ${socket.returnValue} bytes`);
}

/** Dotted, of the four bytes that a little-endian machine reads as a number. */
const address = (number) => [0, 8, 16, 24].map((shift) => (number >>> shift) & 255).join(".");

function showCounts() {
  const verdicts = openMap(`${DIRECTORY}/verdicts`);
  const dropped = openMap(`${DIRECTORY}/dropped_from`);
  for (const [verdict, { packets, bytes }] of verdicts)
    console.log(`${["passed", "dropped"][verdict].padEnd(8)} ${packets} packets, ${bytes} bytes`);
  for (const [source, packets] of dropped) console.log(`         ${packets} from ${address(source)}`);
  verdicts.close();
  dropped.close();
}

const [verb, port, times = "1"] = process.argv.slice(2);
if (verb === "try") tryPort(Number(port), Number(times));
else showCounts();

/** One instruction in this machine's byte order. */
export function encode(opcode: number, destination = 0, source = 0, offset = 0, immediate = 0): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  const little = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  bytes[0] = opcode;
  bytes[1] = little ? (source << 4) | destination : (destination << 4) | source;
  view.setInt16(2, offset, little);
  view.setInt32(4, immediate, little);
  return bytes;
}

export const program = (...instructions: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(Buffer.concat(instructions));

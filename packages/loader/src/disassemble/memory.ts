import { Class, classOf, type Operation, signed } from "./operation.js";

/** By the two bits of the opcode that give the width. */
const types = new Map([
  [0x00, "u32"],
  [0x08, "u16"],
  [0x10, "u8"],
  [0x18, "u64"],
]);
const signedTypes = new Map([
  [0x00, "s32"],
  [0x08, "s16"],
  [0x10, "s8"],
]);

/** The upper three bits of the opcode. */
const Mode = { ABS: 0x20, IND: 0x40, MEM: 0x60, MEMSX: 0x80, ATOMIC: 0xc0 } as const;

/** An atomic operation's immediate; the lowest bit of the first four asks for the old value. */
const FETCH = 0x01;
const atomicOperators = new Map([
  [0x00, { assign: "+=", name: "add" }],
  [0x40, { assign: "|=", name: "or" }],
  [0x50, { assign: "&=", name: "and" }],
  [0xa0, { assign: "^=", name: "xor" }],
]);
const XCHG = 0xe1;
const CMPXCHG = 0xf1;
/** Linux 6.15. */
const LOAD_ACQUIRE = 0x100;
const STORE_RELEASE = 0x110;

/** The text of a load or store; undefined for an opcode that is none. */
export function memoryText(operation: Operation): string | undefined {
  const { opcode, destination, source, offset, immediate } = operation;
  const mode = opcode & 0xe0;
  const type = types.get(opcode & 0x18)!;
  const stored = `*(${type} *)(r${destination} ${signed(offset)})`;
  switch (classOf(opcode)) {
    case Class.LD:
      // Legacy loads from a packet; the constants of this class are not here.
      if (mode === Mode.ABS) return `r0 = *(${type} *)skb[${immediate}]`;
      return mode === Mode.IND ? `r0 = *(${type} *)skb[r${source} + ${immediate}]` : undefined;
    case Class.LDX: {
      const loaded =
        mode === Mode.MEM ? type : mode === Mode.MEMSX ? signedTypes.get(opcode & 0x18) : undefined;
      return loaded && `r${destination} = *(${loaded} *)(r${source} ${signed(offset)})`;
    }
    case Class.ST:
      if (mode === Mode.MEM) return `${stored} = ${immediate}`;
      // Put in by the verifier, against speculation (Linux 5.14).
      return mode === Mode.ATOMIC ? "nospec" : undefined;
    default:
      if (mode === Mode.MEM) return `${stored} = r${source}`;
      return mode === Mode.ATOMIC ? atomicText(operation, type, stored) : undefined;
  }
}

function atomicText(operation: Operation, type: string, stored: string): string | undefined {
  const { destination, source, offset, immediate } = operation;
  const width = type === "u64" ? "64" : "";
  const address = stored.slice(1);
  if (immediate === XCHG) return `r${source} = atomic${width}_xchg(${address}, r${source})`;
  if (immediate === CMPXCHG) return `r0 = atomic${width}_cmpxchg(${address}, r0, r${source})`;
  if (immediate === LOAD_ACQUIRE)
    return `r${destination} = load_acquire((${type} *)(r${source} ${signed(offset)}))`;
  if (immediate === STORE_RELEASE) return `store_release(${address}, r${source})`;
  const operator = atomicOperators.get(immediate & ~FETCH);
  if (operator === undefined) return undefined;
  if ((immediate & FETCH) === 0) return `lock ${stored} ${operator.assign} r${source}`;
  return `r${source} = atomic${width}_fetch_${operator.name}(${address}, r${source})`;
}

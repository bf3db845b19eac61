import type { Storage } from "./coder.js";

/** Integers of 1 to 16 bytes at any byte, aligned or not. */
export function wholeStorage(size: 1 | 2 | 4 | 8 | 16, signed: boolean, little: boolean): Storage {
  switch (size) {
    case 1:
      return {
        read: signed ? ({ view }, at) => view.getInt8(at) : ({ view }, at) => view.getUint8(at),
        write: (raw, { view }, at) => view.setUint8(at, Number(raw)),
      };
    case 2:
      return {
        read: signed
          ? ({ view }, at) => view.getInt16(at, little)
          : ({ view }, at) => view.getUint16(at, little),
        write: (raw, { view }, at) => view.setUint16(at, Number(raw), little),
      };
    case 4:
      return {
        read: signed
          ? ({ view }, at) => view.getInt32(at, little)
          : ({ view }, at) => view.getUint32(at, little),
        write: (raw, { view }, at) => view.setUint32(at, Number(raw), little),
      };
    case 8:
      return {
        read: signed
          ? ({ view }, at) => view.getBigInt64(at, little)
          : ({ view }, at) => view.getBigUint64(at, little),
        write: (raw, { view }, at) => view.setBigUint64(at, BigInt(raw), little),
      };
    case 16:
      return sixteenBytes(signed, little);
  }
}

function sixteenBytes(signed: boolean, little: boolean): Storage {
  const [low, high] = little ? [0, 8] : [8, 0];
  return {
    read({ view }, at) {
      const top = signed ? view.getBigInt64(at + high, little) : view.getBigUint64(at + high, little);
      return (top << 64n) | view.getBigUint64(at + low, little);
    },
    write(raw, { view }, at) {
      view.setBigUint64(at + low, BigInt(raw), little);
      view.setBigUint64(at + high, BigInt(raw) >> 64n, little);
    },
  };
}

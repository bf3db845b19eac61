"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __knownSymbol = (name, symbol) =>
  (symbol = Symbol[name]) ? symbol : /* @__PURE__ */ Symbol.for("Symbol." + name);
var __typeError = (msg) => {
  throw TypeError(msg);
};
var __export = (target, all) => {
  for (var name in all) __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if ((from && typeof from === "object") || typeof from === "function") {
    for (const key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, {
          get: () => from[key],
          enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable,
        });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);
var __using = (stack, value, async) => {
  if (value != null) {
    if (typeof value !== "object" && typeof value !== "function") __typeError("Object expected");
    var dispose, inner;
    if (async) dispose = value[__knownSymbol("asyncDispose")];
    if (dispose === void 0) {
      dispose = value[__knownSymbol("dispose")];
      if (async) inner = dispose;
    }
    if (typeof dispose !== "function") __typeError("Object not disposable");
    if (inner)
      dispose = function () {
        try {
          inner.call(this);
        } catch (e) {
          return Promise.reject(e);
        }
      };
    stack.push([async, dispose, value]);
  } else if (async) {
    stack.push([async]);
  }
  return value;
};
var __callDispose = (stack, error, hasError) => {
  var E =
    typeof SuppressedError === "function"
      ? SuppressedError
      : (e, s, m, _) => ((_ = Error(m)), (_.name = "SuppressedError"), (_.error = e), (_.suppressed = s), _);
  var fail = (e) =>
    (error = hasError ? new E(e, error, "An error was suppressed during disposal") : ((hasError = true), e));
  var next = (it) => {
    while ((it = stack.pop())) {
      try {
        var result = it[1] && it[1].call(it[2]);
        if (it[0]) return Promise.resolve(result).then(next, (e) => (fail(e), next()));
      } catch (e) {
        fail(e);
      }
    }
    if (hasError) throw error;
  };
  return next();
};

// src/index.ts
var index_exports = {};
__export(index_exports, {
  JsonBytes: () => JsonBytes,
  LayoutError: () => LayoutError,
  MapError: () => MapError,
  ValueError: () => ValueError,
  byteView: () => byteView,
  checkLayout: () => checkLayout,
  cidrText: () => cidrText,
  codecOf: () => codecOf,
  exactJson: () => exactJson,
  exactJsonText: () => exactJsonText,
  generateTypes: () => generateTypes,
  layout: () => layout,
  layoutFromBtf: () => layoutFromBtf,
  liveView: () => liveView,
  openAnyMap: () => openAnyMap,
  openBloomFilter: () => openBloomFilter,
  openMap: () => openMap,
  openMapOfMaps: () => openMapOfMaps,
  openQueue: () => openQueue,
  openRingBuffer: () => openRingBuffer,
  openStorageMap: () => openStorageMap,
  openVariables: () => openVariables,
  parseCidr: () => parseCidr,
  typeIdByName: () => typeIdByName,
});
module.exports = __toCommonJS(index_exports);

// src/kinds/opener.ts
var import_elf13 = require("@bpf/elf");

// src/open/core.ts
var import_elf12 = require("@bpf/elf");
var import_syscall6 = require("@bpf/syscall");

// src/codec/byte-view.ts
function byteView(bytes3) {
  return { u8: bytes3, view: new DataView(bytes3.buffer, bytes3.byteOffset, bytes3.byteLength) };
}

// src/errors.ts
function brand(name) {
  const symbol = /* @__PURE__ */ Symbol.for(`@bpf/maps.${name}`);
  return {
    mark: (error) => void Object.defineProperty(error, symbol, { value: true }),
    is: (value) => typeof value === "object" && value !== null && symbol in value,
  };
}
var mapBrand = brand("MapError");
var valueBrand = brand("ValueError");
var layoutBrand = brand("LayoutError");
var MapError = class extends Error {
  name = "MapError";
  code;
  constructor(code, message, { map, path } = {}, options) {
    super(message, options);
    this.code = code;
    if (map !== void 0) this.map = map;
    if (path !== void 0) this.path = path;
    mapBrand.mark(this);
  }
  /** True for a MapError of any copy of this package. */
  static is(value) {
    return mapBrand.is(value);
  }
};
var ValueError = class extends Error {
  name = "ValueError";
  code = "ERR_MAP_VALUE";
  /** Where in the key or value: `value.stats.packets`, `key[3]`. */
  path;
  /** What is wrong there: `expected an integer from 0 to 255, not 256`. */
  reason;
  constructor(path, reason) {
    super(`${path}: ${reason}`);
    this.path = path;
    this.reason = reason;
    valueBrand.mark(this);
  }
  /** True for a ValueError of any copy of this package. */
  static is(value) {
    return valueBrand.is(value);
  }
};
var LayoutError = class extends Error {
  name = "LayoutError";
  code = "ERR_VALUE_LAYOUT";
  /** Where in the type: `struct flow.stats[0]`. */
  path;
  constructor(path, reason, options) {
    super(`${path}: ${reason}`, options);
    this.path = path;
    layoutBrand.mark(this);
  }
  /** True for a LayoutError of any copy of this package. */
  static is(value) {
    return layoutBrand.is(value);
  }
};

// src/fds/update.ts
var import_elf2 = require("@bpf/elf");
var import_syscall3 = require("@bpf/syscall");

// src/codec/host-order.ts
var hostIsLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

// src/layout/layout.ts
function sizeOfLayout(layout2) {
  if (layout2.kind === "char") return 1;
  return layout2.kind === "array" ? layout2.length * sizeOfLayout(layout2.element) : layout2.size;
}

// src/layout/limits.ts
var maxDepth = 32;
var maxFields = 65536;
var maxValues = 2 ** 24;
var maxSize = 2 ** 32 - 1;

// src/layout/path.ts
function aggregateName(kind, name) {
  return name === "" ? kind : `${kind} ${name}`;
}
function fieldPath(path, name) {
  return name === "" ? path : path + nameStep(name);
}
function nameStep(name) {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

// src/layout/check-aggregate.ts
function checkAggregate(layout2, path) {
  const { kind, size, fields } = layout2;
  if (!Number.isSafeInteger(size) || size < 0 || size > maxSize)
    throw new LayoutError(path, `no ${kind} has ${String(size)} bytes`);
  for (const field of fields) checkField(field, size, fieldPath(path, field.name));
  if (kind === "struct") checkOverlaps(fields, path);
  checkNames(layout2, path, /* @__PURE__ */ new Set());
}
function checkField({ name, offset, layout: layout2, bits }, size, path) {
  if (!Number.isSafeInteger(offset) || offset < 0)
    throw new LayoutError(path, `begins at byte ${String(offset)}`);
  if (bits !== void 0) checkBits(bits, layout2, offset, path);
  if (endOf({ name, offset, layout: layout2, ...(bits && { bits }) }) > size * 8)
    throw new LayoutError(path, `reaches outside the ${size} bytes around it`);
  if (typeof name !== "string" || (name === "" && layout2.kind !== "struct" && layout2.kind !== "union"))
    throw new LayoutError(path, "a field without a name must be a struct or union");
}
function checkBits(bits, layout2, offset, path) {
  if (layout2.kind !== "integer" && layout2.kind !== "bool" && layout2.kind !== "enum")
    throw new LayoutError(path, "is a bit field of a type that is no integer");
  if (!Number.isSafeInteger(bits.offset) || Math.floor(bits.offset / 8) !== offset)
    throw new LayoutError(path, `bit ${String(bits.offset)} is not in byte ${offset}`);
  if (!Number.isSafeInteger(bits.size) || bits.size < 1 || bits.size > layout2.size * 8)
    throw new LayoutError(
      path,
      `a bit field of ${String(bits.size)} bits in a type of ${layout2.size} bytes`,
    );
}
function startOf({ offset, bits }) {
  return bits?.offset ?? offset * 8;
}
function endOf(field) {
  return startOf(field) + (field.bits?.size ?? sizeOfLayout(field.layout) * 8);
}
function checkOverlaps(fields, path) {
  const inOrder = fields
    .filter((field) => endOf(field) > startOf(field))
    .sort((a, b) => startOf(a) - startOf(b));
  let end = 0;
  for (const field of inOrder) {
    if (startOf(field) < end)
      throw new LayoutError(fieldPath(path, field.name), "overlaps the field before it");
    end = endOf(field);
  }
}
function checkNames({ fields }, path, names) {
  for (const { name, layout: layout2 } of fields) {
    if (names.has(name)) throw new LayoutError(fieldPath(path, name), "two fields have this name");
    if (name !== "") names.add(name);
    else if (layout2.kind === "struct" || layout2.kind === "union") checkNames(layout2, path, names);
  }
}

// src/layout/check-scalar.ts
var sizes = {
  integer: [1, 2, 4, 8, 16],
  bool: [1, 2, 4, 8],
  enum: [1, 2, 4, 8],
  float: [4, 8],
  pointer: [8],
};
function checkScalar(layout2, path) {
  switch (layout2.kind) {
    case "char":
      return 1;
    case "enum":
    case "integer":
    case "bool":
    case "float":
    case "pointer":
    case "string":
    case "bytes":
      break;
    default:
      throw new LayoutError(path, `there is no layout of kind ${String(layout2.kind)}`);
  }
  const { kind, size } = layout2;
  const allowed = sizes[kind];
  const fits = allowed ? allowed.includes(size) : Number.isSafeInteger(size) && size >= 0 && size <= maxSize;
  if (!fits) throw new LayoutError(path, `no ${kind} has ${String(size)} bytes`);
  if (kind === "enum") checkEnum(layout2, path);
  return size;
}
function checkEnum({ size, signed: signed2, values }, path) {
  const type = size === 8 ? "bigint" : "number";
  for (const { name, value } of values) {
    if (typeof name !== "string" || typeof value !== type || (type === "number" && !Number.isInteger(value)))
      throw new LayoutError(path, `the value of ${String(name)} must be an integer of type ${type}`);
    const cut = signed2 ? BigInt.asIntN(size * 8, BigInt(value)) : BigInt.asUintN(size * 8, BigInt(value));
    if (cut !== BigInt(value))
      throw new LayoutError(path, `${name} = ${value} does not fit its ${size} bytes`);
  }
}

// src/layout/measure.ts
var measures = /* @__PURE__ */ new WeakMap();
function measure(layout2, path, outer = []) {
  const known = measures.get(layout2);
  if (LayoutError.is(known)) throw known;
  if (known !== void 0) return known;
  if (outer.includes(layout2)) throw new LayoutError(path, "contains itself");
  if (outer.length > maxDepth) throw new LayoutError(path, `nested over ${maxDepth} deep`);
  try {
    const measured = measureNew(layout2, path, [...outer, layout2]);
    requireLimits(measured, path);
    measures.set(layout2, measured);
    return measured;
  } catch (error) {
    if (LayoutError.is(error) && typeof layout2 === "object" && layout2 !== null)
      measures.set(layout2, error);
    throw error;
  }
}
function requireLimits({ depth, fields, values }, path) {
  if (depth > maxDepth) throw new LayoutError(path, `nested over ${maxDepth} deep`);
  if (fields > maxFields) throw new LayoutError(path, `over ${maxFields} fields`);
  if (values > maxValues) throw new LayoutError(path, `over ${maxValues} values`);
}
function measureNew(layout2, path, outer) {
  switch (layout2.kind) {
    case "struct":
    case "union": {
      const total = { size: layout2.size, depth: 1, fields: 0, values: 1 };
      for (const field of layout2.fields) {
        const inner = measure(field.layout, fieldPath(path, field.name), outer);
        total.depth = Math.max(total.depth, inner.depth + 1);
        total.fields += inner.fields + 1;
        total.values += inner.values;
        if (total.fields > maxFields) return total;
      }
      checkAggregate(layout2, path);
      return total;
    }
    case "array": {
      const { element, length } = layout2;
      const inner = measure(element, `${path}[]`, outer);
      if (!Number.isSafeInteger(length) || length < 0 || inner.size * length > maxSize)
        throw new LayoutError(path, `an array of ${length} elements`);
      return {
        size: inner.size * length,
        depth: inner.depth + 1,
        fields: inner.fields,
        values: 1 + inner.values * length,
      };
    }
    default:
      return { size: checkScalar(layout2, path), depth: 0, fields: 0, values: 1 };
  }
}

// src/layout/check.ts
function checkLayout(layout2) {
  measure(layout2, nameOf(layout2));
}
function nameOf(layout2) {
  return layout2.kind === "struct" || layout2.kind === "union"
    ? aggregateName(layout2.kind, layout2.name)
    : String(layout2?.kind);
}

// src/codec/misfit.ts
var Misfit = class {
  reason;
  #steps = [];
  constructor(reason) {
    this.reason = reason;
  }
  /** @param step `.name` or `[3]` */
  inside(step) {
    this.#steps.push(step);
    return this;
  }
  path(start) {
    return start + this.#steps.toReversed().join("");
  }
};
function unexpected(expected, value, hint2 = "") {
  return new Misfit(`expected ${expected}, not ${shown(value)}${hint2}`);
}
var longestShown = 40;
function shown(value) {
  switch (typeof value) {
    case "string":
      return value.length <= longestShown ? JSON.stringify(value) : `a string of ${value.length} characters`;
    case "bigint":
      return `${value}n`;
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "boolean":
    case "undefined":
      return String(value);
    case "object":
      if (value === null) return "null";
      if (Array.isArray(value)) return `an array of ${value.length}`;
      return ArrayBuffer.isView(value) ? `${value.byteLength} bytes` : "an object";
    default:
      return `a ${typeof value}`;
  }
}

// src/codec/bytes.ts
var hexPrefix = "hex:";
function hexText(u8, at, size) {
  return hexPrefix + Buffer.from(u8.buffer, u8.byteOffset + at, size).toString("hex");
}
function writeHex(text, { u8 }, at, size) {
  const digits = text.slice(hexPrefix.length);
  if (!/^[0-9a-fA-F]*$/.test(digits)) throw unexpected("hexadecimal digits after hex:", text);
  if (digits.length !== size * 2)
    throw new Misfit(`expected ${size * 2} digits after hex:, not ${digits.length}`);
  u8.set(Buffer.from(digits, "hex"), at);
}
function copyBytes(u8, at, size) {
  return new Uint8Array(u8.subarray(at, at + size));
}
function bytesCoder(size, form) {
  if (form === "json")
    return {
      read: ({ u8 }, at) => hexText(u8, at, size),
      write(value, to, at) {
        if (typeof value !== "string" || !value.startsWith(hexPrefix))
          throw unexpected(`a string of hex: and ${size * 2} digits`, value);
        writeHex(value, to, at, size);
      },
    };
  return {
    read: ({ u8 }, at) => copyBytes(u8, at, size),
    write(value, { u8 }, at) {
      if (!(value instanceof Uint8Array) || value.length !== size)
        throw unexpected(`a Uint8Array of ${size} bytes`, value);
      u8.set(value, at);
    },
  };
}

// src/codec/array.ts
function arrayCoder(element, size, length, form) {
  return {
    read(from, at) {
      const elements = [];
      for (let i = 0; i < length; i++) elements.push(element.read(from, at + i * size));
      return elements;
    },
    write(value, to, at) {
      if (!isArrayLike(value, form)) throw unexpected(`an array of ${length}`, value);
      if (value.length !== length) throw new Misfit(`expected ${length} elements, not ${value.length}`);
      for (let i = 0; i < length; i++) writeElement(element, value[i], i, to, at + i * size);
    },
  };
}
function writeElement(element, value, index2, to, at) {
  try {
    element.write(value, to, at);
  } catch (error) {
    throw error instanceof Misfit ? error.inside(`[${index2}]`) : error;
  }
}
function isArrayLike(value, form) {
  if (Array.isArray(value)) return true;
  if (form === "json" || typeof value !== "object" || value === null) return false;
  return typeof value.length === "number";
}

// src/codec/bit-storage.ts
function bitStorage(place, signed2, big, little) {
  const span = Math.ceil((place.first + place.size) / 8);
  return !big && span <= 4
    ? fewBytes(place, span, signed2, little)
    : manyBytes(place, span, signed2, big, little);
}
function shiftOf({ first, size }, span, little) {
  return little ? first : span * 8 - first - size;
}
function fewBytes(place, span, signed2, little) {
  const shift = shiftOf(place, span, little);
  const spare = 32 - place.size;
  const mask = 4294967295 >>> spare;
  const byteShift = (i) => 8 * (little ? i : span - 1 - i);
  return {
    read({ u8 }, at) {
      let word = 0;
      for (let i = 0; i < span; i++) word |= u8[at + i] << byteShift(i);
      const bits = (word >>> shift) << spare;
      return signed2 ? bits >> spare : bits >>> spare;
    },
    write(raw, { u8 }, at) {
      const bits = (Number(raw) & mask) << shift;
      const keep = ~(mask << shift);
      for (let i = 0; i < span; i++) {
        const byte = at + i;
        u8[byte] = (u8[byte] & (keep >>> byteShift(i))) | (bits >>> byteShift(i));
      }
    },
  };
}
function manyBytes(place, span, signed2, big, little) {
  const shift = BigInt(shiftOf(place, span, little));
  const mask = (1n << BigInt(place.size)) - 1n;
  const cut = signed2 ? BigInt.asIntN : BigInt.asUintN;
  const byteOf = (i) => (little ? span - 1 - i : i);
  const wordAt = (u8, at) => {
    let word = 0n;
    for (let i = 0; i < span; i++) word = (word << 8n) | BigInt(u8[at + byteOf(i)]);
    return word;
  };
  return {
    read({ u8 }, at) {
      const value = cut(place.size, wordAt(u8, at) >> shift);
      return big ? value : Number(value);
    },
    write(raw, { u8 }, at) {
      let word = (wordAt(u8, at) & ~(mask << shift)) | ((BigInt(raw) & mask) << shift);
      for (let i = span - 1; i >= 0; i--) {
        u8[at + byteOf(i)] = Number(word & 0xffn);
        word >>= 8n;
      }
    },
  };
}

// src/codec/bool.ts
function boolMeaning(big) {
  return {
    valueOf: (raw) => Number(raw) !== 0,
    rawOf(value) {
      if (typeof value !== "boolean") throw unexpected("true or false", value);
      return big ? BigInt(value) : Number(value);
    },
  };
}

// src/codec/coder.ts
function scalarCoder(storage, meaning) {
  return {
    read: (from, at) => meaning.valueOf(storage.read(from, at)),
    write: (value, to, at) => storage.write(meaning.rawOf(value), to, at),
  };
}

// src/layout/value-of-width.ts
function valueOfWidth(value, from, to, signed2) {
  const cut = signed2 ? BigInt.asIntN(to, value) : BigInt.asUintN(to, value);
  if (cut === value) return cut;
  const repeats = BigInt.asIntN(to, value) === BigInt.asIntN(from, value) && !signed2;
  return repeats ? cut : void 0;
}

// src/codec/integer.ts
var longestDecimal = 60;
function integerMeaning(bits, signed2, big, form) {
  const [min, max] = rangeOf(bits, signed2);
  const expected = `an integer from ${min} to ${max}`;
  const integerOf = form === "json" ? jsonInteger : big ? bigInteger : smallInteger;
  return {
    valueOf: form === "json" && big ? String : (raw) => raw,
    rawOf(value) {
      const integer2 = integerOf(value);
      if (integer2 === void 0 || integer2 < min || integer2 > max)
        throw unexpected(expected, value, hint(value, form));
      return big ? BigInt(integer2) : Number(integer2);
    },
  };
}
function rangeOf(bits, signed2) {
  const count = 1n << BigInt(bits);
  return signed2 ? [-count / 2n, count / 2n - 1n] : [0n, count - 1n];
}
function smallInteger(value) {
  return typeof value === "number" && Number.isInteger(value) ? value : void 0;
}
function bigInteger(value) {
  return typeof value === "bigint" || Number.isSafeInteger(value) ? value : void 0;
}
function jsonInteger(value) {
  if (typeof value !== "string") return Number.isSafeInteger(value) ? value : void 0;
  return value.length <= longestDecimal && /^-?[0-9]+$/.test(value) ? BigInt(value) : void 0;
}
function hint(value, form) {
  if (typeof value !== "number" || !Number.isInteger(value) || Number.isSafeInteger(value)) return "";
  return `: a number so large is not exact, give a ${form === "json" ? "decimal string" : "bigint"}`;
}

// src/codec/listed.ts
var mostListed = 12;
function listed(names) {
  const shown2 = names.slice(0, mostListed).join(", ");
  return names.length > mostListed ? `${shown2}, \u2026 (${names.length})` : shown2;
}

// src/codec/enum.ts
function enumNames(layout2, bits) {
  const values = /* @__PURE__ */ new Map();
  const names = /* @__PURE__ */ new Map();
  for (const { name, value } of layout2.values) {
    const held = valueOfWidth(BigInt(value), layout2.size * 8, bits, layout2.signed);
    if (held === void 0 || values.has(name)) continue;
    const raw = layout2.size === 8 ? held : Number(held);
    values.set(name, raw);
    if (!names.has(raw)) names.set(raw, name);
  }
  return { values, names };
}
function enumMeaning(layout2, bits, form) {
  const { values, names } = enumNames(layout2, bits);
  const integer2 = integerMeaning(bits, layout2.signed, layout2.size === 8, form);
  return {
    valueOf: (raw) => names.get(raw) ?? integer2.valueOf(raw),
    rawOf(value) {
      const raw = typeof value === "string" ? values.get(value) : void 0;
      if (raw !== void 0) return raw;
      if (typeof value === "string" && (form === "value" || !/^-?[0-9]/.test(value)))
        throw unexpected(`one of ${listed([...values.keys()])}`, value);
      return integer2.rawOf(value);
    },
  };
}

// src/codec/float.ts
var jsonNames = /* @__PURE__ */ new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["-0", -0],
]);
function jsonFloat(value) {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : String(value);
}
function floatCoder(size, form, little) {
  const shape = form === "json" ? jsonFloat : (value) => value;
  return {
    read: ({ view }, at) => shape(size === 4 ? view.getFloat32(at, little) : view.getFloat64(at, little)),
    write(value, { view }, at) {
      const given = form === "json" ? (jsonNames.get(value) ?? value) : value;
      if (typeof given !== "number") throw unexpected("a number", value);
      const number = Number.isNaN(given) ? Number.NaN : given;
      if (size === 8) return view.setFloat64(at, number, little);
      if (Number.isFinite(number) && !Number.isFinite(Math.fround(number)))
        throw unexpected("a number that a float of 4 bytes can hold", value);
      view.setFloat32(at, number, little);
    },
  };
}

// src/codec/object.ts
function objectCoder({ kind, name, size }, parts) {
  const names = parts.flatMap((part) => part.names);
  const known = new Set(names);
  return {
    read(from, at) {
      const properties = {};
      for (const part of parts) part.readInto(properties, from, at);
      return properties;
    },
    write(value, to, at) {
      if (!isObject(value)) throw unexpected(`an object for ${aggregateName(kind, name)}`, value);
      for (const given of Object.keys(value))
        if (!known.has(given))
          throw new Misfit(`no such field; there are ${listed(names)}`).inside(nameStep(given));
      to.u8.fill(0, at, at + size);
      for (const part of parts) part.writeFrom(value, to, at);
    },
  };
}
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

// src/codec/part.ts
var FieldPart = class {
  names;
  #coder;
  #offset;
  #optional;
  /** @param optional whether nothing is lost when it is not given: it has no bytes. */
  constructor(name, coder, offset, optional) {
    this.names = [name];
    this.#coder = coder;
    this.#offset = offset;
    this.#optional = optional;
  }
  readInto(properties, from, at) {
    setProperty(properties, this.names[0], this.#coder.read(from, at + this.#offset));
  }
  isGiven(properties) {
    return propertyOf(properties, this.names[0]) !== void 0;
  }
  writeFrom(properties, to, at) {
    const value = propertyOf(properties, this.names[0]);
    if (value === void 0 && this.#optional) return;
    try {
      if (value === void 0) throw new Misfit("missing");
      this.#coder.write(value, to, at + this.#offset);
    } catch (error) {
      throw error instanceof Misfit ? error.inside(nameStep(this.names[0])) : error;
    }
  }
};
var KernelPart = class {
  names;
  constructor(name) {
    this.names = name === "" ? [] : [name];
  }
  readInto() {}
  isGiven() {
    return false;
  }
  writeFrom() {}
};
var GroupPart = class {
  names;
  #parts;
  #offset;
  constructor(parts, offset) {
    this.names = parts.flatMap((part) => part.names);
    this.#parts = parts;
    this.#offset = offset;
  }
  readInto(properties, from, at) {
    for (const part of this.#parts) part.readInto(properties, from, at + this.#offset);
  }
  isGiven(properties) {
    return this.#parts.some((part) => part.isGiven(properties));
  }
  writeFrom(properties, to, at) {
    for (const part of this.#parts) part.writeFrom(properties, to, at + this.#offset);
  }
};
function setProperty(properties, name, value) {
  if (name !== "__proto__") properties[name] = value;
  else
    Object.defineProperty(properties, name, { value, writable: true, enumerable: true, configurable: true });
}
function propertyOf(properties, name) {
  return name in Object.prototype && !Object.hasOwn(properties, name) ? void 0 : properties[name];
}

// src/codec/utf8.ts
function utf8Length(u8, at, end) {
  const lead = u8[at];
  if (lead < 128) return 1;
  const length = lead < 194 ? 0 : lead < 224 ? 2 : lead < 240 ? 3 : lead < 245 ? 4 : 0;
  if (length === 0 || at + length > end) return 0;
  const second = u8[at + 1];
  const least = lead === 224 ? 160 : lead === 240 ? 144 : 128;
  const most = lead === 237 ? 159 : lead === 244 ? 143 : 191;
  if (second < least || second > most) return 0;
  for (let i = 2; i < length; i++) if ((u8[at + i] & 192) !== 128) return 0;
  return length;
}
function utf8CodePoint(u8, at, length) {
  if (length === 1) return u8[at];
  let point = u8[at] & (127 >> length);
  for (let i = 1; i < length; i++) point = (point << 6) | (u8[at + i] & 63);
  return point;
}

// src/codec/text.ts
var escapeBase = 56320;
function readText(u8, at, size) {
  let text = "";
  const end = at + size;
  for (let i = at; i < end; i++) {
    const byte = u8[i];
    if (byte === 0) break;
    if (byte >= 128) return text + readWideText(u8, i, end);
    text += String.fromCharCode(byte);
  }
  return text;
}
function readWideText(u8, start, end) {
  let text = "";
  for (let i = start; i < end && u8[i] !== 0; ) {
    const length = utf8Length(u8, i, end);
    text += String.fromCodePoint(length > 0 ? utf8CodePoint(u8, i, length) : escapeBase + u8[i]);
    i += length || 1;
  }
  return text;
}
function writeText(text, u8, at, size) {
  if (text.length > size) throw new Misfit(`text of ${text.length} bytes or more, where ${size} fit`);
  if (text.includes("\0")) throw new Misfit("text with a NUL inside, where it would end");
  const bytes3 = encodeText(text);
  if (bytes3.length > size) throw new Misfit(`text of ${bytes3.length} bytes, where ${size} fit`);
  u8.set(bytes3, at);
  u8.fill(0, at + bytes3.length, at + size);
}
var halfPair = /([\ud800-\udfff])/u;
function encodeText(text) {
  if (!halfPair.test(text)) return Buffer.from(text);
  return Buffer.concat(
    text.split(halfPair).map((piece) => (halfPair.test(piece) ? escapedByte(piece) : Buffer.from(piece))),
  );
}
function escapedByte(half) {
  const byte = half.charCodeAt(0) - escapeBase;
  if (byte >= 128 && byte <= 255) return Uint8Array.of(byte);
  throw new Misfit(`half of a surrogate pair, U+${half.charCodeAt(0).toString(16).toUpperCase()}`);
}

// src/codec/text-coder.ts
function textCoder(size) {
  return {
    read: ({ u8 }, at) => readText(u8, at, size),
    write(value, { u8 }, at) {
      if (typeof value !== "string") throw unexpected("a string", value);
      writeText(value, u8, at, size);
    },
  };
}
var charCoder = textCoder(1);

// src/codec/told-bits.ts
function toldBits(field, size, little) {
  const masks = [new Uint8Array(size), new Uint8Array(size), new Uint8Array(size)];
  markField(field, 0, { integers: masks[0], floats: masks[1], texts: masks[2], little });
  return masks;
}
function markField({ layout: layout2, offset, bits, kernelOwned }, at, masks) {
  if (kernelOwned) return;
  if (bits === void 0) markLayout(layout2, at + offset, masks);
  else if (layout2.kind !== "bool") markBits(at * 8 + bits.offset, bits.size, masks);
}
function markBits(first, size, { integers, little }) {
  for (let bit = first; bit < first + size; bit++)
    integers[bit >>> 3] |= little ? 1 << (bit & 7) : 128 >> (bit & 7);
}
function markLayout(layout2, at, masks) {
  const end = at + sizeOfLayout(layout2);
  switch (layout2.kind) {
    case "bool":
      break;
    case "float":
      masks.floats.fill(255, at, end);
      break;
    case "string":
      masks.texts.fill(255, at, end);
      break;
    case "array": {
      const size = sizeOfLayout(layout2.element);
      for (let i = 0; i < layout2.length; i++) markLayout(layout2.element, at + i * size, masks);
      break;
    }
    case "struct":
    case "union":
      for (const field of layout2.fields) markField(field, at, masks);
      break;
    default:
      masks.integers.fill(255, at, end);
  }
}

// src/codec/union-part.ts
var import_node_util = require("util");
var UnionPart = class {
  names;
  #members;
  #offset;
  #size;
  constructor(members, { offset, size }) {
    this.names = members.flatMap(({ part }) => part.names);
    this.#members = members;
    this.#offset = offset;
    this.#size = size;
  }
  readInto(properties, from, at) {
    for (const { part } of this.#members) part.readInto(properties, from, at + this.#offset);
  }
  isGiven(properties) {
    return this.#members.some(({ part }) => part.isGiven(properties));
  }
  writeFrom(properties, to, at) {
    const given = this.#members.filter(({ part }) => part.isGiven(properties));
    if (given.length === 0 && this.#size > 0 && this.names.length > 0)
      throw new Misfit(`expected one of ${listed(this.names)}`);
    if (given.length === 1) given[0].part.writeFrom(properties, to, at + this.#offset);
    if (given.length > 1) this.#writeTogether(given, properties, to, at + this.#offset);
  }
  #writeTogether(given, properties, to, at) {
    const alone = given.map(({ part }) => this.#alone(part, properties));
    to.u8.set(merged(alone, given, this.#size), at);
    if (given.every(({ part }, i) => readsAs(part, alone[i], to, at))) return;
    const names = listed(given.flatMap(({ part }) => part.names));
    throw new Misfit(`${names} share memory and do not agree: give one`);
  }
  /** The bytes as if no other member had been given. */
  #alone(part, properties) {
    const scratch = byteView(new Uint8Array(this.#size));
    part.writeFrom(properties, scratch, 0);
    return scratch;
  }
};
function merged(alone, given, size) {
  const bytes3 = new Uint8Array(size);
  const masks = given.map((member) => member.toldBits());
  const levels = masks[0].length;
  for (let i = 0; i < size; i++) {
    let open = 255;
    for (let level = 0; level <= levels && open !== 0; level++) {
      let told = 0;
      for (const [n, { u8 }] of alone.entries()) {
        const mask = (masks[n][level]?.[i] ?? 255) & open;
        told |= mask;
        bytes3[i] |= u8[i] & mask;
      }
      open &= ~told;
    }
  }
  return bytes3;
}
function readsAs(part, alone, other, at) {
  const [wanted, found] = [{}, {}];
  part.readInto(wanted, alone, 0);
  part.readInto(found, other, at);
  return (0, import_node_util.isDeepStrictEqual)(wanted, found);
}

// src/codec/whole-storage.ts
function wholeStorage(size, signed2, little) {
  switch (size) {
    case 1:
      return {
        read: signed2 ? ({ view }, at) => view.getInt8(at) : ({ view }, at) => view.getUint8(at),
        write: (raw, { view }, at) => view.setUint8(at, Number(raw)),
      };
    case 2:
      return {
        read: signed2
          ? ({ view }, at) => view.getInt16(at, little)
          : ({ view }, at) => view.getUint16(at, little),
        write: (raw, { view }, at) => view.setUint16(at, Number(raw), little),
      };
    case 4:
      return {
        read: signed2
          ? ({ view }, at) => view.getInt32(at, little)
          : ({ view }, at) => view.getUint32(at, little),
        write: (raw, { view }, at) => view.setUint32(at, Number(raw), little),
      };
    case 8:
      return {
        read: signed2
          ? ({ view }, at) => view.getBigInt64(at, little)
          : ({ view }, at) => view.getBigUint64(at, little),
        write: (raw, { view }, at) => view.setBigUint64(at, BigInt(raw), little),
      };
    case 16:
      return sixteenBytes(signed2, little);
  }
}
function sixteenBytes(signed2, little) {
  const [low2, high2] = little ? [0, 8] : [8, 0];
  return {
    read({ view }, at) {
      const top = signed2 ? view.getBigInt64(at + high2, little) : view.getBigUint64(at + high2, little);
      return (top << 64n) | view.getBigUint64(at + low2, little);
    },
    write(raw, { view }, at) {
      view.setBigUint64(at + low2, BigInt(raw), little);
      view.setBigUint64(at + high2, BigInt(raw) >> 64n, little);
    },
  };
}

// src/codec/coders.ts
var Coders = class {
  #form;
  #little;
  #made = /* @__PURE__ */ new Map();
  constructor(form, little) {
    this.#form = form;
    this.#little = little;
  }
  of(layout2) {
    const made = this.#made.get(layout2);
    if (made !== void 0) return made;
    const coder = this.#make(layout2);
    this.#made.set(layout2, coder);
    return coder;
  }
  /** Of a field with a name; positions are those of its first byte. */
  ofField({ layout: layout2, bits }) {
    if (bits === void 0) return this.of(layout2);
    if (layout2.kind !== "integer" && layout2.kind !== "bool" && layout2.kind !== "enum")
      throw new TypeError(`a bit field of kind ${layout2.kind}`);
    const signed2 = layout2.kind !== "bool" && layout2.signed;
    const place = { first: bits.offset % 8, size: bits.size };
    const storage = bitStorage(place, signed2, layout2.size >= 8, this.#little);
    return scalarCoder(storage, this.#meaning(layout2, bits.size));
  }
  /** What the fields of a struct or union do with its object's properties. */
  parts(layout2) {
    return layout2.kind === "union"
      ? [this.#union(layout2, 0)]
      : layout2.fields.map((field) => this.#part(field));
  }
  #make(layout2) {
    switch (layout2.kind) {
      case "integer":
      case "enum":
        return scalarCoder(
          wholeStorage(layout2.size, layout2.signed, this.#little),
          this.#meaning(layout2, layout2.size * 8),
        );
      case "bool":
        return scalarCoder(wholeStorage(layout2.size, false, this.#little), boolMeaning(layout2.size === 8));
      case "pointer":
        return scalarCoder(wholeStorage(8, false, this.#little), integerMeaning(64, false, true, this.#form));
      case "float":
        return floatCoder(layout2.size, this.#form, this.#little);
      case "char":
        return charCoder;
      case "string":
        return textCoder(layout2.size);
      case "bytes":
        return bytesCoder(layout2.size, this.#form);
      case "array":
        return arrayCoder(
          this.of(layout2.element),
          sizeOfLayout(layout2.element),
          layout2.length,
          this.#form,
        );
      case "struct":
      case "union":
        return objectCoder(layout2, this.parts(layout2));
    }
  }
  #meaning(layout2, bits) {
    if (layout2.kind === "bool") return boolMeaning(layout2.size === 8);
    return layout2.kind === "enum"
      ? enumMeaning(layout2, bits, this.#form)
      : integerMeaning(bits, layout2.signed, layout2.size >= 8, this.#form);
  }
  #part(field) {
    const { name, offset, layout: layout2 } = field;
    if (field.kernelOwned) return new KernelPart(name);
    if (name === "" && layout2.kind === "struct") return new GroupPart(this.parts(layout2), offset);
    if (name === "" && layout2.kind === "union") return this.#union(layout2, offset);
    return new FieldPart(name, this.ofField(field), offset, sizeOfLayout(layout2) === 0);
  }
  #union({ fields, size }, offset) {
    const members = fields.map((field) => {
      let masks;
      const told = () => {
        masks ??= toldBits(field, size, this.#little);
        return masks;
      };
      return { part: this.#part(field), toldBits: told };
    });
    return new UnionPart(members, { offset, size });
  }
};

// src/codec/json-limit.ts
var floatLimit = 24;
function jsonLimit(layout2) {
  switch (layout2.kind) {
    case "integer":
    case "pointer":
      return integerLimit(layout2.size);
    case "bool":
      return 5;
    case "char":
      return textLimit(1);
    case "float":
      return floatLimit;
    case "enum":
      return layout2.values.reduce(
        (most, { name }) => Math.max(most, Buffer.byteLength(JSON.stringify(name))),
        integerLimit(layout2.size),
      );
    case "string":
      return Math.max(textLimit(layout2.size), 6 + 2 * layout2.size);
    case "bytes":
      return 6 + 2 * layout2.size;
    case "array":
      return 2 + layout2.length * (1 + jsonLimit(layout2.element));
    case "struct":
    case "union":
      return 2 + fieldsLimit(layout2);
  }
}
function integerLimit(bytes3) {
  return 1 + Math.ceil(bytes3 * 8 * Math.log10(2)) + (bytes3 >= 8 ? 2 : 0);
}
function textLimit(bytes3) {
  return 2 + 6 * bytes3;
}
function fieldsLimit({ fields }) {
  return fields.reduce((sum, field) => sum + fieldLimit(field), 0);
}
function fieldLimit({ name, layout: layout2, kernelOwned }) {
  if (kernelOwned) return 0;
  if (name === "" && (layout2.kind === "struct" || layout2.kind === "union")) return fieldsLimit(layout2);
  return Buffer.byteLength(JSON.stringify(name)) + 2 + jsonLimit(layout2);
}

// src/codec/generate/flat-fields.ts
function* flatFields({ fields }, offset = 0) {
  for (const field of fields) {
    const { layout: layout2, kernelOwned } = field;
    if (kernelOwned) continue;
    const here = offset + field.offset;
    if (field.name !== "") yield { field, offset: here };
    else if (layout2.kind === "struct" || layout2.kind === "union") yield* flatFields(layout2, here);
  }
}

// src/codec/generate/source.ts
var Source = class {
  #constants = [];
  #functions = [];
  /** The name by which code reaches a value. */
  constant(value) {
    const known = this.#constants.indexOf(value);
    return `k${known >= 0 ? known : this.#constants.push(value) - 1}`;
  }
  /** A function; returns its name. */
  define(parameters, body) {
    const name = `f${this.#functions.length}`;
    this.#functions.push(`function ${name}(${parameters}) {
${body}
}`);
    return name;
  }
  /**
   * Runs the code and returns the value of an expression. @throws EvalError where code may not be made from
   * strings.
   */
  evaluate(expression) {
    const names = this.#constants.map((_, i) => `k${i}`);
    const body = `"use strict";
${this.#functions.join("\n")}
return ${expression};`;
    return new Function(...names, body)(...this.#constants);
  }
};
function position(at, offset) {
  return offset === 0 ? at : `${at} + ${offset}`;
}
function literalKey(name) {
  return name === "__proto__" ? '["__proto__"]' : JSON.stringify(name);
}
function views(parameter) {
  return `const { u8, view } = ${parameter};`;
}

// src/codec/generate/scalar-reads.ts
function rawRead({ layout: layout2, bits }, at, offset, little) {
  if (bits !== void 0) return void 0;
  const here = position(at, offset);
  switch (layout2.kind) {
    case "float":
      return `view.getFloat${layout2.size * 8}(${here}, ${little})`;
    case "pointer":
      return `view.getBigUint64(${here}, ${little})`;
    case "bool":
      return layout2.size === 1 ? `u8[${here}]` : void 0;
    case "integer":
    case "enum":
      return integerRead(layout2, here, little);
    default:
      return void 0;
  }
}
function integerRead({ size, signed: signed2 }, here, little) {
  const sign = signed2 ? "Int" : "Uint";
  switch (size) {
    case 1:
      return signed2 ? `view.getInt8(${here})` : `u8[${here}]`;
    case 2:
    case 4:
      return `view.get${sign}${size * 8}(${here}, ${little})`;
    case 8:
      return `view.getBig${sign}64(${here}, ${little})`;
    default:
      return void 0;
  }
}

// src/codec/generate/decode.ts
var longestLiteral = 8;
var DecodeSource = class {
  #source;
  #coders;
  #little;
  #functions = /* @__PURE__ */ new Map();
  constructor(source, coders, little) {
    this.#source = source;
    this.#coders = coders;
    this.#little = little;
  }
  /** The function that decodes a layout at `at`. */
  functionOf(layout2) {
    const made = this.#functions.get(layout2);
    if (made !== void 0) return made;
    const name = this.#source.define(
      "from, at",
      `${views("from")}
${this.#body(layout2)}`,
    );
    this.#functions.set(layout2, name);
    return name;
  }
  #body(layout2) {
    if (layout2.kind === "struct" || layout2.kind === "union") return this.#object(layout2);
    if (layout2.kind === "array") return this.#array(layout2);
    return `return ${this.#expression({ name: "", offset: 0, layout: layout2 }, 0)};`;
  }
  #object(layout2) {
    const properties = [...flatFields(layout2)].map(
      ({ field, offset }) => `${literalKey(field.name)}: ${this.#expression(field, offset)}`,
    );
    return `return {
${properties.join(",\n")}
};`;
  }
  #array({ element, length }) {
    const size = sizeOfLayout(element);
    const at = (offset) => this.#expression({ name: "", offset: 0, layout: element }, offset);
    if (length <= longestLiteral)
      return `return [${Array.from({ length }, (_, i) => at(i * size)).join(", ")}];`;
    return `const elements = [];
for (let i = 0; i < ${length}; i++) {
elements.push(${at(0)});
at += ${size};
}
return elements;`;
  }
  #expression(field, offset) {
    const { layout: layout2, bits } = field;
    const here = position("at", offset);
    const raw = rawRead(field, "at", offset, this.#little);
    switch (layout2.kind) {
      case "bool":
        if (raw !== void 0) return `${raw} !== 0`;
        break;
      case "enum":
        if (raw !== void 0)
          return `${this.#source.constant(namer(enumNames(layout2, layout2.size * 8).names))}(${raw})`;
        break;
      case "string":
        return `${this.#source.constant(readText)}(u8, ${here}, ${layout2.size})`;
      case "bytes":
        return `${this.#source.constant(copyBytes)}(u8, ${here}, ${layout2.size})`;
      case "array":
      case "struct":
      case "union":
        return `${this.functionOf(layout2)}(from, ${here})`;
      default:
        if (raw !== void 0) return raw;
    }
    const coder = bits === void 0 ? this.#coders.of(layout2) : this.#coders.ofField(field);
    return `${this.#source.constant(coder.read)}(from, ${here})`;
  }
};
function namer(names) {
  return (raw) => names.get(raw) ?? raw;
}

// src/codec/generate/padding.ts
function paddingOf({ fields, size }) {
  const whole = fields
    .filter(({ bits, kernelOwned }) => bits === void 0 && !kernelOwned)
    .map(({ offset, layout: layout2 }) => ({ start: offset, end: offset + sizeOfLayout(layout2) }))
    .sort((a, b) => a.start - b.start);
  const gaps = [];
  let at = 0;
  for (const { start, end } of [...whole, { start: size, end: size }]) {
    if (start > at) gaps.push({ start: at, end: start });
    at = end;
  }
  return gaps;
}

// src/codec/generate/scalar-writes.ts
var largestFloat = 34028234663852886e22;
function scalarWrite(source, { layout: layout2, bits }, v, offset, little) {
  if (bits !== void 0) return void 0;
  const here = position("at", offset);
  switch (layout2.kind) {
    case "integer":
      if (layout2.size === 16) return void 0;
      return `if (${misfits(layout2.size, layout2.signed, v)}) return false;
${store(layout2.size, here, v, little)}`;
    case "pointer":
      return `if (${misfits(8, false, v)}) return false;
${store(8, here, v, little)}`;
    case "bool":
      return layout2.size === 1
        ? `if (typeof ${v} !== "boolean") return false;
u8[${here}] = ${v} ? 1 : 0;`
        : void 0;
    case "float":
      return layout2.size === 8
        ? `if (typeof ${v} !== "number" || ${v} !== ${v}) return false;
view.setFloat64(${here}, ${v}, ${little});`
        : `if (typeof ${v} !== "number" || !(Math.abs(${v}) <= ${largestFloat})) return false;
view.setFloat32(${here}, ${v}, ${little});`;
    case "string":
      return `if (!${source.constant(writeAscii)}(${v}, u8, ${here}, ${layout2.size})) return false;`;
    case "enum": {
      const values = source.constant(enumNames(layout2, layout2.size * 8).values);
      return `{ const raw = ${values}.get(${v}); if (raw === undefined) return false;
${store(layout2.size, here, "raw", little)} }`;
    }
    default:
      return void 0;
  }
}
function misfits(size, signed2, v) {
  if (size === 8)
    return `typeof ${v} !== "bigint" || BigInt.as${signed2 ? "Int" : "Uint"}N(64, ${v}) !== ${v}`;
  const spare = 32 - size * 8;
  const cut =
    spare === 0
      ? `(${v} ${signed2 ? "|" : ">>>"} 0)`
      : signed2
        ? `(${v} << ${spare} >> ${spare})`
        : `(${v} & ${2 ** (size * 8) - 1})`;
  return `typeof ${v} !== "number" || ${cut} !== ${v}`;
}
function store(size, here, v, little) {
  switch (size) {
    case 1:
      return `u8[${here}] = ${v};`;
    case 8:
      return `view.setBigUint64(${here}, ${v}, ${little});`;
    default:
      return `view.setUint${size * 8}(${here}, ${v}, ${little});`;
  }
}
function writeAscii(text, u8, at, size) {
  if (typeof text !== "string" || text.length > size) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0 || code >= 128) return false;
    u8[at + i] = code;
  }
  for (let i = text.length; i < size; i++) u8[at + i] = 0;
  return true;
}

// src/codec/generate/encode.ts
var EncodeSource = class {
  #source;
  #coders;
  #little;
  #functions = /* @__PURE__ */ new Map();
  constructor(source, coders, little) {
    this.#source = source;
    this.#coders = coders;
    this.#little = little;
  }
  functionOf(layout2) {
    const made = this.#functions.get(layout2);
    if (made !== void 0) return made;
    const name = this.#source.define(
      "value, to, at",
      `${views("to")}
${this.#body(layout2)}
return true;`,
    );
    this.#functions.set(layout2, name);
    return name;
  }
  #body(layout2) {
    if (layout2.kind === "struct" && isPlain(layout2)) return this.#struct(layout2);
    if (layout2.kind === "array") return this.#array(layout2);
    return this.#write({ name: "", offset: 0, layout: layout2 }, "value", 0);
  }
  #struct(layout2) {
    const { fields } = layout2;
    const cases = fields.map(({ name }) => `case ${JSON.stringify(name)}:`).join(" ");
    return `if (typeof value !== "object" || value === null) return false;
for (const name in value) switch (name) { ${cases} break; default: return false; }
${paddingOf(layout2)
  .map(({ start, end }) => zeros(start, end))
  .join("\n")}
${fields
  .filter(({ kernelOwned }) => !kernelOwned)
  .map((field) => this.#property(field))
  .join("\n")}`;
  }
  #property(field) {
    const key = JSON.stringify(field.name);
    return `{ const v = value[${key}];
${this.#write(field, "v", field.offset)} }`;
  }
  #array({ element, length }) {
    return `if (typeof value !== "object" || value === null || value.length !== ${length}) return false;
for (let i = 0; i < ${length}; i++) {
const v = value[i];
${this.#write({ name: "", offset: 0, layout: element }, "v", 0)}
at += ${sizeOfLayout(element)};
}`;
  }
  /** Statements that write the value in variable `v`. */
  #write(field, v, offset) {
    const { layout: layout2, bits } = field;
    const here = position("at", offset);
    const scalar = scalarWrite(this.#source, field, v, offset, this.#little);
    if (scalar !== void 0) return scalar;
    if ((layout2.kind === "struct" && isPlain(layout2)) || layout2.kind === "array")
      return `if (!${this.functionOf(layout2)}(${v}, to, ${here})) return false;`;
    const coder = bits === void 0 ? this.#coders.of(layout2) : this.#coders.ofField(field);
    return `${this.#source.constant(coder.write)}(${v}, to, ${here});`;
  }
};
function isPlain({ fields }) {
  return (
    fields.every(({ name }) => name !== "" && !(name in Object.prototype)) &&
    fields.every(({ layout: layout2, kernelOwned }) => kernelOwned || sizeOfLayout(layout2) > 0) &&
    fields.some(({ kernelOwned }) => !kernelOwned)
  );
}
function zeros(start, end) {
  if (end - start <= 8)
    return Array.from({ length: end - start }, (_, i) => `u8[${position("at", start + i)}] = 0;`).join(" ");
  return `u8.fill(0, ${position("at", start)}, ${position("at", end)});`;
}

// src/codec/decimal.ts
var billion = 1e9;
function writeUnsigned(value, to, at) {
  if (value < 10) {
    to[at] = 48 + value;
    return at + 1;
  }
  if (value >= billion) {
    const first = Math.floor(value / billion);
    to[at] = 48 + first;
    return writeDigits(value - first * billion, 9, to, at + 1);
  }
  return writeDigits(value, digitsOf(value), to, at);
}
function writeSigned(value, to, at) {
  if (value >= 0) return writeUnsigned(value, to, at);
  to[at] = 45;
  return writeUnsigned(-value, to, at + 1);
}
function writeQuotedUnsigned64(high2, low2, to, at) {
  to[at] = 34;
  const end = writeUnsigned64(high2, low2, to, at + 1);
  to[end] = 34;
  return end + 1;
}
function writeQuotedSigned64(high2, low2, to, at) {
  if (high2 < 2147483648) return writeQuotedUnsigned64(high2, low2, to, at);
  to[at] = 34;
  to[at + 1] = 45;
  const negated = -low2 >>> 0;
  const end = writeUnsigned64((~high2 + (negated === 0 ? 1 : 0)) >>> 0, negated, to, at + 2);
  to[end] = 34;
  return end + 1;
}
function writeUnsigned64(high2, low2, to, at) {
  if (high2 === 0) return writeUnsigned(low2, to, at);
  const first = Math.floor(high2 / billion);
  let rest = (high2 - first * billion) * 65536 + (low2 >>> 16);
  const second = Math.floor(rest / billion);
  rest = (rest - second * billion) * 65536 + (low2 & 65535);
  const third = Math.floor(rest / billion);
  rest -= third * billion;
  const billions = (first * 65536 + second) * 65536 + third;
  const top = Math.floor(billions / billion);
  const end =
    top === 0
      ? writeUnsigned(billions, to, at)
      : writeDigits(billions - top * billion, 9, to, writeUnsigned(top, to, at));
  return writeDigits(rest, 9, to, end);
}
function writeDigits(value, count, to, at) {
  let rest = value | 0;
  for (let i = at + count - 1; i >= at; i--) {
    const tenth = (rest / 10) | 0;
    to[i] = 48 + rest - tenth * 10;
    rest = tenth;
  }
  return at + count;
}
function digitsOf(value) {
  if (value < 1e4) return value < 100 ? 2 : value < 1e3 ? 3 : 4;
  if (value < 1e6) return value < 1e5 ? 5 : 6;
  return value < 1e7 ? 7 : value < 1e8 ? 8 : 9;
}

// src/codec/write-string.ts
var encoder = new TextEncoder();
function writeString(text, to, at) {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 128) return at + encoder.encodeInto(text, to.subarray(at)).written;
    to[at + i] = code;
  }
  return at + text.length;
}

// src/codec/generate/json-pieces.ts
function writeQuotedText(u8, start, size, to, at) {
  let next = at;
  to[next++] = 34;
  for (let i = start; i < start + size; i++) {
    const byte = u8[i];
    if (byte === 0) break;
    if (byte < 32 || byte >= 128 || byte === 34 || byte === 92)
      return writeString(JSON.stringify(readText(u8, start, size)), to, at);
    to[next++] = byte;
  }
  to[next++] = 34;
  return next;
}
function writeQuotedHex(u8, start, size, to, at) {
  let next = writeString('"hex:', to, at);
  for (let i = start; i < start + size; i++) {
    to[next++] = hexDigits[u8[i] >> 4];
    to[next++] = hexDigits[u8[i] & 15];
  }
  to[next++] = 34;
  return next;
}
var hexDigits = new TextEncoder().encode("0123456789abcdef");
function writeFloat(value, to, at) {
  return writeString(JSON.stringify(jsonFloat(value)), to, at);
}
function writeBool(value, to, at) {
  return writeString(value ? "true" : "false", to, at);
}
function enumWriter(names) {
  const quoted = new Map([...names].map(([raw, name]) => [raw, JSON.stringify(name)]));
  return (raw, to, at) =>
    writeString(quoted.get(raw) ?? (typeof raw === "bigint" ? `"${raw}"` : String(raw)), to, at);
}

// src/codec/generate/json.ts
var JsonSource = class {
  #source;
  #coders;
  #little;
  #functions = /* @__PURE__ */ new Map();
  /** @param coders of the form "json" */
  constructor(source, coders, little) {
    this.#source = source;
    this.#coders = coders;
    this.#little = little;
  }
  functionOf(layout2) {
    const made = this.#functions.get(layout2);
    if (made !== void 0) return made;
    const name = this.#source.define(
      "from, at, to, p",
      `${views("from")}
${this.#body(layout2)}
return p;`,
    );
    this.#functions.set(layout2, name);
    return name;
  }
  #body(layout2) {
    if (layout2.kind === "array") return this.#array(layout2);
    if ((layout2.kind === "struct" || layout2.kind === "union") && isInOrder(layout2))
      return this.#object(layout2);
    return this.#scalar({ name: "", offset: 0, layout: layout2 }, 0);
  }
  #object(layout2) {
    const statements = [];
    let text = "{";
    for (const { field, offset } of flatFields(layout2)) {
      statements.push(literal(`${text}${JSON.stringify(field.name)}:`), this.#value(field, offset));
      text = ",";
    }
    statements.push(literal(text === "{" ? "{}" : "}"));
    return statements.join("\n");
  }
  #array({ element, length }) {
    if (length === 0) return literal("[]");
    return `for (let i = 0; i < ${length}; i++) {
to[p++] = i === 0 ? 91 : 44;
${this.#value({ name: "", offset: 0, layout: element }, 0)}
at += ${sizeOfLayout(element)};
}
to[p++] = 93;`;
  }
  #value(field, offset) {
    const { layout: layout2 } = field;
    return layout2.kind === "array" || layout2.kind === "struct" || layout2.kind === "union"
      ? `p = ${this.functionOf(layout2)}(from, ${position("at", offset)}, to, p);`
      : this.#scalar(field, offset);
  }
  #scalar(field, offset) {
    const { layout: layout2, bits } = field;
    const here = position("at", offset);
    if (layout2.kind === "string") return this.#call(writeQuotedText, `u8, ${here}, ${layout2.size}`);
    if (layout2.kind === "bytes") return this.#call(writeQuotedHex, `u8, ${here}, ${layout2.size}`);
    const raw = rawRead(field, "at", offset, this.#little);
    if (raw !== void 0) {
      switch (layout2.kind) {
        case "bool":
          return this.#call(writeBool, `${raw} !== 0`);
        case "float":
          return this.#call(writeFloat, raw);
        case "enum":
          return this.#call(enumWriter(enumNames(layout2, layout2.size * 8).names), raw);
        case "pointer":
          return this.#call(writeQuotedUnsigned64, this.#halves(offset));
        case "integer":
          if (layout2.size === 8)
            return this.#call(
              layout2.signed ? writeQuotedSigned64 : writeQuotedUnsigned64,
              this.#halves(offset),
            );
          return this.#call(layout2.signed ? writeSigned : writeUnsigned, raw);
      }
    }
    const coder = bits === void 0 ? this.#coders.of(layout2) : this.#coders.ofField(field);
    return this.#call(writeString, `JSON.stringify(${this.#source.constant(coder.read)}(from, ${here}))`);
  }
  /** `p = writer(what, to, p);` */
  #call(writer2, what) {
    return `p = ${this.#source.constant(writer2)}(${what}, to, p);`;
  }
  /** The high and the low half of 64 bits. */
  #halves(offset) {
    const [low2, high2] = this.#little ? [offset, offset + 4] : [offset + 4, offset];
    const read = (offset2) => `view.getUint32(${position("at", offset2)}, ${this.#little})`;
    return `${read(high2)}, ${read(low2)}`;
  }
};
function isInOrder(layout2) {
  for (const { field } of flatFields(layout2)) if (/^\d/.test(field.name)) return false;
  return true;
}
function literal(text) {
  const bytes3 = [...Buffer.from(text)];
  return `${bytes3.map((byte, i) => `to[${position("p", i)}] = ${byte};`).join(" ")} p += ${bytes3.length};`;
}

// src/codec/generate/printer.ts
var largestLimit = 2 ** 20;
var room = Buffer.allocUnsafeSlow(4096);
function printer(writeJson, jsonLimit2, slow) {
  if (jsonLimit2 > largestLimit) return { jsonLimit: jsonLimit2, jsonText: slow.jsonText };
  if (jsonLimit2 > room.length) room = Buffer.allocUnsafeSlow(jsonLimit2);
  return {
    jsonLimit: jsonLimit2,
    jsonText: (from, at) => room.toString("utf8", 0, writeJson(from, at, room, 0)),
  };
}

// src/codec/generate/generate.ts
var mostFields = 1e3;
function generateCode(slow, coders, little) {
  const { layout: layout2 } = slow;
  if (measure(layout2, layout2.kind).fields > mostFields) return {};
  const source = new Source();
  const decode = new DecodeSource(source, coders.value, little).functionOf(layout2);
  const encode = new EncodeSource(source, coders.value, little).functionOf(layout2);
  const methods = [`decode: ${decode}`, `encode: ${encodeElseSlow(source, encode, slow)}`];
  if (layout2.kind !== "string" && layout2.kind !== "enum")
    methods.push(`writeJson: ${new JsonSource(source, coders.json, little).functionOf(layout2)}`);
  try {
    const made = source.evaluate(`{ ${methods.join(", ")} }`);
    return made.writeJson === void 0
      ? made
      : { ...made, ...printer(made.writeJson, jsonLimit(layout2), slow) };
  } catch (error) {
    if (error instanceof EvalError) return {};
    throw error;
  }
}
function encodeElseSlow(source, encode, slow) {
  const [misfit, encodeSlow] = [source.constant(Misfit), source.constant(slow.encode)];
  return source.define(
    "value, to, at, path",
    `try {
if (${encode}(value, to, at)) return;
} catch (error) {
if (!(error instanceof ${misfit})) throw error;
}
${encodeSlow}(value, to, at, path);`,
  );
}

// src/codec/make-codec.ts
function makeCodec(layout2, { little, generate }) {
  checkLayout(layout2);
  const size = sizeOfLayout(layout2);
  const coders = { value: new Coders("value", little), json: new Coders("json", little) };
  const [value, json] = [coders.value.of(layout2), coders.json.of(layout2)];
  const toJson = (from, at) => {
    const read = json.read(from, at);
    return isHexLike(read) ? hexText(from.u8, at, size) : read;
  };
  const slow = {
    layout: layout2,
    size,
    decode: value.read,
    encode: (given, to, at, path) => write(value, given, to, at, path),
    toJson,
    fromJson(given, to, at, path) {
      const coder = isHexLike(given) ? hexCoder(size) : json;
      write(coder, given, to, at, path);
    },
    jsonText: (from, at) => JSON.stringify(toJson(from, at)),
  };
  return generate ? { ...slow, ...generateCode(slow, coders, little) } : slow;
}
function isHexLike(json) {
  return typeof json === "string" && json.startsWith(hexPrefix);
}
function hexCoder(size) {
  return { write: (text, to, at) => writeHex(text, to, at, size) };
}
function write(coder, value, to, at, path) {
  try {
    coder.write(value, to, at);
  } catch (error) {
    throw error instanceof Misfit ? new ValueError(error.path(path), error.reason) : error;
  }
}

// src/codec/exact.ts
function exactJson(codec, from, at) {
  return isExact(codec, from, at) ? codec.toJson(from, at) : hexText(from.u8, at, codec.size);
}
function exactJsonText(codec, from, at) {
  return isExact(codec, from, at) ? codec.jsonText(from, at) : `"${hexText(from.u8, at, codec.size)}"`;
}
var copies = /* @__PURE__ */ new WeakMap();
function isExact(codec, from, at) {
  let copy = copies.get(codec);
  if (copy === void 0) {
    copy = byteView(new Uint8Array(codec.size));
    copies.set(codec, copy);
  }
  try {
    codec.encode(codec.decode(from, at), copy, 0, "");
  } catch (error) {
    if (ValueError.is(error)) return false;
    throw error;
  }
  for (let i = 0; i < codec.size; i++) if (copy.u8[i] !== from.u8[at + i]) return false;
  return true;
}

// src/codec/json-bytes.ts
var largestLimit2 = 2 ** 24;
var shortText = 64;
var JsonBytes = class {
  #bytes;
  #length = 0;
  constructor(size = 65536) {
    this.#bytes = Buffer.allocUnsafeSlow(size);
  }
  /** Bytes written so far. */
  get length() {
    return this.#length;
  }
  /** The bytes written so far, until the next append: not a copy. */
  get bytes() {
    return this.#bytes.subarray(0, this.#length);
  }
  clear() {
    this.#length = 0;
  }
  /** What is JSON already. */
  appendText(text) {
    this.#reserve(text.length * 3);
    this.#length =
      text.length <= shortText
        ? writeString(text, this.#bytes, this.#length)
        : this.#length + this.#bytes.write(text, this.#length);
  }
  /** `codec.jsonText(from, at)`. */
  append(codec, from, at) {
    const { jsonLimit: jsonLimit2 = Number.POSITIVE_INFINITY } = codec;
    if (codec.writeJson !== void 0 && jsonLimit2 <= largestLimit2) {
      this.#reserve(jsonLimit2);
      this.#length = codec.writeJson(from, at, this.#bytes, this.#length);
    } else this.appendText(codec.jsonText(from, at));
  }
  /** `exactJsonText(codec, from, at)`. */
  appendExact(codec, from, at) {
    if (isExact(codec, from, at)) this.append(codec, from, at);
    else this.appendText(`"${hexText(from.u8, at, codec.size)}"`);
  }
  #reserve(size) {
    const needed = this.#length + size;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
    larger.set(this.bytes);
    this.#bytes = larger;
  }
};

// src/codec/codec.ts
var codecs = /* @__PURE__ */ new WeakMap();
function codecOf(layout2) {
  let codec = codecs.get(layout2);
  if (codec === void 0) {
    codec = makeCodec(layout2, { little: hostIsLittle, generate: true });
    codecs.set(layout2, codec);
  }
  return codec;
}

// src/open/source.ts
var import_syscall = require("@bpf/syscall");
function fdOf(source) {
  if (source instanceof import_syscall.BpfFd) return source;
  if (typeof source !== "object" || source === null) return void 0;
  const { fd } = source;
  return fd instanceof import_syscall.BpfFd ? fd : void 0;
}
function openSource(source, access) {
  if (typeof source === "string")
    return { fd: requireMap((0, import_syscall.objGet)(source, { access }), source), path: source };
  const given = fdOf(source);
  if (given === void 0) {
    throw Object.assign(new TypeError("a map is the path of its pin, a BpfFd, or what has one as `fd`"), {
      code: "ERR_INVALID_ARG_TYPE",
    });
  }
  const { spec, path } = source === given ? {} : source;
  return { fd: requireMap(given.dup(), path), spec, path };
}
function requireMap(fd, path) {
  try {
    const kind = (0, import_syscall.fdKind)(fd);
    if (kind === "map") return fd;
    const what = path === void 0 ? "This descriptor" : path;
    throw new MapError("ERR_MAP_KIND", `${what} is no map: it is of kind "${kind}".`, { path });
  } catch (error) {
    fd.close();
    throw error;
  }
}

// src/fds/descriptor-update.ts
var mostDescriptor = 2147483647;
var u32 = codecOf({ kind: "integer", size: 4, signed: false });
var u64 = codecOf({ kind: "integer", size: 8, signed: false });
function descriptorUpdate(elements, to, valueSize) {
  return (value, flags) => {
    const given = fdOf(value);
    if (given !== void 0) return elements.updateFd(given, flags);
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > mostDescriptor) {
      throw new ValueError("value", `expected a BpfFd, or a descriptor's number from 0 to ${mostDescriptor}`);
    }
    if (valueSize === u64.size) u64.encode(BigInt(value), to, 0, "value");
    else u32.encode(value, to, 0, "value");
    return elements.update(flags);
  };
}

// src/fds/id-update.ts
var bytes = codecOf({ kind: "bytes", size: 4 });
function idUpdate(elements, to, layout2, open) {
  const id2 = codecOf(layout2);
  return (value, flags) => {
    var _stack = [];
    try {
      const given = fdOf(value);
      if (given !== void 0) return elements.updateFd(given, flags);
      if (value instanceof Uint8Array) bytes.encode(value, to, 0, "value");
      else id2.fromJson(value, to, 0, "value");
      const opened = __using(_stack, open(id2.decode(to, 0)));
      return elements.updateFd(opened, flags);
    } catch (_) {
      var _error = _,
        _hasError = true;
    } finally {
      __callDispose(_stack, _error, _hasError);
    }
  };
}

// src/fds/layouts.ts
var import_elf = require("@bpf/elf");
var u322 = { kind: "integer", size: 4, signed: false };
var u642 = { kind: "integer", size: 8, signed: false };
var withProgram = (name, first) => ({
  kind: "struct",
  name,
  size: 8,
  fields: [
    { name: first, offset: 0, layout: u322 },
    { name: "program", offset: 4, layout: u322 },
  ],
});
var devmapValue = withProgram("bpf_devmap_val", "ifindex");
var cpumapValue = withProgram("bpf_cpumap_val", "queueSize");
var stackBuildId = {
  kind: "struct",
  name: "bpf_stack_build_id",
  size: 32,
  fields: [
    { name: "status", offset: 0, layout: { kind: "integer", size: 4, signed: true } },
    { name: "build_id", offset: 4, layout: { kind: "bytes", size: 20 } },
    {
      name: "",
      offset: 24,
      layout: {
        kind: "union",
        name: "",
        size: 8,
        fields: [
          { name: "offset", offset: 0, layout: u642 },
          { name: "ip", offset: 0, layout: u642 },
        ],
      },
    },
  ],
};
var cgroupStorageKey = {
  kind: "struct",
  name: "bpf_cgroup_storage_key",
  size: 16,
  fields: [
    { name: "cgroup_inode_id", offset: 0, layout: u642 },
    { name: "attach_type", offset: 8, layout: u322 },
  ],
};
var withU32Keys = /* @__PURE__ */ new Set([
  import_elf.MapType.ARRAY,
  import_elf.MapType.PERCPU_ARRAY,
  import_elf.MapType.PROG_ARRAY,
  import_elf.MapType.PERF_EVENT_ARRAY,
  import_elf.MapType.CGROUP_ARRAY,
  import_elf.MapType.ARRAY_OF_MAPS,
  import_elf.MapType.STACK_TRACE,
  import_elf.MapType.DEVMAP,
  import_elf.MapType.DEVMAP_HASH,
  import_elf.MapType.CPUMAP,
  import_elf.MapType.XSKMAP,
  import_elf.MapType.SOCKMAP,
  import_elf.MapType.REUSEPORT_SOCKARRAY,
  import_elf.MapType.INSN_ARRAY,
]);
var withU32Values = /* @__PURE__ */ new Set([
  import_elf.MapType.PROG_ARRAY,
  import_elf.MapType.ARRAY_OF_MAPS,
  import_elf.MapType.HASH_OF_MAPS,
  import_elf.MapType.PERF_EVENT_ARRAY,
  import_elf.MapType.CGROUP_ARRAY,
  import_elf.MapType.XSKMAP,
]);
function kindLayouts(info) {
  const key = keyLayout(info);
  const value = valueLayout(info);
  return { ...(key && { key }), ...(value && { value }) };
}
function keyLayout({ type, keySize }) {
  if (withU32Keys.has(type) && keySize === 4) return u322;
  if (type !== import_elf.MapType.CGROUP_STORAGE && type !== import_elf.MapType.PERCPU_CGROUP_STORAGE)
    return void 0;
  return keySize === 8 ? u642 : keySize === cgroupStorageKey.size ? cgroupStorageKey : void 0;
}
function valueLayout({ type, valueSize, flags }) {
  if (withU32Values.has(type)) return valueSize === 4 ? u322 : void 0;
  switch (type) {
    case import_elf.MapType.DEVMAP:
    case import_elf.MapType.DEVMAP_HASH:
      return ofSize(valueSize, u322, devmapValue);
    case import_elf.MapType.CPUMAP:
      return ofSize(valueSize, u322, cpumapValue);
    case import_elf.MapType.SOCKMAP:
    case import_elf.MapType.SOCKHASH:
    case import_elf.MapType.REUSEPORT_SOCKARRAY:
      return ofSize(valueSize, u322, u642);
    case import_elf.MapType.STACK_TRACE: {
      const element = (flags & import_elf.MapFlag.STACK_BUILD_ID) === 0 ? u642 : stackBuildId;
      const size = element === u642 ? 8 : stackBuildId.size;
      return valueSize % size === 0 ? { kind: "array", element, length: valueSize / size } : void 0;
    }
    default:
      return void 0;
  }
}
var ofSize = (size, four, eight) => (size === 4 ? four : size === 8 ? eight : void 0);

// src/fds/program-update.ts
var import_syscall2 = require("@bpf/syscall");
var bytes2 = codecOf({ kind: "bytes", size: 8 });
var u323 = codecOf({ kind: "integer", size: 4, signed: false });
function programUpdate(elements, to, layout2) {
  const codec = codecOf(layout2);
  const [number, program] = layout2.fields.map(({ name, offset }) => ({ name, offset }));
  const fieldsOf = (value) => {
    if (!(value instanceof Uint8Array))
      return typeof value === "object" && value !== null ? value : { [number.name]: value };
    bytes2.encode(value, to, 0, "value");
    return codec.decode(to, 0);
  };
  return (value, flags) => {
    var _stack = [];
    try {
      const fields = fieldsOf(value);
      const given = fields.program ?? 0;
      const fd = fdOf(given);
      codec.fromJson({ ...fields, program: fd === void 0 ? given : 0 }, to, 0, "value");
      if (fd !== void 0) return elements.updateFd(fd, flags, program.offset);
      const id2 = u323.decode(to, program.offset);
      if (id2 === 0) return elements.update(flags);
      const opened = __using(_stack, (0, import_syscall2.progFromId)(id2));
      return elements.updateFd(opened, flags, program.offset);
    } catch (_) {
      var _error = _,
        _hasError = true;
    } finally {
      __callDispose(_stack, _error, _hasError);
    }
  };
}

// src/fds/update.ts
var fromId = /* @__PURE__ */ new Map([
  [import_elf2.MapType.PROG_ARRAY, import_syscall3.progFromId],
  [import_elf2.MapType.ARRAY_OF_MAPS, import_syscall3.mapFromId],
  [import_elf2.MapType.HASH_OF_MAPS, import_syscall3.mapFromId],
]);
var descriptorOnly = /* @__PURE__ */ new Set([
  import_elf2.MapType.PERF_EVENT_ARRAY,
  import_elf2.MapType.CGROUP_ARRAY,
  import_elf2.MapType.XSKMAP,
  import_elf2.MapType.SOCKMAP,
  import_elf2.MapType.SOCKHASH,
  import_elf2.MapType.REUSEPORT_SOCKARRAY,
]);
var withProgram2 = /* @__PURE__ */ new Set([
  import_elf2.MapType.DEVMAP,
  import_elf2.MapType.DEVMAP_HASH,
  import_elf2.MapType.CPUMAP,
]);
function fdUpdate(info, elements, to) {
  const { type, valueSize } = info;
  const { value: layout2 } = kindLayouts(info);
  const open = fromId.get(type);
  if (open !== void 0 && layout2 !== void 0) return idUpdate(elements, to, layout2, open);
  if (descriptorOnly.has(type)) return descriptorUpdate(elements, to, valueSize);
  return withProgram2.has(type) && layout2?.kind === "struct" ? programUpdate(elements, to, layout2) : void 0;
}

// src/open/codecs.ts
var import_elf4 = require("@bpf/elf");
var import_syscall4 = require("@bpf/syscall");

// src/lpm/ip-address.ts
var import_node_net = require("net");
function ipBytes(text) {
  if ((0, import_node_net.isIPv4)(text)) return Uint8Array.from(text.split("."), Number);
  return (0, import_node_net.isIPv6)(text) && !text.includes("%") ? ipv6Bytes(text) : void 0;
}
function ipText(bytes3) {
  return bytes3.length === 4 ? bytes3.join(".") : ipv6Text(bytes3);
}
function ipv6Bytes(text) {
  const [head = "", tail] = text.split("::");
  const first = groupsOf(head);
  const last = tail === void 0 ? [] : groupsOf(tail);
  const bytes3 = new Uint8Array(16);
  for (const [index2, group] of first.entries()) putGroup(bytes3, index2, group);
  for (const [index2, group] of last.entries()) putGroup(bytes3, 8 - last.length + index2, group);
  return bytes3;
}
function groupsOf(text) {
  if (text === "") return [];
  return text.split(":").flatMap((group) => {
    if (!group.includes(".")) return [Number.parseInt(group, 16)];
    const [a, b, c, d] = group.split(".").map(Number);
    return [(a << 8) | b, (c << 8) | d];
  });
}
function putGroup(bytes3, index2, group) {
  bytes3[2 * index2] = group >> 8;
  bytes3[2 * index2 + 1] = group & 255;
}
function ipv6Text(bytes3) {
  const groups = Array.from({ length: 8 }, (_, index2) => (bytes3[2 * index2] << 8) | bytes3[2 * index2 + 1]);
  const mapped = groups[5] === 65535 && groups.every((group, index2) => index2 > 4 || group === 0);
  if (mapped) return `::ffff:${bytes3.subarray(12).join(".")}`;
  const hex = (from, to) =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(":");
  const { start, length } = longestZeros(groups);
  return length < 2 ? hex(0, 8) : `${hex(0, start)}::${hex(start + length, 8)}`;
}
function longestZeros(groups) {
  let longest = { start: 0, length: 0 };
  let start = 0;
  for (const [index2, group] of groups.entries()) {
    if (group !== 0) start = index2 + 1;
    else if (index2 + 1 - start > longest.length) longest = { start, length: index2 + 1 - start };
  }
  return longest;
}

// src/lpm/cidr.ts
var isAddressSize = (size) => size === 4 || size === 16;
function parseCidr(text, size, path = "key") {
  const slash = text.indexOf("/");
  const data = ipBytes(slash < 0 ? text : text.slice(0, slash));
  if (data?.length !== size) {
    const example = size === 4 ? "IPv4 prefix such as 10.0.0.0/8" : "IPv6 prefix such as 2001:db8::/32";
    throw new ValueError(path, `expected an ${example}, not ${JSON.stringify(text)}`);
  }
  if (slash < 0) return { prefixLength: 8 * size, data };
  const length = text.slice(slash + 1);
  const prefixLength = /^(0|[1-9]\d{0,2})$/.test(length) ? Number(length) : Number.NaN;
  if (prefixLength <= 8 * size) return { prefixLength, data };
  throw new ValueError(
    path,
    `expected a prefix length from 0 to ${8 * size} after the slash, not ${JSON.stringify(length)}`,
  );
}
function cidrText({ prefixLength, data }) {
  if (!isAddressSize(data.length)) {
    throw new ValueError("data", `expected the 4 or 16 bytes of an address, not ${data.length}`);
  }
  return `${ipText(data)}/${prefixLength}`;
}

// src/lpm/data-layout.ts
var PREFIX_BYTES = 4;
function lpmDataLayout(key, keySize) {
  const size = keySize - PREFIX_BYTES;
  const whole = innermost(key);
  if (whole.kind !== "struct") return void 0;
  const data = whole.fields.filter(
    ({ layout: layout2, offset }) => sizeOfLayout(layout2) > 0 && offset >= PREFIX_BYTES,
  );
  const before = whole.fields.filter(({ offset }) => offset < PREFIX_BYTES);
  if (before.some(({ layout: layout2, offset }) => offset + sizeOfLayout(layout2) > PREFIX_BYTES))
    return void 0;
  if (data.length > 1) return { kind: "struct", name: "", size, fields: data.map(moved) };
  const alone = data.length === 1 ? innermost(data[0].layout) : void 0;
  return alone?.kind === "struct" && alone.size === size ? alone : void 0;
}
function innermost(layout2) {
  if (layout2.kind !== "struct") return layout2;
  const fields = layout2.fields.filter((field) => sizeOfLayout(field.layout) > 0);
  const [only] = fields;
  if (fields.length !== 1 || only === void 0 || only.bits !== void 0) return layout2;
  return sizeOfLayout(only.layout) === layout2.size ? innermost(only.layout) : layout2;
}
function moved(field) {
  const offset = field.offset - PREFIX_BYTES;
  if (field.bits === void 0) return { ...field, offset };
  return { ...field, offset, bits: { ...field.bits, offset: field.bits.offset - 8 * PREFIX_BYTES } };
}

// src/lpm/codec.ts
var prefixCodec = codecOf({ kind: "integer", size: 4, signed: false });
function lpmKeyCodec(layout2, keySize) {
  const size = keySize - PREFIX_BYTES;
  const bytes3 = { kind: "bytes", size };
  const fields = layout2 === void 0 ? void 0 : lpmDataLayout(layout2, keySize);
  const whole = layout2 ?? {
    kind: "struct",
    name: "",
    size: keySize,
    fields: [
      { name: "prefixLength", offset: 0, layout: prefixCodec.layout },
      { name: "data", offset: PREFIX_BYTES, layout: bytes3 },
    ],
  };
  return new LpmKeyCodec(whole, keySize, codecOf(fields ?? bytes3), fields === void 0);
}
var LpmKeyCodec = class {
  layout;
  size;
  #data;
  /** Takes any bytes, in an array too. */
  #bytes;
  #hex;
  #isBytes;
  constructor(layout2, size, data, isBytes) {
    this.layout = layout2;
    this.size = size;
    this.#data = data;
    this.#isBytes = isBytes;
    const byte = { kind: "integer", size: 1, signed: false };
    this.#bytes = codecOf({ kind: "array", element: byte, length: data.size });
    this.#hex = codecOf({ kind: "bytes", size });
  }
  decode(from, at) {
    return { prefixLength: prefixCodec.decode(from, at), data: this.#data.decode(from, at + PREFIX_BYTES) };
  }
  encode(value, to, at, path) {
    const key = typeof value === "string" ? this.#cidr(value, path) : keyFields(value, path);
    prefixCodec.encode(key.prefixLength, to, at, `${path}.prefixLength`);
    this.#requirePrefix(to, at, path);
    const data = this.#isBytes || key.data instanceof Uint8Array ? this.#bytes : this.#data;
    data.encode(key.data, to, at + PREFIX_BYTES, `${path}.data`);
  }
  toJson(from, at) {
    const prefixLength = prefixCodec.decode(from, at);
    if (!this.#isBytes || !isAddressSize(this.#data.size) || prefixLength > 8 * this.#data.size) {
      return { prefixLength, data: this.#data.toJson(from, at + PREFIX_BYTES) };
    }
    return cidrText({
      prefixLength,
      data: from.u8.subarray(at + PREFIX_BYTES, at + this.size),
    });
  }
  fromJson(json, to, at, path) {
    if (typeof json === "string") {
      if (json.startsWith("hex:")) this.#hex.fromJson(json, to, at, path);
      else this.encode(json, to, at, path);
      return;
    }
    const { prefixLength, data } = keyFields(json, path);
    prefixCodec.fromJson(prefixLength, to, at, `${path}.prefixLength`);
    this.#requirePrefix(to, at, path);
    const codec = this.#isBytes && Array.isArray(data) ? this.#bytes : this.#data;
    codec.fromJson(data, to, at + PREFIX_BYTES, `${path}.data`);
  }
  jsonText(from, at) {
    return JSON.stringify(this.toJson(from, at));
  }
  #cidr(text, path) {
    const { size } = this.#data;
    if (isAddressSize(size)) return parseCidr(text, size, path);
    throw new ValueError(
      path,
      `expected { prefixLength, data }, not text: the ${size} bytes of data are no IP address`,
    );
  }
  /** The kernel would find nothing (ENOENT) for a longer prefix, or refuse it (EINVAL). */
  #requirePrefix(to, at, path) {
    const prefixLength = prefixCodec.decode(to, at);
    const bits = 8 * this.#data.size;
    if (prefixLength <= bits) return;
    throw new ValueError(
      `${path}.prefixLength`,
      `expected an integer from 0 to ${bits}, not ${prefixLength}`,
    );
  }
};
function keyFields(value, path) {
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof Uint8Array) {
    throw new ValueError(path, "expected { prefixLength, data }, or the text of a prefix");
  }
  for (const name of Object.keys(value)) {
    if (name !== "prefixLength" && name !== "data") throw new ValueError(`${path}.${name}`, "unknown field");
  }
  for (const name of ["prefixLength", "data"]) {
    if (!(name in value)) throw new ValueError(`${path}.${name}`, "missing");
  }
  return value;
}

// src/per-cpu/sum.ts
function addOf(layout2, path) {
  switch (layout2.kind) {
    case "integer":
      return layout2.size > 4 ? (a, b) => a + b : addNumbers;
    case "float":
      return addNumbers;
    case "array": {
      const add = addOf(layout2.element, `${path}[0]`);
      return (a, b) => a.map((element, index2) => add(element, b[index2]));
    }
    case "struct":
    case "union":
      return addFields(fieldAdds(layout2.fields, path));
    default:
      throw new LayoutError(path, `values of kind "${layout2.kind}" cannot be summed over the CPUs`);
  }
}
var addNumbers = (a, b) => a + b;
function fieldAdds(fields, path) {
  return fields
    .filter(({ kernelOwned }) => kernelOwned !== true)
    .flatMap(({ name, layout: layout2 }) => {
      const anonymous = name === "" && (layout2.kind === "struct" || layout2.kind === "union");
      return anonymous ? fieldAdds(layout2.fields, path) : [[name, addOf(layout2, `${path}.${name}`)]];
    });
}
function addFields(adds) {
  return (a, b) => Object.fromEntries(adds.map(([name, add]) => [name, add(a[name], b[name])]));
}

// src/per-cpu/summed-codec.ts
function summedCodec(value, cpus, stride) {
  const add = addOf(value.layout, "value");
  const size = stride * cpus;
  const decode = (from, at) => {
    let sum = value.decode(from, at);
    for (let offset = stride; offset < size; offset += stride) {
      sum = add(sum, value.decode(from, at + offset));
    }
    return sum;
  };
  const toJson = (from, at) => jsonOf(decode(from, at));
  return {
    layout: value.layout,
    size,
    decode,
    encode: (_value, _to, _at, path) => refuse(path),
    toJson,
    fromJson: (_json, _to, _at, path) => refuse(path),
    jsonText: (from, at) => JSON.stringify(toJson(from, at)),
  };
}
function refuse(path) {
  throw new ValueError(path, "a sum over the CPUs cannot be written; open the map without sum");
}
function jsonOf(sum) {
  if (typeof sum === "bigint") return String(sum);
  if (typeof sum === "number") return jsonFloat(sum);
  if (Array.isArray(sum)) return sum.map(jsonOf);
  return Object.fromEntries(Object.entries(sum).map(([name, part]) => [name, jsonOf(part)]));
}

// src/per-cpu/codec.ts
var perCpuStride = (valueSize) => Math.ceil(valueSize / 8) * 8;
function perCpuCodec(value, { cpus, sum }) {
  return sum ? summedCodec(value, cpus, perCpuStride(value.size)) : new PerCpuCodec(value, cpus);
}
var PerCpuCodec = class {
  layout;
  size;
  #value;
  #stride;
  #hex;
  constructor(value, cpus) {
    this.layout = value.layout;
    this.#value = value;
    this.#stride = perCpuStride(value.size);
    this.size = this.#stride * cpus;
    this.#hex = codecOf({ kind: "bytes", size: this.size });
  }
  decode(from, at) {
    const values = [];
    for (let offset = 0; offset < this.size; offset += this.#stride) {
      values.push(this.#value.decode(from, at + offset));
    }
    return values;
  }
  encode(values, to, at, path) {
    this.#each(values, to, at, path, "encode");
  }
  toJson(from, at) {
    const values = [];
    for (let offset = 0; offset < this.size; offset += this.#stride) {
      values.push(this.#value.toJson(from, at + offset));
    }
    return values;
  }
  fromJson(json, to, at, path) {
    if (typeof json === "string" && json.startsWith("hex:")) this.#hex.fromJson(json, to, at, path);
    else this.#each(json, to, at, path, "fromJson");
  }
  jsonText(from, at) {
    let text = `[${this.#value.jsonText(from, at)}`;
    for (let offset = this.#stride; offset < this.size; offset += this.#stride) {
      text += `,${this.#value.jsonText(from, at + offset)}`;
    }
    return `${text}]`;
  }
  #each(values, to, at, path, write2) {
    const cpus = this.size / this.#stride;
    if (!Array.isArray(values)) {
      throw new ValueError(path, `expected an array of ${cpus} values, one for each possible CPU`);
    }
    if (values.length !== cpus) {
      throw new ValueError(path, `expected ${cpus} values, one for each possible CPU, not ${values.length}`);
    }
    for (let cpu = 0; cpu < cpus; cpu++) {
      const start = at + cpu * this.#stride;
      this.#value[write2](values[cpu], to, start, `${path}[${cpu}]`);
      to.u8.fill(0, start + this.#value.size, start + this.#stride);
    }
  }
};

// src/open/json-codec.ts
function jsonCodec(codec) {
  const { jsonLimit: jsonLimit2 } = codec;
  const writer2 =
    codec.writeJson === void 0 || jsonLimit2 === void 0
      ? {}
      : { jsonLimit: jsonLimit2, writeJson: codec.writeJson.bind(codec) };
  return {
    ...writer2,
    layout: codec.layout,
    size: codec.size,
    decode: (from, at) => codec.toJson(from, at),
    encode: (value, to, at, path) => codec.fromJson(value, to, at, path),
    toJson: (from, at) => codec.toJson(from, at),
    fromJson: (json, to, at, path) => codec.fromJson(json, to, at, path),
    jsonText: (from, at) => codec.jsonText(from, at),
  };
}

// src/open/map-types.ts
var import_elf3 = require("@bpf/elf");
var perCpu = /* @__PURE__ */ new Set([
  import_elf3.MapType.PERCPU_HASH,
  import_elf3.MapType.PERCPU_ARRAY,
  import_elf3.MapType.LRU_PERCPU_HASH,
  import_elf3.MapType.PERCPU_CGROUP_STORAGE,
]);
var arrays = /* @__PURE__ */ new Set([import_elf3.MapType.ARRAY, import_elf3.MapType.PERCPU_ARRAY]);
var isPerCpu = (type) => perCpu.has(type);
var isArray = (type) => arrays.has(type);

// src/open/codecs.ts
function codecsFor({ type, keySize }, { key, value }, { raw = false, json = false, sum = false }) {
  const keys = type === import_elf4.MapType.LPM_TRIE && !raw ? lpmKeyCodec(key, keySize) : codecOf(key);
  const values = isPerCpu(type)
    ? perCpuCodec(codecOf(value), { cpus: (0, import_syscall4.possibleCpus)(), sum })
    : codecOf(value);
  return json ? { key: jsonCodec(keys), value: jsonCodec(values) } : { key: keys, value: values };
}

// src/open/layouts.ts
var import_elf11 = require("@bpf/elf");
var import_syscall5 = require("@bpf/syscall");

// src/layout/from-btf.ts
var import_elf10 = require("@bpf/elf");

// src/layout/btf-layouts.ts
var import_elf9 = require("@bpf/elf");

// src/layout/btf-fields.ts
var import_elf7 = require("@bpf/elf");

// src/layout/kernel-owned.ts
var import_elf5 = require("@bpf/elf");
var kernelStructs = /* @__PURE__ */ new Set([
  "bpf_spin_lock",
  // 5.1
  "bpf_timer",
  // 5.15
  "bpf_list_head",
  // 6.2
  "bpf_rb_root",
  // 6.3
  "bpf_refcount",
  // 6.4
  "bpf_wq",
  // 6.10
  "bpf_res_spin_lock",
  // 6.15
  "bpf_task_work",
  // 6.18
]);
var kernelPointerTags = /* @__PURE__ */ new Set([
  "kptr_untrusted",
  "kptr",
  "kptr_ref",
  // what 5.19 to 6.2 called `kptr`, when `kptr` was what is `kptr_untrusted` now
  "percpu_kptr",
]);
function isKernelOwned(types, typeId) {
  let { type } = types.resolve(typeId);
  for (let depth = 0; type.kind === import_elf5.BtfKind.ARRAY && depth < maxDepth; depth++)
    type = types.resolve(type.type).type;
  if (type.kind === import_elf5.BtfKind.STRUCT) return kernelStructs.has(type.name);
  if (type.kind !== import_elf5.BtfKind.PTR) return false;
  const pointee = types.type(type.type);
  return (
    pointee.kind === import_elf5.BtfKind.TYPE_TAG && !pointee.attribute && kernelPointerTags.has(pointee.name)
  );
}

// src/layout/scalars-from-btf.ts
var import_elf6 = require("@bpf/elf");
var integerSizes = [1, 2, 4, 8, 16];
function isWhole(type) {
  return type.bitOffset === 0 && type.bits === type.size * 8;
}
function integerLayout(type) {
  if (!isWhole(type) || !isOneOf(integerSizes, type.size)) return { kind: "bytes", size: type.size };
  if (type.bool && type.size <= 8) return { kind: "bool", size: type.size };
  return isChar(type) ? { kind: "char" } : { kind: "integer", size: type.size, signed: type.signed };
}
function bitFieldLayout(type) {
  const size = integerSizes.find((size2) => size2 >= type.size);
  if (size === void 0) return void 0;
  return type.bool && size <= 8 ? { kind: "bool", size } : { kind: "integer", size, signed: type.signed };
}
function isChar({ size, name, char }) {
  return size === 1 && (name === "char" || (char && name !== "signed char" && name !== "unsigned char"));
}
function enumLayout(type, name) {
  const { size, signed: signed2 } = type;
  if (!isOneOf([1, 2, 4, 8], size)) return { kind: "bytes", size };
  const values = [];
  for (const { name: name2, value } of type.values) {
    const bits = type.kind === import_elf6.BtfKind.ENUM ? 32 : 64;
    const held = valueOfWidth(BigInt(value), bits, size * 8, signed2);
    if (held !== void 0) values.push({ name: name2, value: size === 8 ? held : Number(held) });
  }
  return { kind: "enum", name, size, signed: signed2, values };
}
function isOneOf(choices, value) {
  return choices.includes(value);
}

// src/layout/btf-fields.ts
function fieldOf(layouts, member, markKernelOwned, path) {
  const { name, bitOffset } = member;
  const { type } = layouts.types.resolve(member.type);
  if (name === "" && type.kind !== import_elf7.BtfKind.STRUCT && type.kind !== import_elf7.BtfKind.UNION)
    return void 0;
  const offset = Math.floor(bitOffset / 8);
  if (member.bitfieldSize > 0) {
    const layout3 =
      type.kind === import_elf7.BtfKind.INT ? bitFieldLayout(type) : layouts.of(member.type, path);
    return bitField(name, layout3, { offset: bitOffset, size: member.bitfieldSize }, path);
  }
  if (type.kind === import_elf7.BtfKind.INT && (!isWhole(type) || bitOffset % 8 !== 0))
    return oldBitField(member, type, path);
  if (bitOffset % 8 !== 0) throw new LayoutError(path, "is no bit field, and begins inside a byte");
  const layout2 = layouts.of(member.type, path);
  return markKernelOwned && isKernelOwned(layouts.types, member.type)
    ? { name, offset, layout: layout2, kernelOwned: true }
    : { name, offset, layout: layout2 };
}
function oldBitField({ name, bitOffset }, type, path) {
  if (type.bitOffset + type.bits > type.size * 8) throw new LayoutError(path, "has bits outside its type");
  return bitField(name, bitFieldLayout(type), { offset: bitOffset + type.bitOffset, size: type.bits }, path);
}
function bitField(name, layout2, bits, path) {
  if (layout2?.kind !== "integer" && layout2?.kind !== "bool" && layout2?.kind !== "enum")
    throw new LayoutError(path, "is a bit field of a type that is no integer");
  return { name, offset: Math.floor(bits.offset / 8), layout: layout2, bits };
}

// src/layout/btf-section.ts
function sectionFields(layouts, section, markKernelOwned) {
  const names = /* @__PURE__ */ new Set();
  return section.variables.map(({ type, offset, size }) => {
    const ownName = layouts.types.type(type).name;
    const name = ownName === "" || names.has(ownName) ? `${ownName}@${section.name}+${offset}` : ownName;
    names.add(name);
    const layout2 = variableLayout(layouts, type, size, `${section.name}.${name}`);
    return markKernelOwned && isKernelOwned(layouts.types, type)
      ? { name, offset, layout: layout2, kernelOwned: true }
      : { name, offset, layout: layout2 };
  });
}
function variableLayout(layouts, type, size, path) {
  try {
    const layout2 = layouts.of(type, path);
    checkLayout(layout2);
    return sizeOfLayout(layout2) === size ? layout2 : { kind: "bytes", size };
  } catch (error) {
    if (!LayoutError.is(error)) throw error;
    return { kind: "bytes", size };
  }
}

// src/layout/btf-types.ts
var import_elf8 = require("@bpf/elf");
var maxChain = 32;
var BtfTypes = class {
  #btf;
  #decoded = /* @__PURE__ */ new Map();
  constructor(btf) {
    this.#btf = btf;
  }
  /** @throws ParseError where there is no such type, or it cannot be read. */
  type(id2) {
    const known = this.#decoded.get(id2);
    if (known !== void 0) return known;
    const type = this.#btf.type(id2);
    this.#decoded.set(id2, type);
    return type;
  }
  /**
   * The type behind typedefs, modifiers, tags and variables, and the name of the innermost typedef. @throws
   * LayoutError
   */
  resolve(id2) {
    let type = this.type(id2);
    let typedef = "";
    for (let length = 0; length <= maxChain; length++) {
      switch (type.kind) {
        case import_elf8.BtfKind.TYPEDEF:
          typedef = type.name;
          break;
        case import_elf8.BtfKind.CONST:
        case import_elf8.BtfKind.VOLATILE:
        case import_elf8.BtfKind.RESTRICT:
        case import_elf8.BtfKind.TYPE_TAG:
        case import_elf8.BtfKind.VAR:
          break;
        default:
          return { type, typedef };
      }
      type = this.type(type.type);
    }
    throw new LayoutError(`type ${id2}`, `a chain of over ${maxChain} typedefs`);
  }
};

// src/layout/btf-layouts.ts
var BtfLayouts = class {
  types;
  #markKernelOwned;
  /** By type; what failed once fails again without being looked at. */
  #made = /* @__PURE__ */ new Map();
  #open = /* @__PURE__ */ new Set();
  constructor(btf, markKernelOwned) {
    this.types = new BtfTypes(btf);
    this.#markKernelOwned = markKernelOwned;
  }
  /** @throws LayoutError; ParseError where the BTF cannot be read. */
  of(typeId, path = "") {
    const { type, typedef } = this.types.resolve(typeId);
    const key = type.name === "" ? `${type.id}:${typedef}` : `${type.id}`;
    const made = this.#made.get(key);
    if (LayoutError.is(made)) throw made;
    if (made !== void 0) return made;
    const name = type.name === "" ? typedef : type.name;
    const here = path === "" ? pathOf(type, name) : path;
    if (this.#open.has(key)) throw new LayoutError(here, "contains itself");
    if (this.#open.size >= maxDepth) throw new LayoutError(here, `nested over ${maxDepth} deep`);
    return this.#remember(key, () => this.#make(type, name, here));
  }
  #remember(key, make) {
    this.#open.add(key);
    try {
      const layout2 = make();
      this.#made.set(key, layout2);
      return layout2;
    } catch (error) {
      if (LayoutError.is(error)) this.#made.set(key, error);
      throw error;
    } finally {
      this.#open.delete(key);
    }
  }
  #make(type, name, path) {
    switch (type.kind) {
      case import_elf9.BtfKind.INT:
        return integerLayout(type);
      case import_elf9.BtfKind.FLOAT:
        return floatLayout(type);
      case import_elf9.BtfKind.ENUM:
      case import_elf9.BtfKind.ENUM64:
        return enumLayout(type, name);
      case import_elf9.BtfKind.PTR:
        return { kind: "pointer", size: 8 };
      case import_elf9.BtfKind.ARRAY:
        return this.#array(type, path);
      case import_elf9.BtfKind.STRUCT:
        return { kind: "struct", name, size: type.size, fields: this.#fields(type, path) };
      case import_elf9.BtfKind.UNION:
        return { kind: "union", name, size: type.size, fields: this.#fields(type, path) };
      case import_elf9.BtfKind.DATASEC:
        return {
          kind: "struct",
          name,
          size: type.size,
          fields: sectionFields(this, type, this.#markKernelOwned),
        };
      default:
        throw new LayoutError(path, `has no size: ${sizeless[type.kind] ?? `BTF kind ${type.kind}`}`);
    }
  }
  #array({ type, length }, path) {
    const { type: element } = this.types.resolve(type);
    if (element.kind === import_elf9.BtfKind.INT && isChar(element)) return { kind: "string", size: length };
    return { kind: "array", element: this.of(type, `${path}[]`), length };
  }
  /** The kernel looks for its own in structs only, and in unions for nothing. */
  #fields(type, path) {
    const fields = [];
    const mark = this.#markKernelOwned && type.kind === import_elf9.BtfKind.STRUCT;
    for (const member of type.members) {
      const field = fieldOf(this, member, mark, fieldPath(path, member.name));
      if (field !== void 0) fields.push(field);
    }
    return fields;
  }
};
function floatLayout({ size }) {
  return size === 4 || size === 8 ? { kind: "float", size } : { kind: "bytes", size };
}
var sizeless = {
  [import_elf9.BtfKind.UNKN]: "void",
  [import_elf9.BtfKind.FWD]: "declared, but not defined",
  [import_elf9.BtfKind.FUNC]: "a function",
  [import_elf9.BtfKind.FUNC_PROTO]: "a function",
  [import_elf9.BtfKind.DECL_TAG]: "a tag",
};
function pathOf(type, name) {
  switch (type.kind) {
    case import_elf9.BtfKind.STRUCT:
      return aggregateName("struct", name);
    case import_elf9.BtfKind.UNION:
      return aggregateName("union", name);
    default:
      return name === "" ? `type ${type.id}` : name;
  }
}

// src/layout/from-btf.ts
function layoutFromBtf(btf, typeId, options = {}) {
  try {
    const layout2 = new BtfLayouts(btf, options.use !== "key").of(typeId);
    checkLayout(layout2);
    return layout2;
  } catch (error) {
    if (import_elf10.ParseError.is(error))
      throw new LayoutError(`type ${typeId}`, error.message, { cause: error });
    throw error;
  }
}

// src/open/layouts.ts
function givenTypes({ spec, btf }, source) {
  const definition = spec ?? source.spec;
  if (btf === void 0 || definition === void 0) return void 0;
  const { keyTypeId = 0, valueTypeId = 0 } = definition;
  return { btf, key: keyTypeId, value: valueTypeId };
}
function kernelTypes(info, path) {
  if (info.btfId === 0) return void 0;
  try {
    var _stack = [];
    try {
      const fd = __using(_stack, (0, import_syscall5.btfFromId)(info.btfId));
      return {
        btf: (0, import_elf11.parseBtf)((0, import_syscall5.btfBytes)(fd)),
        key: info.btfKeyTypeId,
        value: info.btfValueTypeId,
      };
    } catch (_) {
      var _error = _,
        _hasError = true;
    } finally {
      __callDispose(_stack, _error, _hasError);
    }
  } catch (cause) {
    if (!import_syscall5.BpfError.is(cause) || cause.code !== "EPERM") throw cause;
    const text = `The types of map ${info.name} cannot be read: ${cause.message}. Give them (key, value, or spec and btf), or open it with raw: true.`;
    throw new MapError("ERR_MAP_TYPES", text, { map: info.name, path }, { cause });
  }
}
function mapLayouts(info, options, source) {
  const key = bytesLayout(info.keySize);
  const value = bytesLayout(info.valueSize);
  const fixed = kindLayouts(info);
  if (options.raw === true) return { key, value };
  const known = options.key !== void 0 && options.value !== void 0;
  const types = known ? void 0 : (givenTypes(options, source) ?? kernelTypes(info, source.path));
  const layouts = {
    key: options.key ?? typedLayout(types?.btf, types?.key, { use: "key" }) ?? fixed.key ?? key,
    value: options.value ?? typedLayout(types?.btf, types?.value) ?? fixed.value ?? value,
  };
  requireSize("keys", layouts.key, info.keySize, info, source.path);
  requireSize("values", layouts.value, info.valueSize, info, source.path);
  return layouts;
}
var bytesLayout = (size) => ({ kind: "bytes", size });
var typedLayout = (btf, id2, options = {}) =>
  btf === void 0 || id2 === void 0 || id2 === 0 ? void 0 : layoutFromBtf(btf, id2, options);
function requireSize(what, layout2, size, info, path) {
  const given = sizeOfLayout(layout2);
  if (given === size) return;
  throw new MapError(
    "ERR_MAP_TYPES",
    `The layout of ${what} has ${given} bytes; those of map ${info.name} have ${size}.`,
    { map: info.name, path },
  );
}

// src/open/core.ts
function openCore(source, options, wanted = {}) {
  const opened = openSource(source, options.access ?? "rw");
  try {
    return coreOf(opened, options, wanted);
  } catch (error) {
    opened.fd.close();
    throw error;
  }
}
function coreOf(source, options, wanted) {
  const { fd, path } = source;
  const elements = new import_syscall6.MapElements(fd);
  try {
    const { info } = elements;
    wanted.check?.(info, path);
    const layouts = mapLayouts(info, options, source);
    const valueView = byteView(elements.value);
    return {
      fd,
      elements,
      info,
      path,
      ...codecsFor(info, layouts, { raw: options.raw, json: options.json, sum: wanted.sum }),
      updateValue: fdUpdate(info, elements, valueView),
      keyView: byteView(elements.key),
      valueView,
      keyLayout: layouts.key,
      valueLayout: layouts.value,
    };
  } catch (error) {
    elements.close();
    throw error;
  }
}
function closeCore({ elements, fd }) {
  elements.close();
  fd.close();
}
function wrongKind(info, path, instead) {
  const name = path ?? `Map ${info.name || info.id}`;
  return new MapError(
    "ERR_MAP_KIND",
    `${name} is of type ${(0, import_elf12.mapTypeName)(info.type)}: ${instead}.`,
    {
      map: info.name,
      path,
    },
  );
}
function closedError({ info, path }) {
  return new MapError("ERR_MAP_CLOSED", `Map ${info.name} was closed.`, { map: info.name, path });
}

// src/kinds/opener.ts
var openers = /* @__PURE__ */ new Map([
  [import_elf13.MapType.QUEUE, "openQueue"],
  [import_elf13.MapType.STACK, "openQueue"],
  [import_elf13.MapType.BLOOM_FILTER, "openBloomFilter"],
  [import_elf13.MapType.ARRAY_OF_MAPS, "openMapOfMaps"],
  [import_elf13.MapType.HASH_OF_MAPS, "openMapOfMaps"],
  [import_elf13.MapType.SK_STORAGE, "openStorageMap"],
  [import_elf13.MapType.INODE_STORAGE, "openStorageMap"],
  [import_elf13.MapType.TASK_STORAGE, "openStorageMap"],
  [import_elf13.MapType.CGRP_STORAGE, "openStorageMap"],
  [import_elf13.MapType.RINGBUF, "openRingBuffer"],
]);
var withoutElements = /* @__PURE__ */ new Map([
  [import_elf13.MapType.ARENA, "an arena is memory for programs, without elements"],
  [
    import_elf13.MapType.USER_RINGBUF,
    "it has no elements; programs drain what user space writes into its memory",
  ],
]);
function openerOf(type) {
  return withoutElements.has(type) ? void 0 : (openers.get(type) ?? "openMap");
}
var wantedBy = (opener) => ({
  check(info, path) {
    const right = openerOf(info.type);
    if (right === opener) return;
    throw wrongKind(info, path, withoutElements.get(info.type) ?? `use ${right}()`);
  },
});

// src/bloom/bloom-filter.ts
var import_syscall8 = require("@bpf/syscall");

// src/bulk/failed-after.ts
function failedAfter(error, done) {
  if (error instanceof Error) Object.assign(error, { done });
  return error;
}

// src/kinds/kernel-map.ts
var import_elf14 = require("@bpf/elf");
var import_syscall7 = require("@bpf/syscall");
var KernelMap = class {
  /** What it is built on, open or closed. */
  parts;
  #closed = false;
  constructor(map) {
    this.parts = map;
  }
  /** What the kernel says of it, as it was when it was opened; none of it changes. */
  get info() {
    return this.parts.info;
  }
  /** The kernel's name of it: at most 15 bytes. */
  get name() {
    return this.parts.info.name;
  }
  /** bpftool's name of its type: "queue", "bloom_filter". */
  get typeName() {
    return String((0, import_elf14.mapTypeName)(this.parts.info.type));
  }
  /** The path of its pin, where it was opened by one. */
  get path() {
    return this.parts.path;
  }
  /** Of a per-CPU map: of one CPU's value. */
  get valueLayout() {
    return this.parts.valueLayout;
  }
  /** The map's descriptor, which stays this object's. */
  get fd() {
    return this.opened().fd;
  }
  /** Makes it read-only for bpf(2), for ever (BPF_MAP_FREEZE, Linux 5.2). @throws BpfError EBUSY, EPERM, ENOTSUPP */
  freeze() {
    const result = this.opened().elements.freeze();
    if (result < 0) throw (0, import_syscall7.elementError)(result, "MAP_FREEZE");
  }
  /** Closes its descriptors; the map itself lives on where it is pinned. */
  close() {
    if (this.#closed) return;
    this.#closed = true;
    closeCore(this.parts);
  }
  [Symbol.dispose]() {
    this.close();
  }
  /** What it is built on. @throws MapError ERR_MAP_CLOSED */
  opened() {
    if (!this.#closed) return this.parts;
    throw closedError(this.parts);
  }
};

// src/bloom/bloom-filter.ts
var ENOENT = -2;
var hashBits = 0xfn;
var defaultHashes = 5;
var BloomFilter = class extends KernelMap {
  kind = "bloom";
  /** Hash functions of it: 1 to 15. */
  get hashes() {
    return Number(this.info.mapExtra & hashBits) || defaultHashes;
  }
  /** Adds a value, whether it is there or not. More than max entries make wrong answers likelier. @throws ValueError; BpfError EPERM */
  add(value) {
    const { elements, value: codec, valueView } = this.opened();
    codec.encode(value, valueView, 0, "value");
    const result = elements.update();
    if (result < 0) throw (0, import_syscall8.elementError)(result, "MAP_UPDATE_ELEM");
    return this;
  }
  /** Adds values; their number. @throws as {@link add}, with `done`: those that were added before */
  addAll(values) {
    let done = 0;
    try {
      for (const value of values) {
        this.add(value);
        done++;
      }
    } catch (error) {
      throw failedAfter(error, done);
    }
    return done;
  }
  /** False: the value was certainly never added. True: it was, or is taken for one that was. @throws ValueError; BpfError EPERM */
  has(value) {
    const { elements, value: codec, valueView } = this.opened();
    codec.encode(value, valueView, 0, "value");
    const result = elements.lookup();
    if (result < 0 && result !== ENOENT) throw (0, import_syscall8.elementError)(result, "MAP_LOOKUP_ELEM");
    return result === 0;
  }
};

// src/bloom/open.ts
function openBloomFilter(source, options = {}) {
  return new BloomFilter(openCore(source, options, wantedBy("openBloomFilter")));
}

// src/gen/identifiers.ts
function pascalCase(name) {
  const words = name.split(/[^A-Za-z0-9$]+/).filter((word) => word !== "");
  const joined = words.map((word) => word[0].toUpperCase() + word.slice(1)).join("");
  return /^[0-9]/.test(joined) ? `_${joined}` : joined;
}
function camelCase(name) {
  const pascal = pascalCase(name);
  return pascal.slice(0, 1).toLowerCase() + pascal.slice(1);
}
var Identifiers = class {
  #taken;
  /** @param reserved names that the module has otherwise: imports, globals that it uses */
  constructor(reserved) {
    this.#taken = new Set(reserved);
  }
  /** `wanted`, or where that is taken already the first of `wanted2`, `wanted3` … that is not. */
  take(wanted) {
    let name = wanted;
    for (let number = 2; this.#taken.has(name); number++) name = `${wanted}${number}`;
    this.#taken.add(name);
    return name;
  }
};

// src/gen/c-type.ts
function cType(layout2) {
  switch (layout2.kind) {
    case "integer":
      return `${layout2.signed ? "s" : "u"}${layout2.size * 8}`;
    case "bool":
      return layout2.size === 1 ? "bool" : `bool of ${layout2.size} bytes`;
    case "char":
      return "char";
    case "float":
      return layout2.size === 4 ? "float" : "double";
    case "string":
      return `char[${layout2.size}]`;
    case "pointer":
      return "pointer";
    case "bytes":
      return `${layout2.size} bytes`;
    case "array":
      return arrayType(layout2);
    default:
      return `${layout2.kind}${layout2.name === "" ? "" : ` ${layout2.name}`}`;
  }
}
function arrayType(layout2) {
  let lengths = "";
  let element = layout2;
  for (; element.kind === "array"; element = element.element) lengths += `[${element.length}]`;
  const type = cType(element);
  return element.kind === "string" ? type.replace("[", `${lengths}[`) : `${type}${lengths}`;
}
function cTypeOfField({ layout: layout2, bits }) {
  if (bits !== void 0) return `${cType(layout2)}, ${bits.size} ${bits.size === 1 ? "bit" : "bits"}`;
  const isTold = layout2.kind === "struct" || layout2.kind === "union" || layout2.kind === "enum";
  return isTold || (layout2.kind === "bool" && layout2.size === 1) ? void 0 : cType(layout2);
}

// src/gen/source-text.ts
var controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g;
var escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
function stringLiteral(text) {
  return JSON.stringify(text).replace(controls, escaped);
}
function propertyName(name) {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : stringLiteral(name);
}
function commentText(text) {
  return text.replace(controls, escaped).replaceAll("*/", "*\\/");
}
function docComment(lines, indent = "") {
  const [first, ...others] = lines.map(commentText);
  if (first === void 0) return "";
  if (others.length === 0)
    return `${indent}/** ${first} */
`;
  return `${indent}/**
${[first, ...others].map((line) => `${indent} * ${line}`.trimEnd()).join("\n")}
${indent} */
`;
}

// src/gen/type-text.ts
var indentStep = "  ";
function typeText(layout2, nameOf2, indent = "") {
  switch (layout2.kind) {
    case "integer":
      return layout2.size > 4 ? "bigint" : "number";
    case "pointer":
      return "bigint";
    case "float":
      return "number";
    case "bool":
      return "boolean";
    case "char":
    case "string":
      return "string";
    case "bytes":
      return "Uint8Array";
    case "array":
      return arrayText(typeText(layout2.element, nameOf2, indent));
    case "enum":
      return nameOf2(layout2) ?? enumText(layout2);
    default:
      return nameOf2(layout2) ?? objectText(layout2, nameOf2, indent);
  }
}
function readonlyTypeText(layout2, nameOf2, indent = "") {
  if (layout2.kind === "array")
    return `readonly ${arrayText(readonlyTypeText(layout2.element, nameOf2, indent))}`;
  const text = typeText(layout2, nameOf2, indent);
  return layout2.kind === "struct" || layout2.kind === "union" ? `Readonly<${text}>` : text;
}
var arrayText = (element) =>
  /^(\{|[\w$]+(<[^|]*>)?(\[\])*$)/.test(element) ? `${element}[]` : `(${element})[]`;
function enumText({ values, size }) {
  const names = new Set(values.map(({ name }) => stringLiteral(name)));
  return [...names, size === 8 ? "bigint" : "number"].join(" | ");
}
function objectText(layout2, nameOf2, indent) {
  const fields = fieldsText(layout2, nameOf2, indent + indentStep, layout2.kind === "union");
  return fields === ""
    ? "Record<string, never>"
    : `{
${fields}${indent}}`;
}
function fieldsText({ fields }, nameOf2, indent, isOptional) {
  const text = (field) => {
    const { name, layout: layout2, kernelOwned } = field;
    if (kernelOwned) return "";
    if (name === "" && (layout2.kind === "struct" || layout2.kind === "union"))
      return fieldsText(layout2, nameOf2, indent, isOptional || layout2.kind === "union");
    const mark = isOptional || (layout2.kind === "array" && layout2.length === 0) ? "?" : "";
    const note = cTypeOfField(field);
    const comment = docComment(note === void 0 ? [] : [note], indent);
    return `${comment}${indent}${propertyName(name)}${mark}: ${typeText(layout2, nameOf2, indent)};
`;
  };
  return fields.map(text).join("");
}

// src/gen/named-types.ts
var layoutKey = (layout2) =>
  JSON.stringify(layout2, (_, value) => (typeof value === "bigint" ? `${value}n` : value));
var innermost2 = (layout2) => (layout2.kind === "array" ? innermost2(layout2.element) : layout2);
var NamedTypes = class {
  #identifiers;
  #names = /* @__PURE__ */ new Map();
  /** By name, in the order of their first use. */
  #declarations = /* @__PURE__ */ new Map();
  constructor(identifiers) {
    this.#identifiers = identifiers;
  }
  /** Declares the layout's type where it has a name, or `title` gives it one; undefined where neither does. */
  nameOf = (layout2, title = "") => {
    const wanted = pascalCase(layout2.name) || pascalCase(title);
    if (layout2.name === "" && title === "") return void 0;
    const key = layoutKey(layout2);
    const known = this.#names.get(key);
    if (known !== void 0) return known;
    const name = this.#identifiers.take(wanted || "Type");
    this.#names.set(key, name);
    this.#declarations.set(name, "");
    this.#declarations.set(name, this.#declare(layout2, name));
    return name;
  };
  /** The type of a key or value. `title` names a struct, union or enum that has no name itself, in arrays too. */
  typeOf(layout2, title) {
    const inner = innermost2(layout2);
    return typeText(layout2, (named) => this.nameOf(named, named === inner ? title : ""));
  }
  /** An interface that is no C type's. Its name is taken from the module's. */
  add(title, body) {
    const name = this.#identifiers.take(title);
    this.#declarations.set(name, "");
    this.#declarations.set(name, body(name));
    return name;
  }
  text() {
    return [...this.#declarations.values()].join("\n");
  }
  #declare(layout2, name) {
    const type = cType(layout2);
    if (layout2.kind === "enum") {
      const note2 = docComment([
        `${type}: a value without a name is a ${layout2.size === 8 ? "bigint" : "number"}`,
      ]);
      return `${note2}export type ${name} = ${enumText(layout2)};
`;
    }
    const rule = layout2.kind === "union" ? ": to write it one member is enough, several have to agree" : "";
    const body = objectText(layout2, this.nameOf, "");
    const note = docComment([`${type}, ${layout2.size} bytes${rule}`]);
    return body.startsWith("{")
      ? `${note}export interface ${name} ${body}
`
      : `${note}export type ${name} = ${body};
`;
  }
};

// src/gen/layout-constants.ts
var LayoutConstants = class {
  #identifiers;
  #names = /* @__PURE__ */ new Map();
  /** Those that others use come first. */
  #declarations = [];
  constructor(identifiers) {
    this.#identifiers = identifiers;
  }
  /** An expression for a layout; structs, unions and enums become constants. `title` names those without a name. */
  expression(layout2, title) {
    switch (layout2.kind) {
      case "struct":
      case "union":
      case "enum":
        return this.#constant(layout2, title);
      case "array":
        return `{ kind: "array", element: ${this.expression(layout2.element, title)}, length: ${layout2.length} }`;
      default:
        return scalarText(layout2);
    }
  }
  text() {
    return this.#declarations.join("\n");
  }
  #constant(layout2, title) {
    const key = layoutKey(layout2);
    const known = this.#names.get(key);
    if (known !== void 0) return known;
    const inside = layout2.kind === "enum" ? enumLines(layout2) : this.#fieldLines(layout2, title);
    const name = this.#identifiers.take(`${camelCase(layout2.name) || camelCase(title) || "value"}Layout`);
    this.#names.set(key, name);
    const head = `  kind: "${layout2.kind}",
  name: ${stringLiteral(layout2.name)},
  size: ${layout2.size},
`;
    this.#declarations.push(`const ${name}: Layout = {
${head}${inside}};
`);
    return name;
  }
  #fieldLines({ fields }, title) {
    const lines = fields.map(
      (field) => `    ${this.#fieldText(field, title)},
`,
    );
    return `  fields: [
${lines.join("")}  ],
`;
  }
  #fieldText({ name, offset, layout: layout2, bits, kernelOwned }, title) {
    const parts = [
      `name: ${stringLiteral(name)}`,
      `offset: ${offset}`,
      `layout: ${this.expression(layout2, title)}`,
    ];
    if (bits !== void 0) parts.push(`bits: { offset: ${bits.offset}, size: ${bits.size} }`);
    if (kernelOwned) parts.push("kernelOwned: true");
    return `{ ${parts.join(", ")} }`;
  }
};
function enumLines({ signed: signed2, values }) {
  const lines = values.map(({ name, value }) => {
    const number = typeof value === "bigint" ? `${value}n` : value;
    return `    { name: ${stringLiteral(name)}, value: ${number} },
`;
  });
  return `  signed: ${signed2},
  values: [
${lines.join("")}  ],
`;
}
function scalarText(layout2) {
  if (layout2.kind === "char") return '{ kind: "char" }';
  const sign = layout2.kind === "integer" ? `, signed: ${layout2.signed}` : "";
  return `{ kind: "${layout2.kind}", size: ${layout2.size}${sign} }`;
}

// src/gen/open-function.ts
var import_elf16 = require("@bpf/elf");

// src/gen/opening.ts
var import_elf15 = require("@bpf/elf");

// src/gen/variables-text.ts
function variablesText(section, name, types) {
  const prefix = section.name.startsWith(".rodata") ? "readonly " : "";
  const lines = section.fields.map((field) => {
    if (field.kernelOwned) return "";
    const note = cTypeOfField(field);
    const comment = docComment(note === void 0 ? [] : [note], "  ");
    return `${comment}  ${prefix}${propertyName(field.name)}: ${readonlyTypeText(field.layout, types.nameOf, "  ")};
`;
  });
  return `${docComment([`Variables of ${section.name}`])}export interface ${name} {
${lines.join("")}}
`;
}

// src/gen/opening.ts
var results = {
  openMap: "TypedMap",
  openQueue: "Queue",
  openBloomFilter: "BloomFilter",
  openMapOfMaps: "MapOfMaps",
  openStorageMap: "StorageMap",
  openRingBuffer: "RingBuffer",
};
function openingOf(shape, declarations) {
  if (shape.section !== void 0) return variablesOpening(shape, declarations);
  const opener = openerOf(shape.type);
  if (opener === void 0) return void 0;
  const isRing = opener === "openRingBuffer";
  return {
    opener,
    result: results[opener],
    types: isRing && !shape.brought.value ? void 0 : typesOf(shape, opener, declarations.types),
    ...(isRing ? ringOptions(shape) : { options: "OpenMapOptions", given: 'Pick<OpenMapOptions, "access">' }),
    fixed: fixedOf(shape, declarations.constants),
  };
}
function ringOptions({ brought }) {
  const options = "RingBufferOptions";
  const given = `Omit<${options}, "value" | "spec" | "btf" | "type" | "raw" | "json">`;
  return { options, given: brought.value ? given : options };
}
function variablesOpening(shape, { types }) {
  const { section, name } = shape;
  const type = types.add(`${pascalCase(name)}Variables`, (title) => variablesText(section, title, types));
  const options = "OpenVariablesOptions";
  const given = `Pick<${options}, "access" | "lookups">`;
  return { opener: "openVariables", result: "LiveVariables", types: [type], options, given, fixed: [] };
}
function typesOf(shape, opener, types) {
  switch (opener) {
    case "openMap":
      return [keyType(shape, types), valueType(shape, types)];
    case "openMapOfMaps": {
      const { inner } = shape;
      const isKeyed = inner !== void 0 && openerOf(inner.type) === "openMap";
      return [
        keyType(shape, types),
        ...(isKeyed ? typesOf(inner, "openMap", types) : ["unknown", "unknown"]),
      ];
    }
    default:
      return [types.typeOf(shape.value, `${shape.name}_value`)];
  }
}
function keyType({ name, type, key, keySize, untyped }, types) {
  if (type !== import_elf15.MapType.LPM_TRIE || untyped !== void 0) return types.typeOf(key, `${name}_key`);
  const data = lpmDataLayout(key, keySize);
  return data === void 0 ? "LpmKey" : `LpmKey<${types.typeOf(data, `${name}_data`)}>`;
}
function valueType({ name, type, value }, types) {
  const text = types.typeOf(value, `${name}_value`);
  return isPerCpu(type) ? arrayText(text) : text;
}
function fixedOf(shape, constants) {
  if (shape.untyped !== void 0) return ["raw: true"];
  const { name, brought, inner } = shape;
  const fixed = [];
  if (brought.key) fixed.push(`key: ${constants.expression(shape.key, `${name}_key`)}`);
  if (brought.value) fixed.push(`value: ${constants.expression(shape.value, `${name}_value`)}`);
  const within = inner === void 0 ? [] : fixedOf(inner, constants);
  if (within.length > 0) fixed.push(`inner: { ${within.join(", ")} }`);
  return fixed;
}

// src/gen/open-function.ts
function openFunctions(shape, declarations, identifiers) {
  const opening = openingOf(shape, declarations);
  const map = `${(0, import_elf16.mapTypeName)(shape.type)} \`${shape.name}\``;
  if (opening === void 0) {
    return {
      text: `// Nothing opens the ${commentText(map)}: it has no elements.
`,
      opening,
    };
  }
  const name = identifiers.take(`open${pascalCase(shape.name) || "Map"}`);
  const why = shape.untyped === void 0 ? [] : ["", `Its keys and values are bytes: ${shape.untyped}`];
  const what = shape.section === void 0 ? map : `variables of the section \`${shape.name}\``;
  const text = functionText(name, opening, shape.path, [`The ${what}.`, ...why]);
  if (!hasSum(shape, opening)) return { text, opening };
  const notes = [`The ${map}: of each key the sum over all possible CPUs, to be read only.`];
  return {
    text: `${text}
${functionText(identifiers.take(`${name}Sum`), summed(opening), shape.path, notes)}`,
    opening,
  };
}
function functionText(name, opening, path, notes) {
  const { opener, result, given, fixed } = opening;
  const parameters = opening.types === void 0 ? "<T = Uint8Array>" : "";
  const types = opening.types?.join(", ") ?? "T";
  const source = path === void 0 ? "source: MapSource" : `source: MapSource = ${stringLiteral(path)}`;
  const passed = fixed.length === 0 ? "options" : `{ ...options, ${fixed.join(", ")} }`;
  return `${docComment(notes)}export function ${name}${parameters}(
  ${source},
  options: ${given} = {},
): ${result}<${types}> {
  return ${opener}<${types}>(source, ${passed});
}
`;
}
function hasSum({ type, value, untyped }, { opener }) {
  if (!isPerCpu(type) || opener !== "openMap" || untyped !== void 0) return false;
  try {
    addOf(value, "value");
    return true;
  } catch (error) {
    if (LayoutError.is(error)) return false;
    throw error;
  }
}
function summed(opening) {
  const [key = "", values = ""] = opening.types ?? [];
  return { ...opening, types: [key, values.replace(/\[\]$/, "")], fixed: [...opening.fixed, "sum: true"] };
}

// src/gen/module-text.ts
var usedTypes = [
  "BloomFilter",
  "Layout",
  "LiveVariables",
  "LpmKey",
  "MapOfMaps",
  "MapSource",
  "Omit",
  "OpenMapOptions",
  "OpenVariablesOptions",
  "Pick",
  "Queue",
  "Readonly",
  "Record",
  "RingBuffer",
  "RingBufferOptions",
  "StorageMap",
  "T",
  "TypedMap",
  "Uint8Array",
];
var usedValues = [
  "openBloomFilter",
  "openMap",
  "openMapOfMaps",
  "openQueue",
  "openRingBuffer",
  "openStorageMap",
  "openVariables",
];
function moduleText(shapes, source) {
  const values = new Identifiers(usedValues);
  const declarations = {
    types: new NamedTypes(new Identifiers(usedTypes)),
    constants: new LayoutConstants(values),
  };
  const functions = shapes.map((shape) => openFunctions(shape, declarations, values));
  const from = source === void 0 ? "" : ` in ${source}`;
  const parts = [
    docComment([
      `Types of the maps${from}, and functions that open them. Written by \`bpf gen types\`: changes get lost.`,
    ]),
    importText(
      functions.flatMap(({ opening }) => opening ?? []),
      declarations.constants.text() !== "",
    ),
    declarations.types.text(),
    declarations.constants.text(),
    ...functions.map(({ text }) => text),
  ];
  return parts.filter((part) => part !== "").join("\n");
}
function importText(openings, hasLayouts) {
  if (openings.length === 0) return "export {};\n";
  const names = /* @__PURE__ */ new Map([["MapSource", "type MapSource"]]);
  if (hasLayouts) names.set("Layout", "type Layout");
  for (const { opener, result, options, types } of openings) {
    names.set(opener, opener);
    for (const name of [result, options]) names.set(name, `type ${name}`);
    if (types?.some((type) => /^LpmKey(<|$)/.test(type))) names.set("LpmKey", "type LpmKey");
  }
  const lines = [...names.keys()].sort().map(
    (name) => `  ${names.get(name)},
`,
  );
  return `import {
${lines.join("")}} from "@bpf/maps";
`;
}

// src/live/fitted-btf.ts
var import_elf17 = require("@bpf/elf");
function fittedBtf({ bytes: bytes3, btf }) {
  const fitted =
    btf && (0, import_elf17.fitBtf)({ bytes: bytes3, btf: (0, import_elf17.parseBtf)(btf.bytes) });
  return fitted && (0, import_elf17.parseBtf)(fitted);
}

// src/gen/kept-types.ts
var import_elf18 = require("@bpf/elf");
var any = (key) => key !== void 0;
var index = (key) => key?.kind === "integer" && key.size === 4;
var keeping = /* @__PURE__ */ new Map([
  [import_elf18.MapType.HASH, any],
  [import_elf18.MapType.LRU_HASH, any],
  [import_elf18.MapType.PERCPU_HASH, any],
  [import_elf18.MapType.LRU_PERCPU_HASH, any],
  [import_elf18.MapType.ARRAY, index],
  [import_elf18.MapType.PERCPU_ARRAY, index],
  [import_elf18.MapType.LPM_TRIE, (key) => key?.kind === "struct"],
  [import_elf18.MapType.BLOOM_FILTER, (key) => key === void 0],
  [import_elf18.MapType.SK_STORAGE, index],
  [import_elf18.MapType.INODE_STORAGE, index],
  [import_elf18.MapType.TASK_STORAGE, index],
  [import_elf18.MapType.CGRP_STORAGE, index],
]);
function keepsTypes({ type, definition }, key, value) {
  if (value === void 0) return false;
  return definition === "data" || keeping.get(type)?.(key) === true;
}

// src/layout/type-by-name.ts
var import_elf19 = require("@bpf/elf");
var tagged = {
  struct: [import_elf19.BtfKind.STRUCT],
  union: [import_elf19.BtfKind.UNION],
  enum: [import_elf19.BtfKind.ENUM, import_elf19.BtfKind.ENUM64],
};
var untagged = [
  import_elf19.BtfKind.TYPEDEF,
  import_elf19.BtfKind.STRUCT,
  import_elf19.BtfKind.UNION,
  import_elf19.BtfKind.ENUM,
  import_elf19.BtfKind.ENUM64,
  import_elf19.BtfKind.INT,
  import_elf19.BtfKind.FLOAT,
];
function typeIdByName(btf, name) {
  const [, tag = "", tagName = ""] = /^(struct|union|enum)\s+(\S+)$/.exec(name.trim()) ?? [];
  const wanted = tag === "" ? name.trim() : tagName;
  for (const kind of tagged[tag] ?? untagged) {
    const id2 = btf.findId(wanted, kind);
    if (id2 !== void 0) return id2;
  }
  return void 0;
}

// src/gen/map-shape.ts
var isSection = (layout2) => layout2.kind === "struct" && layout2.name.startsWith(".");
function untypedShape({ name, type, keySize, valueSize }, why) {
  const layouts = { key: bytesLayout(keySize), value: bytesLayout(valueSize) };
  return { name, type, keySize, valueSize, ...layouts, brought: { key: false, value: false }, untyped: why };
}
function withValue(shape, btf, typeName) {
  const id2 = btf && typeIdByName(btf, typeName);
  if (btf === void 0 || id2 === void 0)
    throw typesError(shape, `there is no type ${JSON.stringify(typeName)}`);
  const value = layoutFromBtf(btf, id2);
  const size = sizeOfLayout(value);
  if (shape.valueSize !== 0 && size !== shape.valueSize)
    throw typesError(shape, `${typeName} has ${size} bytes, its values have ${shape.valueSize}`);
  return { ...shape, value, brought: { ...shape.brought, value: true } };
}
var typesError = ({ name }, why) =>
  new MapError("ERR_MAP_TYPES", `The type of the values of ${name}: ${why}.`, { map: name });

// src/gen/options.ts
function ofMap(by, name) {
  return by !== void 0 && Object.hasOwn(by, name) ? by[name] : void 0;
}

// src/gen/object-shapes.ts
var defaultRoot = "/sys/fs/bpf";
function objectShapes(object, options) {
  const btf = fittedBtf(object);
  return [...object.maps.values()].map((spec) => {
    const shape = { ...shapeOf(spec, btf), path: pathOf2(spec, options) };
    const type = ofMap(options.values, spec.name);
    return type === void 0 ? shape : withValue(shape, btf, type);
  });
}
function pathOf2({ name, pinning }, { paths }) {
  if (paths !== void 0 && Object.hasOwn(paths, name)) return paths[name];
  return pinning === "by-name" ? `${defaultRoot}/${name}` : void 0;
}
function shapeOf(spec, btf) {
  const { innerMap } = spec;
  const shape = { ...typedShape(spec, btf), inner: innerMap && shapeOf(innerMap, btf) };
  return spec.definition === "data" && isSection(shape.value) ? { ...shape, section: shape.value } : shape;
}
function typedShape(spec, btf) {
  try {
    const typed = {
      key: typeOf(btf, spec.keyTypeId, "key", spec.keySize),
      value: typeOf(btf, spec.valueTypeId, "value", spec.valueSize),
    };
    const fixed = kindLayouts(spec);
    const isKept = keepsTypes(spec, typed.key, typed.value);
    const layoutOf = (part, size) =>
      (isKept ? typed[part] : void 0) ?? fixed[part] ?? typed[part] ?? bytesLayout(size);
    const { name, type, keySize, valueSize } = spec;
    const key = layoutOf("key", keySize);
    const value = layoutOf("value", valueSize);
    const brought = { key: !isKept && key === typed.key, value: !isKept && value === typed.value };
    return { name, type, keySize, valueSize, key, value, brought };
  } catch (error) {
    if (!LayoutError.is(error)) throw error;
    return untypedShape(spec, error.message);
  }
}
function typeOf(btf, id2, use, size) {
  if (btf === void 0 || id2 === void 0) return void 0;
  const layout2 = layoutFromBtf(btf, id2, { use });
  if (sizeOfLayout(layout2) === size) return layout2;
  throw new LayoutError(use, `its type has ${sizeOfLayout(layout2)} bytes, the map's have ${size}`);
}

// src/gen/pin-shapes.ts
var import_node_path = require("path");
var import_elf21 = require("@bpf/elf");
var import_syscall18 = require("@bpf/syscall");

// src/nested/map-of-maps.ts
var import_syscall17 = require("@bpf/syscall");

// src/keyed-map/typed-map.ts
var import_syscall16 = require("@bpf/syscall");

// src/bulk/clear.ts
var import_syscall14 = require("@bpf/syscall");

// src/fds/unreadable.ts
var import_elf20 = require("@bpf/elf");
var import_syscall9 = require("@bpf/syscall");
var ENOENT2 = -2;
var EINVAL = -22;
var withoutLookup = /* @__PURE__ */ new Set([
  import_elf20.MapType.PERF_EVENT_ARRAY,
  import_elf20.MapType.CGROUP_ARRAY,
  import_elf20.MapType.XSKMAP,
]);
var withCookies = /* @__PURE__ */ new Set([
  import_elf20.MapType.SOCKMAP,
  import_elf20.MapType.SOCKHASH,
  import_elf20.MapType.REUSEPORT_SOCKARRAY,
]);
var isUnreadable = ({ type, valueSize }) =>
  withoutLookup.has(type) || (withCookies.has(type) && valueSize < 8);
var wasAbsent = (type, result) =>
  result === ENOENT2 || (type === import_elf20.MapType.SOCKMAP && result === EINVAL);
function clearUnreadable({ elements, info }) {
  let done = 0;
  for (let step = 0; step <= 2 * info.maxEntries; step++) {
    const next = elements.next(step === 0);
    if (next === ENOENT2) break;
    if (next < 0) throw failedAfter((0, import_syscall9.elementError)(next, "MAP_GET_NEXT_KEY"), done);
    elements.key.set(elements.nextKey);
    const result = elements.delete();
    if (result === 0) done++;
    else if (!wasAbsent(info.type, result))
      throw failedAfter((0, import_syscall9.elementError)(result, "MAP_DELETE_ELEM"), done);
  }
  return done;
}

// src/bulk/delete-all.ts
var import_syscall12 = require("@bpf/syscall");

// src/bulk/walk.ts
var import_syscall11 = require("@bpf/syscall");

// src/bulk/steps.ts
var import_syscall10 = require("@bpf/syscall");
function runSteps(map, steps) {
  try {
    let step = steps.next();
    while (step.done !== true) step = steps.next(call(step.value));
    return step.value;
  } catch (error) {
    throw toldAsClosed(map, error);
  }
}
function call({ batch, call: name, flags = 0, from = 0 }) {
  return name === "deleteEach" ? batch.deleteEach(from) : batch[name](flags, from);
}
async function runStepsAsync(map, steps, { signal, onProgress } = {}) {
  signal?.throwIfAborted();
  try {
    let step = steps.next();
    while (step.done !== true) {
      const { done } = step.value;
      if (done > 0) onProgress?.({ done });
      signal?.throwIfAborted();
      step = steps.next(await callAsync(step.value));
    }
    return step.value;
  } catch (error) {
    throw toldAsClosed(map, error);
  } finally {
    steps.return(void 0);
  }
}
function callAsync({ batch, call: name, flags = 0, from = 0 }) {
  return name === "deleteEach" ? batch.deleteEachAsync(from) : batch[`${name}Async`](flags, from);
}
function toldAsClosed(map, error) {
  return import_syscall10.FdClosedError.is(error) && map.fd.closed ? closedError(map) : error;
}

// src/bulk/walk.ts
var ENOENT3 = -2;
var EINTR = -4;
var EINVAL2 = -22;
var ENOSPC = -28;
var ELOOP = -40;
var EOPNOTSUPP = -95;
var ENOTSUPP = -524;
var batchBytes = 2 * 1024 * 1024;
var leastCapacity = 64;
var mostCapacity = 65536;
function batchCapacity({ elements, info }) {
  const fit = Math.floor(batchBytes / (elements.keySize + elements.valueSize));
  return Math.min(Math.max(fit, leastCapacity), mostCapacity, info.maxEntries + leastCapacity);
}
var lacksBatch = (result) => result === ENOTSUPP || result === EOPNOTSUPP || result === EINVAL2;
var Walk = class {
  /** The elements of the last step; `batch.count` of them. */
  batch;
  /** `batch.keys` and `batch.values`. */
  keys;
  values;
  #map;
  #byBatch = true;
  #done = false;
  constructor(map, capacity = batchCapacity(map)) {
    this.#map = map;
    this.batch = map.elements.newBatch(capacity);
    this.keys = byteView(this.batch.keys);
    this.values = byteView(this.batch.values);
  }
  /**
   * The calls that fetch the next elements; false at the end.
   * @param done elements that were met before
   * @throws BpfError; MapError ERR_MAP_CHANGING
   */
  *steps(done = 0) {
    while (!this.#done) {
      const result = yield { batch: this.batch, call: this.#byBatch ? "lookup" : "walk", done };
      if (this.#took(result)) return true;
    }
    return false;
  }
  /** {@link steps} on this thread. */
  step() {
    return runSteps(this.#map, this.steps());
  }
  /** Whether a call's result brought elements. */
  #took(result) {
    if (result === ENOENT3) this.#done = true;
    else if (result === ENOSPC && this.#byBatch) return this.#grow();
    else if (this.#byBatch && lacksBatch(result)) {
      this.#byBatch = false;
      this.batch.rewind();
      return false;
    } else if (result === ELOOP) throw this.#changing();
    else if (result < 0 && result !== EINTR)
      throw (0, import_syscall11.elementError)(
        result,
        this.#byBatch ? "MAP_LOOKUP_BATCH" : "MAP_LOOKUP_ELEM",
      );
    return this.batch.count > 0;
  }
  /** A bucket of the hash holds more than fits: nothing was fetched, and more room is needed. */
  #grow() {
    this.batch = this.batch.resized(this.batch.capacity * 2);
    this.keys = byteView(this.batch.keys);
    this.values = byteView(this.batch.values);
    return false;
  }
  #changing() {
    const { info, path } = this.#map;
    return new MapError(
      "ERR_MAP_CHANGING",
      `Map ${info.name} has no batches, and others delete its elements so fast that a walk over it does not end.`,
      { map: info.name, path },
    );
  }
};

// src/bulk/room.ts
var Room = class {
  batch;
  keys;
  values;
  /** Elements in it. */
  filled = 0;
  #map;
  constructor(map) {
    this.#map = map;
    this.batch = map.elements.newBatch(batchCapacity(map));
    this.keys = byteView(this.batch.keys);
    this.values = byteView(this.batch.values);
  }
  get full() {
    return this.filled === this.batch.capacity;
  }
  putKey(key) {
    const codec = this.#map.key;
    codec.encode(key, this.keys, this.filled * codec.size, "key");
  }
  putValue(value) {
    const codec = this.#map.value;
    codec.encode(value, this.values, this.filled * codec.size, "value");
  }
  /** Takes over the keys that a walk met; no more than there is room for. */
  takeKeys(met) {
    const { keySize } = this.#map.elements;
    this.filled = Math.min(met.count, this.batch.capacity);
    this.batch.keys.set(met.keys.subarray(0, this.filled * keySize));
  }
};

// src/bulk/delete-all.ts
function* deleteAllSteps(map, keys) {
  const room2 = new Room(map);
  const progress = { done: 0, byBatch: true };
  try {
    for (const key of keys) {
      room2.putKey(key);
      room2.filled++;
      if (room2.full) yield* deleteFilled(map, room2, progress);
    }
    yield* deleteFilled(map, room2, progress);
  } catch (error) {
    throw failedAfter(error, progress.done);
  }
  return progress.done;
}
function* deleteFilled({ info: { type } }, room2, progress) {
  const { batch, filled } = room2;
  for (let from = 0; from < filled; ) {
    batch.count = filled;
    const { byBatch, done } = progress;
    const result = yield { batch, call: byBatch ? "delete" : "deleteEach", from, done };
    if (byBatch && lacksBatch(result)) {
      progress.byBatch = false;
      continue;
    }
    progress.done += batch.count - from;
    from = batch.count + 1;
    if (result < 0 && !wasAbsent(type, result))
      throw (0, import_syscall12.elementError)(result, byBatch ? "MAP_DELETE_BATCH" : "MAP_DELETE_ELEM");
  }
  room2.filled = 0;
}

// src/bulk/set-all.ts
var import_syscall13 = require("@bpf/syscall");
function* setAllSteps(map, entries, flags) {
  if (map.updateValue !== void 0) return setEach(map, map.updateValue, entries, flags);
  const room2 = new Room(map);
  const progress = { done: 0, byBatch: (flags & ~import_syscall13.UpdateFlag.LOCK) === 0 };
  try {
    for (const [key, value] of entries) {
      room2.putKey(key);
      room2.putValue(value);
      room2.filled++;
      if (room2.full) yield* flush(room2, flags, progress);
    }
    if (room2.filled > 0) yield* flush(room2, flags, progress);
  } catch (error) {
    throw failedAfter(error, progress.done);
  }
  return progress.done;
}
function setEach({ key, keyView }, updateValue, entries, flags) {
  let done = 0;
  try {
    for (const [k, value] of entries) {
      key.encode(k, keyView, 0, "key");
      const result = updateValue(value, flags);
      if (result < 0) throw (0, import_syscall13.elementError)(result, "MAP_UPDATE_ELEM");
      done++;
    }
  } catch (error) {
    throw failedAfter(error, done);
  }
  return done;
}
function* flush(room2, flags, progress) {
  const { batch, filled } = room2;
  const { done } = progress;
  if (progress.byBatch) {
    batch.count = filled;
    const result = yield { batch, call: "update", flags, done };
    progress.byBatch = !lacksBatch(result);
    if (progress.byBatch) {
      progress.done += batch.count;
      if (result < 0) throw (0, import_syscall13.elementError)(result, "MAP_UPDATE_BATCH");
    }
  }
  if (!progress.byBatch) {
    batch.count = filled;
    const result = yield { batch, call: "updateEach", flags, done };
    progress.done += batch.count;
    if (result < 0) throw (0, import_syscall13.elementError)(result, "MAP_UPDATE_ELEM");
  }
  room2.filled = 0;
}

// src/bulk/clear.ts
var ENOENT4 = -2;
var EINTR2 = -4;
var ENOSPC2 = -28;
function clearSteps(map) {
  if (isUnreadable(map.info)) return unreadableSteps(map);
  return isArray(map.info.type) ? zeroSteps(map) : takeSteps(map);
}
function* unreadableSteps(map) {
  return clearUnreadable(map);
}
function zeroSteps(map) {
  const { info, value } = map;
  const index2 = new Uint32Array(1);
  const key = new Uint8Array(index2.buffer);
  const zeros2 = new Uint8Array(value.size);
  function* entries() {
    for (let i = 0; i < info.maxEntries; i++) {
      index2[0] = i;
      yield [key, zeros2];
    }
  }
  const bytes3 = { key: codecOf(bytesLayout(4)), value: codecOf(bytesLayout(value.size)) };
  return setAllSteps({ ...map, ...bytes3 }, entries(), 0);
}
function* takeSteps(map) {
  let batch = map.elements.newBatch(batchCapacity(map));
  let done = 0;
  for (;;) {
    const result = yield { batch, call: "take", done };
    if (result === ENOSPC2) {
      batch = batch.resized(batch.capacity * 2);
      continue;
    }
    if (lacksBatch(result)) return yield* deleteWalked(map);
    done += batch.count;
    if (result === ENOENT4) return done;
    if (result < 0 && result !== EINTR2) {
      throw failedAfter((0, import_syscall14.elementError)(result, "MAP_LOOKUP_AND_DELETE_BATCH"), done);
    }
  }
}
function* deleteWalked(map) {
  const room2 = new Room(map);
  const progress = { done: 0, byBatch: true };
  const most = 2 * map.info.maxEntries;
  for (let met = 0; met <= most; met += room2.batch.capacity) {
    const walk = new Walk(map, room2.batch.capacity);
    if (!(yield* walk.steps(progress.done))) break;
    room2.takeKeys(walk.batch);
    yield* deleteFilled(map, room2, progress);
  }
  return progress.done;
}

// src/bulk/count.ts
function* countSteps(map) {
  if (isArray(map.info.type)) return map.info.maxEntries;
  const walk = new Walk(map);
  let count = 0;
  while (yield* walk.steps(count)) count += walk.batch.count;
  return count;
}

// src/bulk/iterate.ts
function* iterateBatches(map) {
  const walk = new Walk(map);
  while (walk.step()) yield { count: walk.batch.count, keys: walk.keys, values: walk.values };
}
function* iterateEntries(map) {
  const { key, value } = map;
  const walk = new Walk(map);
  while (walk.step()) {
    const { keys, values, batch } = walk;
    const { count } = batch;
    for (let i = 0, k = 0, v = 0; i < count; i++, k += key.size, v += value.size)
      yield [key.decode(keys, k), value.decode(values, v)];
  }
}
function* iterateKeys(map) {
  const { key } = map;
  const walk = new Walk(map);
  while (walk.step()) {
    const { keys, batch } = walk;
    for (let i = 0, k = 0; i < batch.count; i++, k += key.size) yield key.decode(keys, k);
  }
}
function* iterateValues(map) {
  const { value } = map;
  const walk = new Walk(map);
  while (walk.step()) {
    const { values, batch } = walk;
    for (let i = 0, v = 0; i < batch.count; i++, v += value.size) yield value.decode(values, v);
  }
}
function visitEntries(map, visit) {
  const { key, value } = map;
  const walk = new Walk(map);
  while (walk.step()) {
    const { keys, values, batch } = walk;
    const { count } = batch;
    for (let i = 0, k = 0, v = 0; i < count; i++, k += key.size, v += value.size)
      visit(value.decode(values, v), key.decode(keys, k));
  }
}

// src/bulk/iterate-async.ts
async function* iterateEntriesAsync(map, options = {}) {
  const { key, value } = map;
  const walk = new Walk(map);
  let done = 0;
  while (await runStepsAsync(map, walk.steps(), { signal: options.signal })) {
    const { keys, values, batch } = walk;
    for (let i = 0, k = 0, v = 0; i < batch.count; i++, k += key.size, v += value.size)
      yield [key.decode(keys, k), value.decode(values, v)];
    done += batch.count;
    options.onProgress?.({ done });
  }
}

// src/bulk/iterate-batches-async.ts
var usualCapacity = 8192;
async function* iterateBatchesAsync(map, { signal, onProgress } = {}) {
  const walk = new Walk(map, Math.min(batchCapacity(map), usualCapacity));
  let next = runStepsAsync(map, walk.steps(), { signal });
  let done = 0;
  try {
    while (await next) {
      const { batch, keys, values } = walk;
      const { count } = batch;
      walk.batch = batch.resized(batch.capacity);
      walk.keys = byteView(walk.batch.keys);
      walk.values = byteView(walk.batch.values);
      next = runStepsAsync(map, walk.steps(), { signal });
      next.catch(() => void 0);
      yield { count, keys, values };
      done += count;
      onProgress?.({ done });
    }
  } finally {
    await next.catch(() => void 0);
  }
}

// src/keyed-map/update-flags.ts
var import_syscall15 = require("@bpf/syscall");
var flagsOf = {
  any: 0,
  create: import_syscall15.UpdateFlag.NOEXIST,
  update: import_syscall15.UpdateFlag.EXIST,
};
function updateFlags(options) {
  if (options === void 0 || options === "any") return 0;
  const { how = "any", lock } = typeof options === "string" ? { how: options, lock: false } : options;
  if (!Object.hasOwn(flagsOf, how)) {
    throw Object.assign(new RangeError(`"any", "create" or "update" is needed, not ${JSON.stringify(how)}`), {
      code: "ERR_INVALID_ARG_VALUE",
    });
  }
  return flagsOf[how] | lockFlags(lock);
}
function lockFlags(lock) {
  return lock === true ? import_syscall15.UpdateFlag.LOCK : 0;
}

// src/keyed-map/typed-map.ts
var ENOENT5 = -2;
var TypedMap = class extends KernelMap {
  kind = "keyed";
  get keyLayout() {
    return this.parts.keyLayout;
  }
  /** How keys are read and written. */
  get keyCodec() {
    return this.parts.key;
  }
  /** How values are read and written, those of all CPUs together in a per-CPU map. */
  get valueCodec() {
    return this.parts.value;
  }
  /** The value of `key`; undefined if there is none. @throws ValueError, BpfError */
  get(key, options) {
    const { elements, key: codec, keyView, value, valueView } = this.opened();
    codec.encode(key, keyView, 0, "key");
    const result = elements.lookup(options && lockFlags(options.lock));
    if (result === 0) return value.decode(valueView, 0);
    if (result === ENOENT5) return void 0;
    throw (0, import_syscall16.elementError)(result, "MAP_LOOKUP_ELEM");
  }
  /** Whether there is a value of `key`. @throws ValueError, BpfError */
  has(key) {
    const { elements, key: codec, keyView } = this.opened();
    codec.encode(key, keyView, 0, "key");
    const result = elements.lookup();
    if (result < 0 && result !== ENOENT5) throw (0, import_syscall16.elementError)(result, "MAP_LOOKUP_ELEM");
    return result === 0;
  }
  /**
   * Sets the value of `key`.
   * @throws ValueError; BpfError: EEXIST ("create"), ENOENT ("update"), E2BIG, EPERM
   */
  set(key, value, options) {
    const { elements, key: codec, keyView, value: valueCodec, valueView, updateValue } = this.opened();
    const flags = updateFlags(options);
    if (updateValue === void 0) valueCodec.encode(value, valueView, 0, "value");
    codec.encode(key, keyView, 0, "key");
    const result = updateValue === void 0 ? elements.update(flags || void 0) : updateValue(value, flags);
    if (result < 0) throw (0, import_syscall16.elementError)(result, "MAP_UPDATE_ELEM");
    return this;
  }
  /** Removes `key`; false if it was not there. @throws ValueError; BpfError EINVAL for an array */
  delete(key) {
    const { elements, info, key: codec, keyView } = this.opened();
    codec.encode(key, keyView, 0, "key");
    const result = elements.delete();
    if (result === 0) return true;
    if (wasAbsent(info.type, result)) return false;
    throw (0, import_syscall16.elementError)(result, "MAP_DELETE_ELEM");
  }
  /**
   * Removes `key` and gives back its value, in one step that nobody can come between; undefined if there is none.
   * Hashes: Linux 5.14.
   * @throws ValueError, BpfError
   */
  take(key, options) {
    const { elements, key: codec, keyView, value, valueView } = this.opened();
    codec.encode(key, keyView, 0, "key");
    const result = elements.take(options && lockFlags(options.lock));
    if (result === 0) return value.decode(valueView, 0);
    if (result === ENOENT5) return void 0;
    throw (0, import_syscall16.elementError)(result, "MAP_LOOKUP_AND_DELETE_ELEM");
  }
  /**
   * All elements, many fetched at a time. An element that is there all the time is met: once where the kernel has
   * batches for this type of map (Linux 5.6), at least once elsewhere, where an element that is deleted under the iterator
   * sends it back to the start. Elements that come or go meanwhile may be met or not.
   * @throws BpfError; MapError ERR_MAP_CHANGING
   */
  entries() {
    return iterateEntries(this.opened());
  }
  [Symbol.iterator]() {
    return this.entries();
  }
  /** As {@link entries}. */
  keys() {
    return iterateKeys(this.opened());
  }
  /** As {@link entries}. */
  values() {
    return iterateValues(this.opened());
  }
  /** As {@link entries}, and faster. */
  forEach(visit) {
    visitEntries(this.opened(), (value, key) => visit(value, key, this));
  }
  /** As {@link entries}, undecoded: for {@link keyCodec} and {@link valueCodec}. */
  batches() {
    return iterateBatches(this.opened());
  }
  /** {@link batches}, fetched on another thread: the next one while the caller works on the last. */
  batchesAsync(options) {
    return iterateBatchesAsync(this.opened(), options);
  }
  /** Sets many elements; their number. @throws as {@link set}, with `done`: the elements that were set before */
  setAll(entries, options) {
    const map = this.opened();
    return runSteps(map, setAllSteps(map, entries, updateFlags(options)));
  }
  /** Removes many keys; how many were there. @throws as {@link delete}, with `done` */
  deleteAll(keys) {
    const map = this.opened();
    return runSteps(map, deleteAllSteps(map, keys));
  }
  /** Removes all elements; their number. Of an array, whose elements stay, sets all to zeros. @throws BpfError with `done` */
  clear() {
    const map = this.opened();
    return runSteps(map, clearSteps(map));
  }
  /** How many elements there are. Counts them, so takes as long as fetching all. @throws BpfError */
  count() {
    const map = this.opened();
    return runSteps(map, countSteps(map));
  }
  /** {@link entries}, fetched on another thread. */
  entriesAsync(options) {
    return iterateEntriesAsync(this.opened(), options);
  }
  /** {@link setAll} on another thread. */
  async setAllAsync(entries, { how, lock, ...options } = {}) {
    const map = this.opened();
    return runStepsAsync(map, setAllSteps(map, entries, updateFlags({ how, lock })), options);
  }
  /** {@link deleteAll} on another thread. */
  async deleteAllAsync(keys, options) {
    const map = this.opened();
    return runStepsAsync(map, deleteAllSteps(map, keys), options);
  }
  /** {@link clear} on another thread. */
  async clearAsync(options) {
    const map = this.opened();
    return runStepsAsync(map, clearSteps(map), options);
  }
  /** {@link count} on another thread. */
  async countAsync(options) {
    const map = this.opened();
    return runStepsAsync(map, countSteps(map), options);
  }
};

// src/keyed-map/open-map.ts
function openMap(source, options = {}) {
  return new TypedMap(openCore(source, options, { ...wantedBy("openMap"), sum: options.sum }));
}

// src/nested/map-of-maps.ts
var id = codecOf({ kind: "integer", size: 4, signed: false });
var mostReplaced = 100;
var MapOfMaps = class extends KernelMap {
  kind = "map-of-maps";
  #ids;
  #inner;
  /** Made by {@link openMapOfMaps}. */
  constructor(map, inner) {
    super(map);
    this.#ids = new TypedMap({ ...map, value: id, valueLayout: id.layout });
    this.#inner = inner;
  }
  get keyLayout() {
    return this.#ids.keyLayout;
  }
  /**
   * The map of `key`, opened; the caller closes it. Undefined if there is none. It stays that map, whatever the key
   * holds later.
   * @throws as {@link open}; MapError ERR_MAP_KIND for inner maps that are no keyed values: use {@link open} for those
   */
  get(key) {
    var _stack = [];
    try {
      const fd = __using(_stack, this.open(key));
      return fd === void 0 ? void 0 : openMap(fd, this.#inner);
    } catch (_) {
      var _error = _,
        _hasError = true;
    } finally {
      __callDispose(_stack, _error, _hasError);
    }
  }
  /**
   * A descriptor of the map of `key`, which the caller closes; undefined if there is none. Where others replace the map
   * between the call that reads its id and the one that opens it, the new one is opened.
   * @throws ValueError; BpfError EPERM (CAP_SYS_ADMIN); MapError ERR_MAP_CHANGING where it is replaced again and again
   */
  open(key) {
    for (let replaced = 0; replaced < mostReplaced; replaced++) {
      const found = this.#ids.get(key);
      if (found === void 0) return void 0;
      const fd = openById(found);
      if (fd !== void 0) return fd;
    }
    const { name, path } = this;
    throw new MapError("ERR_MAP_CHANGING", `Others replace a map in ${name} faster than it can be opened.`, {
      map: name,
      path,
    });
  }
  /** The id of the map of `key`; undefined if there is none. @throws ValueError, BpfError */
  idOf(key) {
    return this.#ids.get(key);
  }
  /** Whether there is a map of `key`. @throws ValueError, BpfError */
  has(key) {
    return this.#ids.has(key);
  }
  /**
   * Sets the map of `key`: a map of this package, what else has a map's descriptor as `fd`, a BpfFd, or an id. It is then
   * kept alive by this map, whoever closes or unpins it.
   *
   * @param how an array of maps takes "any" only
   * @throws ValueError; BpfError: EINVAL (a map that is not like the others), EEXIST, ENOENT, E2BIG, EPERM
   */
  set(key, inner, how) {
    try {
      this.#ids.set(key, inner, how);
      return this;
    } catch (error) {
      throw import_syscall17.BpfError.is(error) && error.code === "EINVAL" ? unlike(error) : error;
    }
  }
  /** Removes the map of `key` from this one; false if there was none. @throws ValueError; BpfError E2BIG, EPERM */
  delete(key) {
    return this.#ids.delete(key);
  }
  /** Keys with the ids of their maps; indices without a map are left out. As the entries of any keyed map otherwise. */
  entries() {
    return this.#ids.entries();
  }
  [Symbol.iterator]() {
    return this.entries();
  }
  /** As {@link entries}. */
  keys() {
    return this.#ids.keys();
  }
  /** How many maps are in it. @throws BpfError */
  count() {
    return this.#ids.count();
  }
  /** Removes all maps; their number. @throws BpfError EPERM, with `done` */
  clear() {
    return this.#ids.clear();
  }
  close() {
    this.#ids.close();
    super.close();
  }
};
function openById(id2) {
  try {
    return (0, import_syscall17.mapFromId)(id2);
  } catch (error) {
    if (import_syscall17.BpfError.is(error) && error.code === "ENOENT") return void 0;
    throw error;
  }
}
function unlike(cause) {
  const meaning =
    "an inner map needs the type, key size, value size and flags of the one that the outer map was made with (as an array also its max entries, unless that has BPF_F_INNER_MAP; before Linux 6.2 also BTF, or none, as that one); an array of maps takes no create or update alone";
  return new import_syscall17.BpfError(
    cause.errno,
    { syscall: "bpf", command: "BPF_MAP_UPDATE_ELEM", meaning },
    { cause },
  );
}

// src/nested/open.ts
function openMapOfMaps(source, options = {}) {
  const { inner = {}, ...outer } = options;
  const spec = (outer.spec ?? specOf(source))?.innerMap;
  const defaults = { raw: outer.raw, json: outer.json, btf: outer.btf, spec };
  return new MapOfMaps(openCore(source, outer, wantedBy("openMapOfMaps")), {
    ...defaults,
    ...inner,
  });
}
var specOf = (source) => (typeof source === "string" || source === fdOf(source) ? void 0 : source.spec);

// src/gen/pin-shapes.ts
function pinShapes(pins, { paths, values }) {
  return pins.map((pin) => {
    const info = (0, import_syscall18.mapInfo)(pin.fd);
    const name = pin.path === void 0 ? info.name : (0, import_node_path.basename)(pin.path);
    const path = ofMap(paths, name) ?? pin.path;
    const shape = { ...shapeOf2(name, info, pin), inner: innerShape(info, pin), path };
    const type = ofMap(values, name);
    return type === void 0 ? shape : withValue(shape, btfOf(info), type);
  });
}
function shapeOf2(name, info, { fd, path }) {
  const named = { name, type: info.type, keySize: info.keySize, valueSize: info.valueSize };
  try {
    const { key, value } = mapLayouts(info, {}, { fd, path });
    const shape = { ...named, key, value, brought: { key: false, value: false } };
    return isSection(value) ? { ...shape, section: value } : shape;
  } catch (error) {
    if (LayoutError.is(error)) return untypedShape(named, error.message);
    throw error;
  }
}
function innerShape(info, { fd }) {
  var _stack2 = [];
  try {
    if (openerOf(info.type) !== "openMapOfMaps") return void 0;
    const outer = __using(_stack2, openMapOfMaps(fd, { access: "ro" }));
    for (const [, id2] of outer.entries()) {
      var _stack = [];
      try {
        const inner = __using(_stack, (0, import_syscall18.mapFromId)(id2));
        const found = (0, import_syscall18.mapInfo)(inner);
        return shapeOf2(found.name, found, { fd: inner });
      } catch (_) {
        var _error = _,
          _hasError = true;
      } finally {
        __callDispose(_stack, _error, _hasError);
      }
    }
    return void 0;
  } catch (_2) {
    var _error2 = _2,
      _hasError2 = true;
  } finally {
    __callDispose(_stack2, _error2, _hasError2);
  }
}
function btfOf({ btfId }) {
  var _stack = [];
  try {
    if (btfId === 0) return void 0;
    const fd = __using(_stack, (0, import_syscall18.btfFromId)(btfId));
    return (0, import_elf21.parseBtf)((0, import_syscall18.btfBytes)(fd));
  } catch (_) {
    var _error = _,
      _hasError = true;
  } finally {
    __callDispose(_stack, _error, _hasError);
  }
}

// src/gen/generate-types.ts
function generateTypes(input, options = {}) {
  const shapes = "object" in input ? objectShapes(input.object, options) : pinShapes(input.pins, options);
  for (const name of Object.keys(options.values ?? {})) {
    if (shapes.some((shape) => shape.name === name)) continue;
    const text = `There is no map ${JSON.stringify(name)} whose values could have a type.`;
    throw new MapError("ERR_MAP_TYPES", text, { map: name });
  }
  return moduleText(shapes, options.source);
}

// src/kinds/open-any-map.ts
var import_syscall24 = require("@bpf/syscall");

// src/queue/queue.ts
var import_promises = require("timers/promises");
var import_syscall19 = require("@bpf/syscall");
var ENOENT6 = -2;
var sliceLength = 4096;
var Queue = class extends KernelMap {
  kind = "queue";
  /** Adds an element. @throws ValueError; BpfError E2BIG (full), EPERM */
  push(value, options) {
    const { elements, value: codec, valueView } = this.opened();
    codec.encode(value, valueView, 0, "value");
    const result = elements.update(pushFlags(options));
    if (result < 0) throw (0, import_syscall19.elementError)(result, "MAP_UPDATE_ELEM");
    return this;
  }
  /** Adds elements one after the other; their number. @throws as {@link push}, with `done`: those that were added before */
  pushAll(values, options) {
    let done = 0;
    try {
      for (const value of values) {
        this.push(value, options);
        done++;
      }
    } catch (error) {
      throw failedAfter(error, done);
    }
    return done;
  }
  /** Takes out the next element: a queue's oldest, a stack's newest; undefined if there is none. @throws BpfError EPERM */
  pop() {
    const { value: codec, valueView } = this.opened();
    return this.#take() ? codec.decode(valueView, 0) : void 0;
  }
  /** The element that {@link pop} would take out; undefined if there is none. @throws BpfError EPERM */
  peek() {
    const { value: codec, valueView } = this.opened();
    return this.#look() ? codec.decode(valueView, 0) : void 0;
  }
  /** Whether there was no element at the time of the call. @throws BpfError EPERM */
  isEmpty() {
    return !this.#look();
  }
  /** Pops until the map is empty: each element is gone from it once it is given. @throws BpfError EPERM */
  *drain() {
    const { value: codec, valueView } = this.opened();
    while (this.#take()) yield codec.decode(valueView, 0);
  }
  /**
   * Pops what is there, at most max entries; the number of elements. Of a queue these are all that were there at the
   * time of the call; of a stack that others push to meanwhile, older ones may stay.
   * @throws BpfError EPERM, with `done`: the elements that were taken out before
   */
  clear() {
    return this.#takeUpTo(this.info.maxEntries, 0);
  }
  /**
   * {@link clear} in slices, between which other work of this thread goes on: the kernel has no batches for queues.
   * @throws the signal's reason; BpfError EPERM, with `done`
   */
  async clearAsync({ signal, onProgress } = {}) {
    const most = this.info.maxEntries;
    let done = 0;
    for (;;) {
      signal?.throwIfAborted();
      const end = Math.min(done + sliceLength, most);
      done = this.#takeUpTo(end, done);
      onProgress?.({ done });
      if (done < end || done === most) return done;
      await (0, import_promises.setImmediate)();
    }
  }
  /** Takes elements out, `done` of which are already, until there are `most`; how many there are then. */
  #takeUpTo(most, done) {
    let taken = done;
    try {
      while (taken < most && this.#take()) taken++;
    } catch (error) {
      throw failedAfter(error, taken);
    }
    return taken;
  }
  /** BPF_MAP_LOOKUP_AND_DELETE_ELEM; false if there is no element. */
  #take() {
    const result = this.opened().elements.take();
    if (result < 0 && result !== ENOENT6)
      throw (0, import_syscall19.elementError)(result, "MAP_LOOKUP_AND_DELETE_ELEM");
    return result === 0;
  }
  /** BPF_MAP_LOOKUP_ELEM; false if there is no element. */
  #look() {
    const result = this.opened().elements.lookup();
    if (result < 0 && result !== ENOENT6) throw (0, import_syscall19.elementError)(result, "MAP_LOOKUP_ELEM");
    return result === 0;
  }
};
var pushFlags = (options) =>
  options?.evict === true ? import_syscall19.UpdateFlag.EXIST : import_syscall19.UpdateFlag.ANY;

// src/queue/open.ts
function openQueue(source, options = {}) {
  return new Queue(openCore(source, options, wantedBy("openQueue")));
}

// src/ring/open.ts
var import_syscall21 = require("@bpf/syscall");

// src/ring/record-form.ts
function typedForm(codec, loose) {
  const { size } = codec;
  const check = (length) => {
    if (length !== size && (length < size || !loose)) throw wrongLength(length, codec.layout, size);
  };
  return {
    value(from, at, length) {
      check(length);
      return codec.decode(from, at);
    },
    jsonText(from, at, length) {
      check(length);
      return codec.jsonText(from, at);
    },
  };
}
var bytesForm = {
  value: ({ u8 }, at, length) => copyBytes(u8, at, length),
  jsonText: (from, at, length) => JSON.stringify(hexForm.value(from, at, length)),
};
var hexForm = {
  value: ({ u8 }, at, length) => hexText(u8, at, length),
  jsonText: bytesForm.jsonText,
};
function wrongLength(length, layout2, size) {
  const name = "name" in layout2 && layout2.name !== "" ? `${layout2.kind} ${layout2.name}` : "its layout";
  const advice = length > size ? "; loose: true passes over what follows" : "";
  return new ValueError("record", `has ${length} bytes, ${name} has ${size}${advice}`);
}

// src/ring/record-layout.ts
function recordLayout(info, options, source) {
  const { raw, value, btf, type, spec = source.spec } = options;
  if (raw === true) return void 0;
  if (value !== void 0) return value;
  if (type === void 0) {
    const id3 = spec?.valueTypeId ?? 0;
    return btf === void 0 || id3 === 0 ? void 0 : layoutFromBtf(btf, id3);
  }
  const id2 = btf === void 0 ? void 0 : typeIdByName(btf, type);
  if (btf !== void 0 && id2 !== void 0) return layoutFromBtf(btf, id2);
  const why = btf === void 0 ? `names a type of btf, which is not given` : `is no type of btf`;
  throw new MapError(
    "ERR_MAP_TYPES",
    `Records of ring buffer ${info.name}: type ${JSON.stringify(type)} ${why}.`,
    {
      map: info.name,
      path: source.path,
    },
  );
}

// src/ring/ring-buffer.ts
var import_elf22 = require("@bpf/elf");
var import_syscall20 = require("@bpf/syscall");

// src/ring/record-batch.ts
var mostRecords = 64;
var mostBytes = 16384;
var RecordBatch = class {
  #source;
  #view;
  #offsets;
  #count;
  #looked = 0;
  #givenBack = 0;
  /** Made by RingBuffer. */
  constructor(source, view, { offsets, count }) {
    this.#source = source;
    this.#view = view;
    this.#offsets = offsets;
    this.#count = count;
  }
  /** Records; 0 once the next batch was asked for. */
  get count() {
    return this.#count;
  }
  /**
   * A record.
   * @throws RangeError for an index that it has not; ValueError for a record of another length than its layout
   */
  at(index2) {
    const start = this.#look(index2);
    return this.#source.form.value(this.#view, start, this.#offsets[index2 + 1] - start);
  }
  /** A record's bytes, not copied: they are overwritten with the next batch. @throws RangeError */
  bytes(index2) {
    const start = this.#look(index2);
    return this.#view.u8.subarray(start, this.#offsets[index2 + 1]);
  }
  /** A record as one line of JSON. @throws as {@link at} */
  jsonText(index2) {
    const start = this.#look(index2);
    return this.#source.form.jsonText(this.#view, start, this.#offsets[index2 + 1] - start);
  }
  *[Symbol.iterator]() {
    for (let index2 = 0; index2 < this.#count; index2++) yield this.at(index2);
  }
  /** Gives back what was looked at: no more of it will be. */
  end() {
    this.#source.reader.advance(this.#looked);
  }
  /** The next read gives all of it back, and overwrites its memory. Once the reader is closed, no read does. */
  expire() {
    if (!this.#source.reader.closed) this.#source.received += this.#count - this.#looked;
    this.#count = 0;
  }
  /** Where a record begins. All before it are done with, so that their room can be used again, now and then. */
  #look(index2) {
    if (index2 >>> 0 !== index2 || index2 >= this.#count) {
      throw new RangeError(`this batch has ${this.#count} records; there is no record ${index2}`);
    }
    const start = this.#offsets[index2];
    if (index2 < this.#looked) return start;
    this.#source.received += index2 + 1 - this.#looked;
    this.#looked = index2 + 1;
    if (index2 - this.#givenBack >= mostRecords || start - this.#offsets[this.#givenBack] >= mostBytes) {
      this.#source.reader.advance(index2);
      this.#givenBack = index2;
    }
    return start;
  }
};

// src/ring/record-iterator.ts
var RecordIterator = class {
  #ring;
  #batches;
  #batch;
  #index = 0;
  /** The last step that was asked for while a batch was on its way. */
  #waiting;
  constructor(ring) {
    this.#ring = ring;
    this.#batches = ring.batches();
  }
  [Symbol.asyncIterator]() {
    return this;
  }
  next() {
    if (this.#waiting !== void 0) return this.#wait(this.#waiting);
    if (!this.#hasRecord()) return this.#wait(void 0);
    try {
      return Promise.resolve(this.#record());
    } catch (error) {
      return Promise.reject(error);
    }
  }
  async return() {
    this.#ring.close();
    await this.#batches.return();
    return { done: true, value: void 0 };
  }
  #hasRecord() {
    return this.#batch !== void 0 && this.#index < this.#batch.count && !this.#ring.closed;
  }
  #record() {
    try {
      return { done: false, value: this.#batch.at(this.#index++) };
    } catch (error) {
      this.#ring.close();
      throw error;
    }
  }
  /** Steps that wait come in the order in which they were asked for. */
  #wait(before) {
    const step =
      before === void 0
        ? this.#step()
        : before.then(
            () => this.#step(),
            () => this.#step(),
          );
    this.#waiting = step;
    const done = () => {
      if (this.#waiting === step) this.#waiting = void 0;
    };
    step.then(done, done);
    return step;
  }
  async #step() {
    if (!this.#hasRecord()) {
      const { value } = await this.#batches.next();
      if (value === void 0) return { done: true, value: void 0 };
      this.#batch = value;
      this.#index = 0;
    }
    return this.#record();
  }
};

// src/ring/ring-buffer.ts
var RingBuffer = class {
  kind = "ringbuf";
  #parts;
  #source;
  #view;
  #batch;
  #walking = false;
  #onAbort = () => this.close();
  /** Made by {@link openRingBuffer}. */
  constructor(parts) {
    this.#parts = parts;
    this.#source = { reader: parts.reader, form: parts.form, received: 0 };
    parts.signal?.addEventListener("abort", this.#onAbort, { once: true });
  }
  /** What the kernel says of it; `maxEntries` is its size in bytes. */
  get info() {
    return this.#parts.reader.info;
  }
  /** The kernel's name of it: at most 15 bytes. */
  get name() {
    return this.info.name;
  }
  /** "ringbuf" */
  get typeName() {
    return String((0, import_elf22.mapTypeName)(this.info.type));
  }
  /** The path of its pin, where it was opened by one. */
  get path() {
    return this.#parts.path;
  }
  /** Of a record; 0 bytes where its type is not known, and records are bytes. */
  get valueLayout() {
    return this.#parts.layout;
  }
  /** How records are read; undefined where they are bytes. */
  get valueCodec() {
    return this.#parts.codec;
  }
  /** The map's descriptor, which stays this object's. */
  get fd() {
    if (this.closed) throw this.#closedError();
    return this.#parts.fd;
  }
  get closed() {
    return this.#parts.reader.closed;
  }
  /** Records that were handed out so far. */
  get received() {
    return this.#source.received;
  }
  /**
   * The records, one by one. An abort of the signal makes the loop throw the signal's reason; close() ends it.
   *
   * Errors of the loop: ValueError for a record of another length than its layout (that record is given back);
   * RingError ERR_RING_SHARED, ERR_RING_DAMAGED; MapError ERR_MAP_CLOSED; ERR_MAP_BUSY for a second loop at once.
   */
  [Symbol.asyncIterator]() {
    return new RecordIterator(this);
  }
  /**
   * The records, as many at a time as are there: faster than one by one, where each costs a promise. Errors and ends as
   * in the loop over records.
   */
  async *batches() {
    this.#parts.signal?.throwIfAborted();
    if (this.closed) throw this.#closedError();
    if (this.#walking) throw this.#error("ERR_MAP_BUSY", "is being read by another loop");
    this.#walking = true;
    try {
      for (let batch = await this.#next(); batch !== void 0; batch = await this.#next()) yield batch;
    } finally {
      this.close();
    }
  }
  /** Ends the loop, and frees its thread, descriptors and memory. The map itself lives on where it is pinned. */
  close() {
    const { reader, fd, signal } = this.#parts;
    if (reader.closed) return;
    signal?.removeEventListener("abort", this.#onAbort);
    try {
      this.#batch?.end();
    } catch (error) {
      if (!import_syscall20.RingError.is(error)) throw error;
    } finally {
      reader.close();
      fd.close();
    }
  }
  [Symbol.dispose]() {
    this.close();
  }
  /** Undefined once it is closed. */
  async #next() {
    this.#batch?.expire();
    this.#batch = void 0;
    const found = await this.#parts.reader.read();
    if (found !== void 0) {
      this.#batch = new RecordBatch(this.#source, this.#viewOf(found), found);
      return this.#batch;
    }
    this.#parts.signal?.throwIfAborted();
    return void 0;
  }
  /** Batches come in the same memory, nearly always. */
  #viewOf({ bytes: bytes3 }) {
    if (this.#view?.u8 !== bytes3) this.#view = byteView(bytes3);
    return this.#view;
  }
  #closedError() {
    return this.#error("ERR_MAP_CLOSED", "was closed");
  }
  #error(code, what) {
    const { name, path } = this;
    return new MapError(code, `Ring buffer ${path ?? name} ${what}.`, { map: name, path });
  }
};

// src/ring/open.ts
function openRingBuffer(source, options = {}) {
  options.signal?.throwIfAborted();
  const opened = openSource(source, "rw");
  try {
    return ringOf(opened, options);
  } catch (error) {
    opened.fd.close();
    throw error;
  }
}
function ringOf(source, options) {
  const { fd, path } = source;
  const info = (0, import_syscall21.mapInfo)(fd);
  wantedBy("openRingBuffer").check?.(info, path);
  const layout2 = recordLayout(info, options, source);
  const read = howToRead(layout2, options);
  const reader = import_syscall21.RingReader.open(fd, options);
  const { signal } = options;
  return new RingBuffer({ fd, reader, path, layout: layout2 ?? bytesLayout(0), ...read, signal });
}
function howToRead(layout2, { json = false, loose = false }) {
  if (layout2 === void 0) return { codec: void 0, form: json ? hexForm : bytesForm };
  const codec = json ? jsonCodec(codecOf(layout2)) : codecOf(layout2);
  return { codec, form: typedForm(codec, loose) };
}

// src/storage/storage-map.ts
var import_syscall23 = require("@bpf/syscall");

// src/storage/storage-error.ts
var import_elf23 = require("@bpf/elf");
var import_syscall22 = require("@bpf/syscall");
var EBADF = -9;
var ENOTSOCK = -88;
var owners = /* @__PURE__ */ new Map([
  [import_elf23.MapType.SK_STORAGE, "a socket"],
  [import_elf23.MapType.INODE_STORAGE, "an open file"],
  [import_elf23.MapType.TASK_STORAGE, "a task that lives (a pidfd)"],
  [import_elf23.MapType.CGRP_STORAGE, "a cgroup's directory"],
]);
function storageError(type, result, command) {
  if (result !== EBADF && result !== ENOTSOCK) return (0, import_syscall22.elementError)(result, command);
  const meaning = `the key is no descriptor of ${owners.get(type) ?? "what owns the values of this map"}`;
  return new import_syscall22.BpfError(result, { syscall: "bpf", command: `BPF_${command}`, meaning });
}

// src/storage/storage-map.ts
var ENOENT7 = -2;
var descriptor = codecOf({ kind: "integer", size: 4, signed: true });
var StorageMap = class extends KernelMap {
  kind = "storage";
  /** The value of `owner`; undefined if it has none. @throws BpfError EBADF, ENOTSOCK, EPERM */
  get(owner, options) {
    const { value, valueView } = this.opened();
    const found = this.#call("MAP_LOOKUP_ELEM", owner, lockFlags(options?.lock));
    return found ? value.decode(valueView, 0) : void 0;
  }
  /** Whether `owner` has a value. @throws BpfError EBADF, ENOTSOCK, EPERM */
  has(owner) {
    return this.#call("MAP_LOOKUP_ELEM", owner);
  }
  /** Sets the value of `owner`. @throws ValueError; BpfError: EBADF, ENOTSOCK, EEXIST ("create"), ENOENT ("update"), EPERM */
  set(owner, value, options) {
    const { value: codec, valueView } = this.opened();
    const flags = updateFlags(options);
    codec.encode(value, valueView, 0, "value");
    if (this.#call("MAP_UPDATE_ELEM", owner, flags)) return this;
    throw (0, import_syscall23.elementError)(ENOENT7, "MAP_UPDATE_ELEM");
  }
  /** Removes the value of `owner`; false if it had none. @throws BpfError EBADF, ENOTSOCK, EPERM */
  delete(owner) {
    return this.#call("MAP_DELETE_ELEM", owner);
  }
  /** False for ENOENT. */
  #call(command, owner, flags = 0) {
    const { elements, info, keyView } = this.opened();
    const fd = fdOf(owner);
    if (fd === void 0) descriptor.encode(owner, keyView, 0, "key");
    const result = fd === void 0 ? byKey[command](elements, flags) : elements.ofFd(command, fd, flags);
    if (result < 0 && result !== ENOENT7) throw storageError(info.type, result, command);
    return result === 0;
  }
};
var byKey = {
  MAP_LOOKUP_ELEM: (elements, flags) => elements.lookup(flags),
  MAP_UPDATE_ELEM: (elements, flags) => elements.update(flags),
  MAP_DELETE_ELEM: (elements) => elements.delete(),
};

// src/storage/open.ts
function openStorageMap(source, options = {}) {
  return new StorageMap(openCore(source, options, wantedBy("openStorageMap")));
}

// src/kinds/open-any-map.ts
var openers2 = {
  openMap,
  openQueue,
  openBloomFilter,
  openMapOfMaps,
  openStorageMap,
  openRingBuffer,
};
function openAnyMap(source, options = {}) {
  var _stack = [];
  try {
    const opened = openSource(source, options.access ?? "rw");
    const fd = __using(_stack, opened.fd);
    const info = (0, import_syscall24.mapInfo)(fd);
    const opener = openerOf(info.type);
    if (opener === void 0) wantedBy("openMap").check?.(info, opened.path);
    if (opener === "openMapOfMaps" && options.json === true) return new TypedMap(openCore(opened, options));
    return openers2[opener ?? "openMap"](opened, options);
  } catch (_) {
    var _error = _,
      _hasError = true;
  } finally {
    __callDispose(_stack, _error, _hasError);
  }
}

// src/layout/alignment.ts
var packed = /* @__PURE__ */ new WeakSet();
function setPacked(layout2) {
  packed.add(layout2);
}
function alignmentOf(layout2) {
  if (packed.has(layout2)) return 1;
  switch (layout2.kind) {
    case "string":
    case "bytes":
      return 1;
    case "array":
      return alignmentOf(layout2.element);
    case "struct":
    case "union":
      return layout2.fields.reduce((most, field) => Math.max(most, alignmentOf(field.layout)), 1);
    default:
      return sizeOfLayout(layout2);
  }
}
function roundUp(size, alignment) {
  return Math.ceil(size / alignment) * alignment;
}

// src/layout/describe.ts
var layout = {
  u8: integer(1, false),
  s8: integer(1, true),
  u16: integer(2, false),
  s16: integer(2, true),
  u32: integer(4, false),
  s32: integer(4, true),
  u64: integer(8, false),
  s64: integer(8, true),
  u128: integer(16, false),
  s128: integer(16, true),
  bool: { kind: "bool", size: 1 },
  char: { kind: "char" },
  f32: { kind: "float", size: 4 },
  f64: { kind: "float", size: 8 },
  pointer: { kind: "pointer", size: 8 },
  /** `char[size]`. */
  string(size) {
    return checked({ kind: "string", size });
  },
  /** Bytes of which nothing more is known. */
  bytes(size) {
    return checked({ kind: "bytes", size });
  },
  array(element, length) {
    return checked({ kind: "array", element, length });
  },
  /** @throws LayoutError */
  struct(fields, options = {}) {
    const placed = [];
    let end = 0;
    for (const [name, layout2] of Object.entries(fields)) {
      const offset = roundUp(end, options.packed ? 1 : alignmentOf(layout2));
      placed.push({ name, offset, layout: layout2 });
      end = offset + sizeOfLayout(layout2);
    }
    return aggregate("struct", placed, end, options);
  },
  /** @throws LayoutError */
  union(fields, options = {}) {
    const placed = Object.entries(fields).map(([name, layout2]) => ({ name, offset: 0, layout: layout2 }));
    const end = placed.reduce((most, field) => Math.max(most, sizeOfLayout(field.layout)), 0);
    return aggregate("union", placed, end, options);
  },
  /**
   * `layout.enum({ TCP: 6, UDP: 17 })`.
   * @throws LayoutError
   */
  enum(values, options = {}) {
    const named = Object.entries(values).map(([name, value]) => ({ name, value }));
    const size = options.size ?? (named.some(({ value }) => typeof value === "bigint") ? 8 : 4);
    const signed2 = options.signed ?? named.some(({ value }) => value < 0);
    return checked({ kind: "enum", name: options.name ?? "", size, signed: signed2, values: named });
  },
};
function integer(size, signed2) {
  return { kind: "integer", size, signed: signed2 };
}
function aggregate(kind, fields, end, { name = "", packed: packed2 = false }) {
  const made = { kind, name, size: end, fields };
  const size = packed2 ? end : roundUp(end, alignmentOf(made));
  const layout2 = checked({ ...made, size });
  if (packed2) setPacked(layout2);
  return layout2;
}
function checked(layout2) {
  checkLayout(layout2);
  return layout2;
}

// src/live/live-view.ts
var import_syscall26 = require("@bpf/syscall");

// src/live/words.ts
var unsigned = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: BigUint64Array };
var signed = { 1: Int8Array, 2: Int16Array, 4: Int32Array, 8: BigInt64Array };
var floats = { 4: Float32Array, 8: Float64Array };
var isWordSize = (size) => Object.hasOwn(unsigned, size);
function integerWords(memory, base, size, isSigned = false) {
  const count = Math.floor((memory.length - base) / size);
  return new (isSigned ? signed : unsigned)[size](memory.buffer, memory.byteOffset + base, count);
}
function floatWords(memory, base, size) {
  const count = Math.floor((memory.length - base) / size);
  return new floats[size](memory.buffer, memory.byteOffset + base, count);
}

// src/live/cell-copies.ts
var longCell = 512;
var isAligned = ({ memory, base, stride }, size) =>
  (memory.bytes.byteOffset + base) % size === 0 && stride % size === 0;
function cellCopies(places) {
  const { memory, size } = places;
  if (!memory.writable) return copiesOut(places);
  if (isWordSize(size) && isAligned(places, size)) return copiesByWord(places, size);
  if (size === 0 || size > longCell) return longCopies(places);
  return size % 4 === 0 && isAligned(places, 4) ? copiesByWord(places, 4) : copiesByWord(places, 1);
}
function rooms(size) {
  return { incoming: new Uint8Array(size), outgoing: new Uint8Array(size) };
}
function copiesByWord({ memory, base, stride, size }, width) {
  const { incoming, outgoing } = rooms(size);
  const words = integerWords(memory.bytes, base, width);
  const into = integerWords(incoming, 0, width);
  const from = integerWords(outgoing, 0, width);
  const step = stride / width;
  const count = size / width;
  return {
    incoming,
    outgoing,
    load(index2) {
      const start = index2 * step;
      for (let i = 0; i < count; i++) into[i] = words[start + i] ?? memory.gone();
    },
    store(index2) {
      const start = index2 * step;
      if (start + count > words.length) memory.gone();
      for (let i = 0; i < count; i++) words[start + i] = from[i];
    },
  };
}
function longCopies({ memory, base, stride, size }) {
  const { incoming, outgoing } = rooms(size);
  const place = (index2) => {
    const start = base + index2 * stride;
    const { bytes: bytes3 } = memory;
    return start + size <= bytes3.length ? bytes3.subarray(start, start + size) : memory.gone();
  };
  return {
    incoming,
    outgoing,
    load: (index2) => incoming.set(place(index2)),
    store: (index2) => place(index2).set(outgoing),
  };
}
function copiesOut({ memory, base, stride, size }) {
  const { incoming, outgoing } = rooms(size);
  return {
    incoming,
    outgoing,
    load: (index2) => memory.read(base + index2 * stride, incoming),
    store: () => memory.refuse(),
  };
}

// src/live/atomic-add.ts
function argumentError(Kind, code, text) {
  return Object.assign(new Kind(text), { code });
}
function exactInteger(amount) {
  if (typeof amount === "bigint") return amount;
  if (typeof amount !== "number") {
    throw argumentError(
      TypeError,
      "ERR_INVALID_ARG_TYPE",
      `a number or bigint is added, not a ${typeof amount}`,
    );
  }
  if (Number.isSafeInteger(amount)) return BigInt(amount);
  throw argumentError(RangeError, "ERR_OUT_OF_RANGE", `${amount} is no integer that a number tells exactly`);
}
function atomicAdd({ places, layout: layout2, range }) {
  const { memory, base, size } = places;
  if (!memory.writable) return () => memory.refuse();
  if (layout2.kind !== "integer" || (size !== 4 && size !== 8) || !isAligned(places, size)) {
    const text = `only aligned integers of 4 or 8 bytes are added to, not a ${layout2.kind} of ${size}`;
    return () => {
      throw argumentError(TypeError, "ERR_INVALID_ARG_TYPE", text);
    };
  }
  const { step, length, missing } = range;
  const words = integerWords(memory.bytes, base, size, layout2.signed);
  const add = (word, addend) =>
    words instanceof BigUint64Array || words instanceof BigInt64Array
      ? Atomics.add(words, word, addend)
      : Atomics.add(words, word, Number(BigInt.asIntN(32, addend)));
  return (index2, amount) => {
    const addend = exactInteger(amount);
    if (index2 >>> 0 !== index2 || index2 >= length || words.length === 0) missing(index2);
    return add(index2 * step, addend);
  };
}

// src/live/number-reader.ts
var import_node_os = require("os");
var double = new Float64Array(1);
var halves = new Uint32Array(double.buffer);
var [low, high] = (0, import_node_os.endianness)() === "LE" ? [0, 1] : [1, 0];
var highest = 2097151;
function exactNumber(value) {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  const text = `${value} is beyond 2^53 - 1: only a bigint can tell it`;
  throw Object.assign(new RangeError(text), { code: "ERR_OUT_OF_RANGE" });
}
function numberReader(words, exact, { step, length, missing }) {
  return (i) => {
    const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
    double[0] = word === void 0 ? missing(i) : word;
    return halves[high] <= highest ? halves[high] * 4294967296 + halves[low] : exactNumber(exact(i));
  };
}

// src/live/scalar-readers.ts
var readers = {
  Uint8Array:
    (words, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === void 0 ? missing(i) : word;
    },
  Int8Array:
    (words, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === void 0 ? missing(i) : word;
    },
  Uint16Array:
    (words, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === void 0 ? missing(i) : word;
    },
  Int16Array:
    (words, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === void 0 ? missing(i) : word;
    },
  Uint32Array:
    (words, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === void 0 ? missing(i) : word;
    },
  Int32Array:
    (words, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === void 0 ? missing(i) : word;
    },
  Float32Array:
    (words, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === void 0 ? missing(i) : word;
    },
  Float64Array:
    (words, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === void 0 ? missing(i) : word;
    },
  BigUint64Array:
    (words, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === void 0 ? missing(i) : word;
    },
  BigInt64Array:
    (words, { step, length, missing }) =>
    (i) => {
      const word = i >>> 0 === i && i < length ? words[i * step] : missing(i);
      return word === void 0 ? missing(i) : word;
    },
};
function wordReader(words, range) {
  return readers[words[Symbol.toStringTag]](words, range);
}
function boolReader(words, { step, length, missing }) {
  const bytes3 = words;
  return (i) => {
    const byte = i >>> 0 === i && i < length ? bytes3[i * step] : missing(i);
    return byte === void 0 ? missing(i) : byte !== 0;
  };
}

// src/live/cells.ts
function makeCells(extent, codec) {
  const { memory, base, stride, length } = extent;
  const places = { memory, base, stride, size: codec.size };
  const copies2 = cellCopies(places);
  const missing = (index2) => {
    if (index2 >>> 0 === index2 && index2 < length) return memory.gone();
    const text = `there is no element ${index2}: they are numbered from 0 to ${length - 1}`;
    throw Object.assign(new RangeError(text), { code: "ERR_OUT_OF_RANGE" });
  };
  const words = scalarWords(places, codec.layout);
  const range = { step: stride / codec.size, length, missing };
  const read =
    words === void 0 ? copyReader(copies2, codec, range) : scalarReader(words, codec.layout, range);
  return {
    places,
    layout: codec.layout,
    copies: copies2,
    range,
    read,
    readNumber: numbersOf(read, words, codec.layout, range),
    write: writer(copies2, codec, range),
  };
}
function scalarWords(places, layout2) {
  const { memory, base, size } = places;
  if (!memory.writable || !isWordSize(size) || !isAligned(places, size)) return void 0;
  if (layout2.kind === "integer") return integerWords(memory.bytes, base, size, layout2.signed);
  if (layout2.kind === "pointer" || (layout2.kind === "bool" && size === 1))
    return integerWords(memory.bytes, base, size);
  return layout2.kind === "float" ? floatWords(memory.bytes, base, layout2.size) : void 0;
}
function scalarReader(words, { kind }, range) {
  return kind === "bool" ? boolReader(words, range) : wordReader(words, range);
}
function copyReader(copies2, codec, { length, missing }) {
  const incoming = byteView(copies2.incoming);
  return (index2) => {
    if (index2 >>> 0 !== index2 || index2 >= length) missing(index2);
    copies2.load(index2);
    return codec.decode(incoming, 0);
  };
}
function numbersOf(read, words, { kind }, range) {
  if (kind !== "integer" && kind !== "float") {
    return () => {
      throw Object.assign(new TypeError(`a number is an integer or a float, not a ${kind}`), {
        code: "ERR_INVALID_ARG_TYPE",
      });
    };
  }
  if (words instanceof BigUint64Array || words instanceof BigInt64Array) {
    const doubles = new Float64Array(words.buffer, words.byteOffset, words.length);
    return numberReader(doubles, read, range);
  }
  if (words !== void 0) return read;
  return (index2) => {
    const value = read(index2);
    return typeof value === "bigint" ? exactNumber(value) : value;
  };
}
function writer(copies2, codec, { length, missing }) {
  const outgoing = byteView(copies2.outgoing);
  let busy = false;
  return (index2, value, path) => {
    if (index2 >>> 0 !== index2 || index2 >= length) missing(index2);
    const interrupted = busy ? copies2.outgoing.slice() : void 0;
    busy = true;
    try {
      codec.encode(value, outgoing, 0, path);
      copies2.store(index2);
    } finally {
      busy = interrupted !== void 0;
      if (interrupted !== void 0) copies2.outgoing.set(interrupted);
    }
  };
}

// src/live/live-elements.ts
var LiveElements = class {
  length;
  /** False for a frozen map, or one that was opened read-only. */
  writable;
  /** An element's value. Of 64-bit integers a bigint, which is an object: {@link getNumber} makes none. */
  get;
  /**
   * An integer or float as a number.
   * @throws RangeError (ERR_OUT_OF_RANGE) for an integer beyond 2^53 - 1, TypeError where elements are neither
   */
  getNumber;
  /**
   * Stores a value; where that throws, the memory is as it was.
   * @throws ValueError, MapError ERR_MAP_READ_ONLY
   */
  set;
  #add;
  #copy;
  constructor(extent, codec, name) {
    const cells = makeCells(extent, codec);
    const { copies: copies2, range } = cells;
    this.length = extent.length;
    this.writable = extent.memory.writable;
    this.get = cells.read;
    this.getNumber = cells.readNumber;
    this.set = (index2, value) => cells.write(index2, value, name);
    this.#add = atomicAdd(cells);
    this.#copy = (index2) => {
      if (index2 >>> 0 !== index2 || index2 >= range.length) range.missing(index2);
      copies2.load(index2);
      return copies2.incoming.slice();
    };
  }
  /**
   * Adds to an integer of 4 or 8 bytes as one step, as programs do with `__sync_fetch_and_add`: neither side's sum is
   * lost, as it may be with `set(i, get(i) + 1n)`. Past the last value it goes on with the first.
   * @returns what was there before
   * @throws TypeError where elements are no such integers, MapError ERR_MAP_READ_ONLY
   */
  add(index2, amount) {
    return this.#add(index2, amount);
  }
  /** An element's bytes: a copy. */
  bytes(index2) {
    return this.#copy(index2);
  }
  *values() {
    for (let i = 0; i < this.length; i++) yield this.get(i);
  }
  *entries() {
    for (let i = 0; i < this.length; i++) yield [i, this.get(i)];
  }
  [Symbol.iterator]() {
    return this.values();
  }
};

// src/live/live-array.ts
var LiveArray = class extends LiveElements {
  #memory;
  /** @param stride bytes from one element to the next: the value's size, rounded up to 8 */
  constructor(memory, { length, stride }, codec) {
    super({ memory, base: 0, stride, length }, codec, "value");
    this.#memory = memory;
  }
  /** The name of the map. */
  get map() {
    return this.#memory.owner.map;
  }
  /** True after {@link close}. */
  get closed() {
    return this.#memory.closed;
  }
  /**
   * The memory of all elements: a store there is a store to the map.
   * @throws MapError ERR_MAP_READ_ONLY, ERR_MAP_CLOSED
   */
  get memory() {
    return this.#memory.bytes;
  }
  /** Detaches the memory: whoever reads or writes it gets an error from then on. */
  close() {
    this.#memory.close();
  }
  [Symbol.dispose]() {
    this.close();
  }
};

// src/live/map-memory.ts
var import_elf24 = require("@bpf/elf");
var import_syscall25 = require("@bpf/syscall");

// src/live/live-memory.ts
var LiveMemory = class {
  /** Bytes. */
  length;
  writable;
  owner;
  /** Throws that the memory was closed. */
  gone;
  #mapped;
  #closed = false;
  constructor(mapped, owner) {
    this.length = mapped.length;
    this.writable = mapped.writable;
    this.owner = owner;
    this.gone = () => {
      throw new MapError("ERR_MAP_CLOSED", `The live view of map ${owner.map} was closed.`, owner);
    };
    this.#mapped = mapped;
  }
  get closed() {
    return this.#closed;
  }
  /** The memory itself. @throws MapError ERR_MAP_READ_ONLY, ERR_MAP_CLOSED */
  get bytes() {
    if (this.#closed) this.gone();
    if (!this.writable) this.refuse();
    return this.#mapped.bytes;
  }
  /** Throws that the memory cannot be written. */
  refuse() {
    const why = this.#mapped.refusal ?? "the map is frozen, or it was opened so";
    throw new MapError(
      "ERR_MAP_READ_ONLY",
      `The live view of map ${this.owner.map} is read-only: ${why}.`,
      this.owner,
    );
  }
  /** Copies bytes out of it. @throws MapError ERR_MAP_CLOSED */
  read(at, into) {
    if (this.#closed) this.gone();
    this.#mapped.read(at, into);
  }
  /** Unmaps; arrays of the memory lose their elements. Does nothing the second time. */
  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#mapped.close();
  }
  [Symbol.dispose]() {
    this.close();
  }
};

// src/live/map-memory.ts
function isMappable({ type, flags }) {
  return type === import_syscall25.MapType.ARRAY && (flags & import_syscall25.MapFlag.MMAPABLE) !== 0;
}
function mapMemory(fd, info, path, { access }) {
  const owner = { map: info.name, path };
  if (!isMappable(info)) throw notMappable(info, owner);
  try {
    return new LiveMemory(mapBytes(fd, access), owner);
  } catch (error) {
    if (!hasCode(error, "EINVAL")) throw error;
    const text = `Map ${info.name} has no live view through a descriptor that was opened read-only: open it with access "rw", and give access "ro" to the view.`;
    throw new MapError("ERR_MAP_READ_ONLY", text, owner, { cause: error });
  }
}
function mapBytes(fd, access) {
  if (access === "ro") return import_syscall25.MapMemory.map(fd, { access });
  try {
    return import_syscall25.MapMemory.map(fd, { access: "rw" });
  } catch (error) {
    const isRefused = hasCode(error, "EPERM") || hasCode(error, "EACCES");
    if (access === "rw" || !isRefused) throw error;
  }
  return import_syscall25.MapMemory.map(fd, { access: "ro" });
}
var hasCode = (error, code) => import_syscall25.BpfError.is(error) && error.code === code;
function notMappable({ type, name }, owner) {
  const how =
    type === import_syscall25.MapType.ARRAY
      ? "it was made without BPF_F_MMAPABLE (`__uint(map_flags, BPF_F_MMAPABLE)` in its definition; Linux 5.5)"
      : `only maps of type array have memory to map, this one is of type ${(0, import_elf24.mapTypeName)(type)}`;
  return new MapError("ERR_MAP_KIND", `Map ${name} has no live view: ${how}. Use openMap.`, owner);
}

// src/live/live-view.ts
function liveView(source, options = {}) {
  var _stack = [];
  try {
    const opened = openSource(source, "rw");
    const fd = __using(_stack, opened.fd);
    const info = (0, import_syscall26.mapInfo)(fd);
    const memory = mapMemory(fd, info, opened.path, options);
    const { valueLayout: valueLayout2 } = source;
    const value = options.value ?? valueLayout2;
    return arrayOf(memory, info, () => mapLayouts(info, { ...options, value }, opened).value);
  } catch (_) {
    var _error = _,
      _hasError = true;
  } finally {
    __callDispose(_stack, _error, _hasError);
  }
}
function arrayOf(memory, { maxEntries, valueSize }, layout2) {
  try {
    const extent = { length: maxEntries, stride: Math.ceil(valueSize / 8) * 8 };
    return new LiveArray(memory, extent, codecOf(layout2()));
  } catch (error) {
    memory.close();
    throw error;
  }
}

// src/live/open-variables.ts
var import_elf25 = require("@bpf/elf");
var import_syscall28 = require("@bpf/syscall");

// src/live/named-accessors.ts
function withAccessors(accessors) {
  const object = Object.create(/* @__PURE__ */ Object.create(null));
  for (const [name, accessor] of accessors) {
    Object.defineProperty(object, name, { ...accessor, enumerable: true });
  }
  return Object.preventExtensions(object);
}

// src/live/live-variables.ts
var LiveVariables = class {
  /**
   * The variables by name. Assigning to one stores it: its value as a whole, since what was read of a struct or array is
   * a copy. Throws {@link MapError} ERR_MAP_READ_ONLY (`const volatile` ones, in `.rodata`), ValueError, and as every
   * module does a TypeError for a name that there is not.
   */
  variables;
  /**
   * The variables that are integers or floats, as numbers: those of 64 bits without making a bigint. Throws a RangeError
   * (ERR_OUT_OF_RANGE) for one beyond 2^53 - 1.
   */
  numbers;
  /** How the section lies: a field for each variable. */
  layout;
  #memory;
  #fields = /* @__PURE__ */ new Map();
  #single = /* @__PURE__ */ new Map();
  /** @throws LayoutError where fields share a name, overlap, or reach outside */
  constructor(memory, layout2) {
    checkLayout(layout2);
    this.layout = layout2;
    this.#memory = memory;
    const values = /* @__PURE__ */ new Map();
    const numbers = /* @__PURE__ */ new Map();
    for (const field of layout2.fields) {
      if (field.kernelOwned) continue;
      const { name } = field;
      const { kind } = field.layout;
      const cell = new LiveElements(this.#extent(field, 1), codecOf(field.layout), name);
      const { get, getNumber, set } = cell;
      this.#fields.set(name, field);
      this.#single.set(name, cell);
      values.set(name, { get: () => get(0), set: (value) => set(0, value) });
      if (kind === "integer" || kind === "float") numbers.set(name, { get: () => getNumber(0), set: void 0 });
    }
    this.variables = withAccessors(values);
    this.numbers = withAccessors(numbers);
  }
  /** The name of the map. */
  get map() {
    return this.#memory.owner.map;
  }
  /** The variables' names, by rising place in the section. */
  get names() {
    return [...this.#fields.keys()];
  }
  /** False for `.rodata` and other frozen maps, and for maps that were opened read-only. */
  get writable() {
    return this.#memory.writable;
  }
  /** True after {@link close}. */
  get closed() {
    return this.#memory.closed;
  }
  /**
   * The elements of a variable that is an array, each read and written by itself. They are closed with this object.
   * @throws RangeError (ERR_INVALID_ARG_VALUE) where no array has that name
   */
  elements(name) {
    const field = this.#fields.get(name);
    if (field?.layout.kind !== "array")
      throw unknownName(`${this.map} has no array variable ${JSON.stringify(name)}`);
    const { element, length } = field.layout;
    return new LiveElements(this.#extent(field, length, sizeOfLayout(element)), codecOf(element), name);
  }
  /**
   * Adds to an integer variable of 4 or 8 bytes as one step: see {@link LiveElements.add}.
   * @returns what was there before
   * @throws RangeError (ERR_INVALID_ARG_VALUE) where no variable has that name
   */
  add(name, amount) {
    const cell = this.#single.get(name);
    if (cell === void 0) throw unknownName(`${this.map} has no variable ${JSON.stringify(name)}`);
    return cell.add(0, amount);
  }
  /** Detaches the memory: whoever reads or writes a variable gets an error from then on. */
  close() {
    this.#memory.close();
  }
  [Symbol.dispose]() {
    this.close();
  }
  #extent({ offset }, length, stride = 0) {
    return { memory: this.#memory, base: offset, stride, length };
  }
};
function unknownName(text) {
  return Object.assign(new RangeError(text), { code: "ERR_INVALID_ARG_VALUE" });
}

// src/live/lookup-bytes.ts
var import_syscall27 = require("@bpf/syscall");
var LookupBytes = class {
  writable = false;
  refusal = "it is read by lookups, and an update would write all variables, not one";
  length;
  #elements;
  constructor(fd) {
    this.#elements = new import_syscall27.MapElements(fd);
    this.length = this.#elements.valueSize;
  }
  get bytes() {
    throw new TypeError("a value that is looked up is no memory");
  }
  /** @throws BpfError of BPF_MAP_LOOKUP_ELEM */
  read(at, into) {
    const { key, value } = this.#elements;
    key.fill(0);
    const result = this.#elements.lookup();
    if (result < 0) throw (0, import_syscall27.elementError)(result, "MAP_LOOKUP_ELEM");
    into.set(value.subarray(at, at + into.length));
  }
  close() {
    this.#elements.close();
  }
};

// src/live/object-section.ts
var nameLength = 15;
var kernelName = (name) => name.slice(0, nameLength).replace(/[^A-Za-z0-9_.]/g, "_");
function objectSection(object, info, spec) {
  const sections = [...object.maps.values()].filter(({ definition }) => definition === "data");
  const found = spec ?? sections.find(({ name }) => kernelName(name) === info.name);
  const btf = fittedBtf(object);
  if (found?.valueTypeId === void 0 || btf === void 0) {
    const why = found === void 0 ? `no data section whose map is called so` : `no types of ${found.section}`;
    throw new MapError("ERR_MAP_TYPES", `The object has, for map ${info.name}, ${why}.`, { map: info.name });
  }
  const layout2 = layoutFromBtf(btf, found.valueTypeId);
  if (layout2.kind === "struct") return layout2;
  throw new MapError("ERR_MAP_TYPES", `Map ${info.name} is no data section's.`, { map: info.name });
}

// src/live/open-variables.ts
function openVariables(source, options = {}) {
  var _stack = [];
  try {
    const opened = openSource(source, options.lookups === true ? "ro" : "rw");
    const fd = __using(_stack, opened.fd);
    const info = (0, import_syscall28.mapInfo)(fd);
    const layout2 = sectionOf(info, opened, options);
    const { path } = opened;
    const memory =
      options.lookups === true
        ? new LiveMemory(new LookupBytes(fd), { map: info.name, path })
        : mapMemory(fd, info, path, options);
    try {
      return new LiveVariables(memory, layout2);
    } catch (error) {
      memory.close();
      throw error;
    }
  } catch (_) {
    var _error = _,
      _hasError = true;
  } finally {
    __callDispose(_stack, _error, _hasError);
  }
}
function sectionOf(info, source, { object, value }) {
  const { path } = source;
  const given = value ?? (object && objectSection(object, info, source.spec));
  const layout2 = mapLayouts(info, { value: given }, { fd: source.fd, path }).value;
  const { type, maxEntries, name } = info;
  if (type === import_elf25.MapType.ARRAY && maxEntries === 1 && isSection2(layout2)) return layout2;
  if (type === import_elf25.MapType.ARRAY && layout2.kind === "bytes") {
    const text2 = `The kernel keeps no types of map ${name}: give the object that it is of (object), or a layout (value).`;
    throw new MapError("ERR_MAP_TYPES", text2, { map: name, path });
  }
  const what = `${maxEntries} entries of type ${(0, import_elf25.mapTypeName)(type)}, values of kind "${layout2.kind}"`;
  const text = `Map ${name} is no section of variables: ${what}. Use openMap, or liveView.`;
  throw new MapError("ERR_MAP_KIND", text, { map: name, path });
}
var isSection2 = (layout2) =>
  layout2.kind === "struct" && layout2.fields.every(({ name, bits }) => name !== "" && bits === void 0);
// Annotate the CommonJS export names for ESM import in node:
0 &&
  (module.exports = {
    JsonBytes,
    LayoutError,
    MapError,
    ValueError,
    byteView,
    checkLayout,
    cidrText,
    codecOf,
    exactJson,
    exactJsonText,
    generateTypes,
    layout,
    layoutFromBtf,
    liveView,
    openAnyMap,
    openBloomFilter,
    openMap,
    openMapOfMaps,
    openQueue,
    openRingBuffer,
    openStorageMap,
    openVariables,
    parseCidr,
    typeIdByName,
  });

import { type Btf, BtfKind, type BtfType } from "@bpf/elf";

/** A type as `bpftool btf dump … format raw -j` prints it; values of enums as decimal text. */
export function asBpftool(btf: Btf, type: BtfType): Record<string, unknown> {
  const kind = Object.entries(BtfKind).find(([, value]) => value === type.kind)?.[0];
  return { id: type.id, kind, name: named(type.name), ...fields(btf, type) };
}

/** bpftool's JSON extends the sign of 32-bit values even where it calls them unsigned; its text output does not. */
const enumText = (value: number | bigint): string =>
  String(
    typeof value === "bigint" ? value : value > 0x7fffffff ? BigInt.asUintN(64, BigInt(value | 0)) : value,
  );

const named = (name: string): string => (name === "" ? "(anon)" : name);

function fields(btf: Btf, type: BtfType): Record<string, unknown> {
  switch (type.kind) {
    case BtfKind.INT: {
      const { size, bitOffset, bits } = type;
      const encoding = type.signed ? "SIGNED" : type.char ? "CHAR" : type.bool ? "BOOL" : "(none)";
      return { size, bits_offset: bitOffset, nr_bits: bits, encoding };
    }
    case BtfKind.PTR:
    case BtfKind.TYPEDEF:
    case BtfKind.VOLATILE:
    case BtfKind.CONST:
    case BtfKind.RESTRICT:
    case BtfKind.TYPE_TAG:
      return { type_id: type.type };
    case BtfKind.ARRAY:
      return { type_id: type.type, index_type_id: type.indexType, nr_elems: type.length };
    case BtfKind.STRUCT:
    case BtfKind.UNION: {
      const members = type.members.map((member) => ({
        ...{ name: named(member.name), type_id: member.type, bits_offset: member.bitOffset },
        ...(member.bitfieldSize !== 0 && { bitfield_size: member.bitfieldSize }),
      }));
      return { size: type.size, vlen: members.length, members };
    }
    case BtfKind.ENUM:
    case BtfKind.ENUM64: {
      const values = type.values.map(({ name, value }) => ({ name: named(name), val: enumText(value) }));
      const encoding = type.signed ? "SIGNED" : "UNSIGNED";
      return { encoding, size: type.size, vlen: values.length, values };
    }
    case BtfKind.FWD:
      return { fwd_kind: type.of };
    case BtfKind.FUNC:
    case BtfKind.VAR:
      return { type_id: type.type, linkage: type.linkage };
    case BtfKind.FUNC_PROTO: {
      const params = type.parameters.map(({ name, type: id }) => ({ name: named(name), type_id: id }));
      return { ret_type_id: type.returnType, vlen: params.length, params };
    }
    case BtfKind.DATASEC: {
      const vars = type.variables.map(({ type: id, offset, size }) => ({ type_id: id, offset, size }));
      return { size: type.size, vlen: vars.length, vars };
    }
    case BtfKind.FLOAT:
      return { size: type.size };
    case BtfKind.DECL_TAG:
      return { type_id: type.type, component_idx: type.component };
    default:
      throw new Error(`bpftool prints no type ${type.id} of kind ${btf.kindOf(type.id)}`);
  }
}

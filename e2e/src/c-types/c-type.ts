/** How a scalar is printed and read, in C and in JavaScript. */
export type ScalarForm = "u" | "s" | "wide" | "float" | "bool" | "char" | "enum";

export interface CScalar {
  readonly kind: "scalar";
  /** Its declaration, `%` for the name: `unsigned int %`, `int (*%)(void)`. */
  readonly declaration: string;
  /** The type without const and volatile. */
  readonly type: string;
  readonly form: ScalarForm;
  readonly bits: number;
  readonly signed: boolean;
  /** The values of an enum. */
  readonly names?: Readonly<Record<string, number>>;
}

export interface CString {
  readonly kind: "string";
  readonly size: number;
}

export interface CArray {
  readonly kind: "array";
  readonly element: CType;
  /** "": a flexible array. */
  readonly length: number | "";
}

export interface CField {
  /** "": an anonymous struct or union, or bits that are padding. */
  readonly name: string;
  readonly type: CType;
  readonly bits?: number;
}

export interface CAggregate {
  readonly kind: "struct" | "union";
  /** "" for an anonymous one, which is written where it is used. */
  readonly tag: string;
  readonly fields: readonly CField[];
  /** `__attribute__((packed))`, or nothing. */
  readonly attribute: string;
}

export type CType = CScalar | CString | CArray | CAggregate;

/** `unsigned int name[3]`. */
export function declare(type: CType, name: string): string {
  switch (type.kind) {
    case "scalar":
      return type.declaration.replace("%", name);
    case "string":
      return `char ${name}[${type.size}]`;
    case "array":
      return declare(type.element, `${name}[${type.length}]`);
    default:
      return type.tag === "" ? `${body(type)} ${name}` : `${type.kind} ${type.tag} ${name}`;
  }
}

/** The definitions of all structs and unions with a tag, those first that others need. */
export function definitions(type: CType, done: Set<string>): string {
  if (type.kind === "array") return definitions(type.element, done);
  if (type.kind !== "struct" && type.kind !== "union") return "";
  if (type.tag !== "" && done.has(type.tag)) return "";
  const inner = type.fields.map((field) => definitions(field.type, done)).join("");
  done.add(type.tag);
  return type.tag === "" ? inner : `${inner}${body(type)};\n`;
}

function body({ kind, tag, fields, attribute }: CAggregate): string {
  const lines = fields.map(({ name, type, bits }) => {
    const width = bits === undefined ? "" : ` : ${bits}`;
    return `\t${declare(type, name)}${width};\n`;
  });
  return `${kind} ${tag} {\n${lines.join("")}} ${attribute}`;
}

/** Whether a field is nothing but padding. */
export function isPadding({ name, type }: CField): boolean {
  return name === "" && type.kind !== "struct" && type.kind !== "union";
}

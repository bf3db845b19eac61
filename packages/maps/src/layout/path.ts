/** What errors call a struct or union: `struct flow`, or `struct` for one without a name. */
export function aggregateName(kind: "struct" | "union", name: string): string {
  return name === "" ? kind : `${kind} ${name}`;
}

/** The path of a field; an anonymous struct or union adds no step. */
export function fieldPath(path: string, name: string): string {
  return name === "" ? path : path + nameStep(name);
}

/** A step to a property as JavaScript writes it: `.name`, or `["odd name"]`. */
export function nameStep(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

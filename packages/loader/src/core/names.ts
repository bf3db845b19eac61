const separator = /^(.*[^_])___[^_]/s;

/**
 * A type's name without its flavour: `task_struct___old` is another look at `task_struct`. The last three underscores
 * between other characters count (bpf_core_essential_name_len).
 */
export function essentialName(name: string): string {
  if (!name.includes("___")) return name;
  return separator.exec(name)?.[1] ?? name;
}

import ts from "typescript";

/** One call of a function of `@bpf/maps`. */
export interface OpenCall {
  readonly opener: string;
  readonly source: unknown;
  readonly options: unknown;
}

type Functions = Record<string, (...args: unknown[]) => unknown>;

/** Runs a generated module on an implementation of `@bpf/maps`; gives its functions. */
export function runModuleOn(text: string, maps: object): Functions {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exports: Functions = {};
  new Function("exports", "require", outputText)(exports, () => maps);
  return exports;
}

/** Runs a generated module, with every function of `@bpf/maps` noting how it is called. */
export function runModule(text: string): { functions: Functions[string][]; calls: OpenCall[] } {
  const calls: OpenCall[] = [];
  const note = (opener: string) => (source: unknown, options: unknown) =>
    calls.push({ opener, source, options });
  const maps = new Proxy({}, { get: (_, opener: string) => note(opener) });
  const functions = Object.values(runModuleOn(text, maps)).filter((value) => typeof value === "function");
  return { functions, calls };
}

import { type Bundle, compileBundle } from "./start/code-cache.js";

const bundle: { main?: typeof import("./main.js").main } = {};
(compileBundle(__dirname).script.runInThisContext() as Bundle)(bundle, require);
bundle.main?.(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});

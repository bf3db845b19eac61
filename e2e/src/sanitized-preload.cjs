/**
 * Preloaded into each process and thread of a sanitized run: @bpf/syscall gets the sanitized addon in place of its own.
 * Which of its functions were called is added to a file as the process or thread ends.
 */
const { appendFileSync } = require("node:fs");

const { SANITIZED_ADDON, SANITIZED_CALLS } = process.env;
const { dlopen } = process;
const calls = {};

/** The same function, counted. */
function counted(name, call) {
  calls[name] = 0;
  return function (...args) {
    calls[name]++;
    return Reflect.apply(call, this, args);
  };
}

process.dlopen = (module, path, ...flags) => {
  if (!path.endsWith("/bpf_syscall.node")) return dlopen.call(process, module, path, ...flags);
  dlopen.call(process, module, SANITIZED_ADDON, ...flags);
  for (const [name, value] of Object.entries(module.exports)) {
    if (typeof value === "function") module.exports[name] = counted(name, value);
  }
};

process.on("exit", () => {
  try {
    appendFileSync(SANITIZED_CALLS, `${JSON.stringify(calls)}\n`);
  } catch {
    // A process of another user, or one without a descriptor left: what it called is not counted.
  }
});

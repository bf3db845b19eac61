import type { Verb } from "../help/verbs.js";
import type { Command } from "./command.js";

/** The verbs' implementations, each read only when it is asked for. */
const loaders: Readonly<Record<Verb, () => Promise<Command>>> = {
  inspect: async () => (await import("./inspect.js")).inspect,
  plan: async () => (await import("./plan.js")).plan,
  load: async () => (await import("./load.js")).load,
  unpin: async () => (await import("./unpin.js")).unpin,
  ls: async () => (await import("./ls.js")).ls,
  show: async () => (await import("./show.js")).show,
  pin: async () => (await import("./pin.js")).pin,
  mount: async () => (await import("./mount.js")).mount,
};

/** The implementation of a verb. */
export function loadCommand(verb: Verb): Promise<Command> {
  return loaders[verb]();
}

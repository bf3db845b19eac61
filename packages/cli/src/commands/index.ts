import { commonOptions } from "../arguments/options.js";
import { programOptions } from "../arguments/program-options.js";
import { verbOptions } from "../arguments/verb-options.js";
import type { CommandSet } from "../command-line.js";
import { genGroup } from "../help/gen-group.js";
import { mapGroup } from "../help/map/group.js";
import { progGroup } from "../help/prog-group.js";
import { verbs } from "../help/verbs.js";
import type { Command } from "./command.js";

const groups = [mapGroup, progGroup, genGroup] as const;

type Verb = (typeof verbs)[number]["verb"] | (typeof groups)[number]["verbs"][number]["verb"];

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
  "map get": async () => (await import("./map/get.js")).get,
  "map set": async () => (await import("./map/set.js")).set,
  "map delete": async () => (await import("./map/delete.js")).deleteKey,
  "map take": async () => (await import("./map/take.js")).take,
  "map has": async () => (await import("./map/has.js")).has,
  "map dump": async () => (await import("./map/dump.js")).dump,
  "map keys": async () => (await import("./map/keys.js")).keys,
  "map count": async () => (await import("./map/count.js")).count,
  "map clear": async () => (await import("./map/clear.js")).clear,
  "map push": async () => (await import("./map/push.js")).push,
  "map pop": async () => (await import("./map/pop.js")).pop,
  "map peek": async () => (await import("./map/pop.js")).peek,
  "map freeze": async () => (await import("./map/freeze.js")).freeze,
  "map export": async () => (await import("./map/export.js")).exportMap,
  "map import": async () => (await import("./map/import.js")).importMap,
  "map watch": async () => (await import("./map/watch.js")).watch,
  "map events": async () => (await import("./map/events.js")).events,
  "prog run": async () => (await import("./prog/run.js")).run,
  "prog dump": async () => (await import("./prog/dump.js")).dump,
  "gen types": async () => (await import("./gen/types.js")).types,
};

/** Every verb of `bpf`. */
export const commandSet: CommandSet = {
  verbs,
  groups,
  options: [...programOptions, ...verbOptions, ...commonOptions],
  load: (verb) => loaders[verb as Verb](),
  async overview(group, style) {
    const { generalHelp, groupHelp } = await import("../help/overview.js");
    return group === undefined ? generalHelp(commandSet, style) : groupHelp(commandSet, group, style);
  },
};

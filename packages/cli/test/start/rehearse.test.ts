import { test } from "uvu";
import * as assert from "uvu/assert";
import { processContext } from "../../src/process/context.js";
import { run } from "../../src/run.js";
import { rehearse } from "../../src/start/rehearse.js";
import { withStandIn } from "../../src/start/stand-in.js";
import type { StartBundle } from "../../src/start/start-bundle.js";

test("every line of the rehearsal succeeds on the stand-in: what fails is missing from the code cache", async () => {
  const outcomes: string[] = [];
  const recording: StartBundle["run"] = async (argv, context) => {
    let text = "";
    const stderr = {
      isTerminal: false,
      write(part: string) {
        text += part;
      },
    };
    const code = await run(argv, { ...context, stderr });
    outcomes.push(`${argv.slice(0, 2).join(" ")}: ${code} ${text}`);
    return code;
  };
  await withStandIn(() => rehearse("command", { run: recording, processContext }));
  assert.ok(outcomes.length > 4);
  for (const outcome of outcomes) assert.ok(outcome.endsWith(": 0 "), outcome);
});

test.run();

// The bundle of every verb; their implementations are evaluated when asked for.
export { processContext } from "../process/context.js";
export { run } from "../run.js";

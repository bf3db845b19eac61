#!/usr/bin/env node
import { loadBundle } from "./start/bundle.js";

const argv = process.argv.slice(2);
const { run, processContext } = loadBundle(__dirname, argv[0] === "show" ? "show" : "command").exports;
run(argv, processContext()).then((code) => {
  // All output has been written by now; leaving at once spares taking the heap apart.
  process.exit(code);
});

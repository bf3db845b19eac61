#!/usr/bin/env node
import { loadBundle } from "./start/code-cache.js";

loadBundle<typeof import("./bundle.js")>(__dirname)
  .exports.main(process.argv.slice(2))
  .then((code) => {
    process.exitCode = code;
  });

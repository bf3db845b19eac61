// Writes the command's V8 code cache for the Node that runs this: at the end of the build, and after an install, since
// the one in the package fits only the Node that built it. Without it the command works, and starts some ms later.
const { join } = require("node:path");

const installing = process.env.npm_lifecycle_event === "postinstall";

async function main() {
  const dist = join(__dirname, "..", "dist");
  await require(join(dist, "write-code-cache.cjs")).writeCodeCache(dist);
}

main().catch((error) => {
  // A package that is not built yet, or a folder that cannot be written to, is no reason for an install to fail.
  if (!installing) throw error;
});

import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findArchive, sourceLine } from "../apt-source.mjs";

function aptDirectory(files) {
  const directory = mkdtempSync(join(tmpdir(), "apt-"));
  mkdirSync(join(directory, "sources.list.d"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
}

test("one-line format, with and without options", () => {
  const directory = aptDirectory({
    "sources.list": [
      "# deb http://old.example/debian bookworm main",
      "deb-src http://mirror.example/debian bookworm main",
      "deb http://security.example/debian-security bookworm-security main",
      "deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian bookworm main contrib",
    ].join("\n"),
  });
  const archive = findArchive("bookworm", directory);
  assert.equal(archive, { uri: "http://mirror.example/debian", options: "arch=amd64 signed-by=/k.gpg" });
  assert.is(
    sourceLine(archive, "trixie"),
    "deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian trixie main\n",
  );
});

test("deb822 format", () => {
  const directory = aptDirectory({
    "sources.list.d/tools.list": "deb http://tools.example stable main\n",
    "sources.list.d/debian.sources": `Types: deb
# a snapshot
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
`,
  });
  const archive = findArchive("bookworm", directory);
  assert.is(archive.uri, "http://mirror.example/debian");
  assert.is(
    sourceLine(archive, "sid"),
    "deb [signed-by=/usr/share/keyrings/debian.gpg] http://mirror.example/debian sid main\n",
  );
});

test("a disabled source, and another release", () => {
  const directory = aptDirectory({
    "sources.list.d/a.sources":
      "Types: deb\nEnabled: no\nURIs: http://a.example\nSuites: bookworm\nComponents: main\n",
    "sources.list.d/b.sources": "Types: deb\nURIs: http://b.example\nSuites: noble\nComponents: main\n",
  });
  assert.is(findArchive("bookworm", directory), undefined);
});

test.run();

#!/usr/bin/env bash
# install-packed.sh TARBALL…: installs packed packages in an empty project and uses them from there, by import, by
# require and by the command.
set -euo pipefail
example=$PWD/examples/pinmap.o
project=$(mktemp -d)
trap 'rm -rf "$project"' EXIT
cd "$project"
echo '{ "private": true }' > package.json
npm install --no-audit --no-fund --prefer-offline "$@"
for package in elf syscall pinning maps loader cli; do
  node --input-type=commonjs -e "const api = require('@bpf/$package'); if (Object.keys(api).length === 0) throw Error('empty')"
  node --input-type=module -e "import * as api from '@bpf/$package'; if (Object.keys(api).length === 0) throw Error('empty')"
done
node -e "if (require('@bpf/syscall').possibleCpus() < 1) throw Error('no CPU')"
node --input-type=module -e "
import { byteView, codecOf, layout } from '@bpf/maps';
const codec = codecOf(layout.struct({ port: layout.u16, name: layout.string(6) }));
const bytes = byteView(new Uint8Array(codec.size));
codec.encode({ port: 443, name: 'web' }, bytes, 0, 'value');
if (codec.jsonText(bytes, 0) !== '{\"port\":443,\"name\":\"web\"}') throw Error(codec.jsonText(bytes, 0));"
node --input-type=module -e "
import { readFileSync } from 'node:fs';
import { parseObject } from '@bpf/elf';
import { selectPrograms } from '@bpf/loader';
const names = selectPrograms(parseObject(readFileSync('$example'))).map(({ name }) => name);
if (names.join() !== 'count') throw Error(names.join());"
node_modules/.bin/bpf --help | grep -q '^Usage'
node_modules/.bin/bpf inspect "$example" --json | grep -q '"pinmap"'

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
for package in elf syscall pinning cli; do
  node --input-type=commonjs -e "const api = require('@bpf/$package'); if (Object.keys(api).length === 0) throw Error('empty')"
  node --input-type=module -e "import * as api from '@bpf/$package'; if (Object.keys(api).length === 0) throw Error('empty')"
done
node -e "if (require('@bpf/syscall').possibleCpus() < 1) throw Error('no CPU')"
node_modules/.bin/bpf --help | grep -q '^Usage'
node_modules/.bin/bpf inspect "$example" --json | grep -q '"pinmap"'

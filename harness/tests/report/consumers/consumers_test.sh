#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# consumers_test.sh HARNESS FOLDER: installs what reads Racelab's reports into
# FOLDER, in the versions that package-lock.json names, unless they are there
# already, and lets them read. Without npm or a network it fails and says so.

set -euo pipefail
harness=$1 folder=$2
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

fail() {
  printf 'consumers_test: %s\n' "$@" >&2
  exit 1
}

for tool in node npm; do
  command -v "$tool" >/dev/null ||
    fail "$tool is missing: ./run_tsan.sh test installs it, or as root" \
      '  apt-get install nodejs npm'
done

mkdir -p -- "$folder"
cp -- "$here"/package.json "$here"/package-lock.json "$here"/*.js "$folder"
cd -- "$folder"
if ! cmp -s package-lock.json installed-lock.json; then
  rm -f installed-lock.json
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >npm.log 2>&1 || {
    tail -n 15 npm.log >&2
    fail 'npm could not install what reads the reports; it needs a network'
  }
  cp package-lock.json installed-lock.json
fi
exec node consumers_test.js "$harness" "$here/.."

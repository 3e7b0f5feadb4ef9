#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# run_browser_tests.sh FOLDER RACELAB SAMPLES: opens pages in Chromium and looks
# at them. FOLDER is written to. What is missing is a failure: nobody has
# looked, then.

set -euo pipefail
here=$(cd -- "${BASH_SOURCE[0]%/*}" && pwd)
readonly here folder=$1

# shellcheck source=harness/tests/npm_packages.sh
. "$here/../../npm_packages.sh"

need chromium node npm
if (($(node -p 'process.versions.node.split(".")[0]') < 18)); then
  echo "node $(node --version) is too old; it takes 18 or later"
  exit 1
fi

install_packages "$here" "$folder"
cp -- "$here"/*.mjs "$folder"
cd -- "$folder"
"$3" "$folder"
CHROMIUM=$(command -v chromium) RACELAB=$2 \
  exec node --test --test-reporter=spec pages.test.mjs

#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# run_site_tests.sh FOLDER RACELAB BUILD: builds the documentation below a path,
# as a static host would have it, looks at it in Chromium, and captures once more
# what it shows. FOLDER is written to. What is missing is a failure: nobody has
# looked, then.

set -euo pipefail
here=$(cd -- "${BASH_SOURCE[0]%/*}" && pwd)
readonly here folder=$1

# shellcheck source=harness/tests/npm_packages.sh
. "$here/../npm_packages.sh"

need chromium node npm doxygen
install_packages "$here/../report/browser" "$folder"
cp -- "$here"/site.test.mjs "$folder"
RACELAB=$2 RACELAB_BUILD=$3 node "$here/../../../docs/site/main.mjs" \
  --out "$folder/site" --base /racelab/
cd -- "$folder"
"$2" capture --out captured_again
CAPTURES=$3/captured:captured_again CHROMIUM=$(command -v chromium) \
  exec node --test --test-reporter=spec "$here/captures.test.mjs" site.test.mjs

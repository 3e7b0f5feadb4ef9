#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# run_browser_tests.sh FOLDER RACELAB SAMPLES: opens pages in Chromium and looks
# at them. FOLDER is written to. What is missing is a failure: nobody has
# looked, then.

set -euo pipefail
here=$(cd -- "${BASH_SOURCE[0]%/*}" && pwd)
readonly here folder=$1

absent=
for tool in chromium node npm; do
  command -v "$tool" >/dev/null || absent+=" $tool"
done
if [[ -n $absent ]]; then
  echo "missing:$absent; ./run_tsan.sh test installs them, or, as root,"
  echo '  apt-get install chromium nodejs npm'
  exit 1
fi
if (($(node -p 'process.versions.node.split(".")[0]') < 18)); then
  echo "node $(node --version) is too old; it takes 18 or later"
  exit 1
fi

# The same exact packages as ever, and only if they are not there yet.
mkdir -p -- "$folder"
if ! cmp -s -- "$here/package-lock.json" "$folder/package-lock.json"; then
  cp -- "$here/package.json" "$folder"
  cp -- "$here/package-lock.json" "$folder"
  (cd -- "$folder" && npm ci --no-audit --no-fund) || {
    rm -f -- "$folder/package-lock.json"
    echo 'npm could not install the packages of package-lock.json'
    exit 1
  }
fi
cp -- "$here"/*.mjs "$folder"
cd -- "$folder"
"$3" "$folder"
CHROMIUM=$(command -v chromium) RACELAB=$2 \
  exec node --test --test-reporter=spec pages.test.mjs

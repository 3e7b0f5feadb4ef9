#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# page_speed.sh [BUILD]: how long a page of 10,000 different reports takes to be
# painted, and to follow what is typed into its filter, in Chromium. BUILD
# (build/gcc) is where browser_test has made its pages.

set -euo pipefail
here=$(cd -- "${BASH_SOURCE[0]%/*}" && pwd)
readonly here pages=${1:-build/gcc}/harness/tests/report/browser/pages

if [[ ! -r $pages/many.html ]]; then
  echo "$pages/many.html is missing: ./run_tsan.sh test -R browser_test" \
    'makes it' >&2
  exit 1
fi
cp -- "$here/page_speed.mjs" "$pages"
cd -- "$pages"
CHROMIUM=$(command -v chromium) exec node page_speed.mjs

#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# run_piece_tests.sh FOLDER: what the documentation's pages are put together of.
# FOLDER is written to.

set -euo pipefail
here=$(cd -- "${BASH_SOURCE[0]%/*}" && pwd)
docs=$(cd -- "$here/../../../docs" && pwd)
readonly here docs folder=$1

# shellcheck source=harness/tests/npm_packages.sh
. "$here/../npm_packages.sh"

need node npm
install_packages "$docs" "$folder"
rm -rf -- "$folder/site"
cp -r -- "$docs/site" "$folder/site"
cp -- "$here"/pieces.test.mjs "$folder"
cd -- "$folder"
exec node --test --test-reporter=spec pieces.test.mjs

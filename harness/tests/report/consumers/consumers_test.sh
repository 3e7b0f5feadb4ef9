#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# consumers_test.sh HARNESS FOLDER: installs what reads Racelab's reports into
# FOLDER, in the versions that package-lock.json names, unless they are there
# already, and lets them read. Without npm, vim or a network it fails and
# says so.

set -euo pipefail
harness=$1 folder=$2
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=harness/tests/npm_packages.sh
. "$here/../../npm_packages.sh"

need node npm vim
install_packages "$here" "$folder"
cp -- "$here"/*.js "$folder"
cd -- "$folder"
exec node consumers_test.js "$harness" "$here/.."

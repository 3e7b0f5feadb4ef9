#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# run_manifest_test.sh FOLDER: whether Kubernetes would take the campaign's
# manifest, and each of its pods a shard of its own. FOLDER is written to.

set -euo pipefail
here=$(cd -- "${BASH_SOURCE[0]%/*}" && pwd)
readonly here folder=$1

# shellcheck source=harness/tests/npm_packages.sh
. "$here/../npm_packages.sh"

need node npm
install_packages "$here" "$folder"
cp -- "$here/manifest.test.mjs" "$here/../../campaign/kubernetes.yaml" "$folder"
cd -- "$folder"
exec node --test --test-reporter=spec manifest.test.mjs

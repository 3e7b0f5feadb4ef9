#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# Feeds the reader of ThreadSanitizer's logs with whatever libFuzzer makes of
# the logs in harness/tests/report/logs, and ends with the first that it
# cannot stand, or after SECONDS. What was interesting is kept in
# build/fuzz/corpus, and the next run begins with it.
#
#   harness/tests/report/log/fuzz_log_parser.sh [SECONDS]     (default 3600)
#
# Exit status: 0 nothing was found, 1 something was: see build/fuzz/crash-*,
# 64 usage. docs/measured/log_fuzzing.md keeps how long it ran.
set -euo pipefail
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
cd -- "$here/../../../.."

seconds=${1:-3600}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || {
  echo "a number of seconds, not '$seconds'" >&2
  exit 64
}
build=build/fuzz
mkdir -p -- "$build/corpus"
cmake -S . -B "$build" -G Ninja -DCMAKE_CXX_COMPILER=clang++ \
  -DRACELAB_FUZZ=ON >"$build/configure.log"
cmake --build "$build" --target fuzz_log_parser

# -timeout: a log of 64 KiB takes a millisecond; a second and more is a hang.
exec nice -n 19 "$build/harness/tests/report/log/fuzz_log_parser" \
  -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=1024 \
  -dict="$here/fuzz_log_parser.dict" -artifact_prefix="$build/" \
  -print_final_stats=1 "$build/corpus" "$here/../logs"

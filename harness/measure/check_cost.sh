#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# What a verdict costs: `check` of a solution beside a bare compile, link and
# run of the same file under ThreadSanitizer, interleaved, medians of nine
# rounds. The goal is a ratio of at most 1.5.
#
#   harness/measure/check_cost.sh [FILE LESSON]
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."

. harness/measure/bare_program.sh

file=${1:-patterns/dependent_calls.cpp}
lesson=${2:-dependent_calls}
rounds=9
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

bare_program "$file" "$lesson" "$work"

# Another comment each time, so that no earlier verdict can be taken.
judged() {
  { cat -- "$file"; echo "// round $1"; } >"$work/solution.cpp"
  ./run_tsan.sh check "$work/solution.cpp" --lesson "$lesson" >"$work/verdict"
}

judged 0  # builds the harness if need be
for ((round = 1; round <= rounds; ++round)); do
  milliseconds run_bare_program "$work" >>"$work/bare.ms"
  milliseconds judged "$round" >>"$work/check.ms"
done
bare_ms=$(median <"$work/bare.ms")
check_ms=$(median <"$work/check.ms")
echo "check $file: $check_ms ms"
echo "bare compile, link and run: $bare_ms ms"
awk -v c="$check_ms" -v b="$bare_ms" \
  'BEGIN { printf "ratio %.2f (goal: at most 1.50)\n", c / b }'

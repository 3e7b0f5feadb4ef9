#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# How long a learner waits: from a save to the verdict of `workshop watch`,
# beside a bare compile, link and run of the same file under ThreadSanitizer,
# interleaved, medians of nine rounds. The goal is a ratio of at most 1.
#
#   harness/measure/save_to_verdict.sh
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."
. harness/measure/bare_program.sh

file=patterns/dependent_calls.cpp
lesson=dependent_calls
rounds=9
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

bare_program "$file" "$lesson" "$work"

# A course of one exercise, whose answer is the pattern.
mkdir "$work/set" "$work/set/cost"
cat >"$work/set/set.json" <<JSON
{"schema": 1, "name": "cost", "title": "What a verdict costs",
 "exercises": [
   {"name": "cost", "kind": "mend", "twin": "$lesson/read_before_fetch",
    "wrong_fixes": [
      {"file": "sequential.cpp", "expected": ["sequential"]},
      {"file": "fire_and_forget.cpp", "expected": ["fire-and-forget"]}]}]}
JSON
cp antipatterns/"$lesson"/{sequential,fire_and_forget}.cpp "$work/set"
cat >"$work/set/cost/text.md" <<'TEXT'
# What a verdict costs
Save it.
## Hint 1
None.
## Hint 2
None.
## Hint 3
None.
TEXT
./run_tsan.sh workshop start "$work/course" --set "$work/set" >"$work/start"

# The file as it is laid out, with the pattern in the learner's part.
solved() {
  local laid_out=$work/course/01_cost.cpp from to
  from=$(grep -n 'yours from here' "$laid_out" | cut -d: -f1)
  to=$(grep -n 'yours to here' "$laid_out" | cut -d: -f1)
  head -n "$from" "$laid_out"
  sed -n '/^namespace/,$p' "$file" | sed -e 1d -e '$d'
  tail -n "+$to" "$laid_out"
}

wait_for_verdict() {
  local line
  while read -r line <&"${watch[0]}"; do
    case $line in
      *'cost: passed'*) return ;;
      *'cost: '*) echo "not what was to be measured: $line" >&2; exit 1 ;;
    esac
  done
}

# Another comment each time, so that no earlier verdict can be taken.
saved() {
  { cat -- "$work/solved.cpp"; echo "// round $1"; } >"$work/course/01_cost.cpp"
  wait_for_verdict
}

solved >"$work/solved.cpp"
coproc watch {
  exec ./run_tsan.sh workshop watch --course "$work/course" 2>&1
}
read -r _ <&"${watch[0]}"  # it watches now
saved 0
for ((round = 1; round <= rounds; ++round)); do
  milliseconds run_bare_program "$work" >>"$work/bare.ms"
  milliseconds saved "$round" >>"$work/verdict.ms"
done
echo q >&"${watch[1]}"
bare_ms=$(median <"$work/bare.ms")
verdict_ms=$(median <"$work/verdict.ms")
echo "from save to verdict: $verdict_ms ms"
echo "bare compile, link and run: $bare_ms ms"
awk -v v="$verdict_ms" -v b="$bare_ms" \
  'BEGIN { printf "ratio %.2f (goal: at most 1.00)\n", v / b }'

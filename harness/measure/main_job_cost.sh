#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# What the main job costs over the whole catalogue: with no subject built yet,
# and again with nothing changed, beside compiling and linking every subject
# once, bare, on all cores. The harness itself is built before. The goals are
# ratios of at most 1.5 to the bare compiles, and of at most 0.05 to the first.
#
#   harness/measure/main_job_cost.sh [ROUNDS]     (default 3; medians)
set -euo pipefail
shopt -s inherit_errexit
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."

rounds=${1:-3}
[[ $rounds =~ ^[1-9][0-9]*$ ]] || {
  echo "a number of rounds, not '$rounds'" >&2
  exit 64
}
cxx=${CXX:-g++}
case ${cxx##*/} in
  clang*) subjects=build/clang/subjects ;;
  *) subjects=build/gcc/subjects ;;
esac
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
echo 'int main() {}' >"$work/main.cpp"

# shellcheck disable=SC2016  # that shell expands it
bare() {
  printf '%s\0' patterns/*.cpp antipatterns/*/*.cpp |
    xargs -0 -P "$(nproc)" -I{} sh -c '
      "$1" -std=c++20 -O1 -g -fsanitize=thread -I patterns "$2" "$3/main.cpp" \
        -o "$3/$(echo "$2" | tr / .)" -lboost_thread' \
      bare "$cxx" {} "$work"
}

first() {
  rm -rf -- "$subjects"
  ./run_tsan.sh >"$work/table"
}

again() { ./run_tsan.sh >"$work/table"; }

milliseconds() {
  local begin end
  begin=$(date +%s%N)
  "$@"
  end=$(date +%s%N)
  echo $(((end - begin) / 1000000))
}

median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

./run_tsan.sh list >"$work/table"
for ((round = 1; round <= rounds; ++round)); do
  milliseconds bare >>"$work/bare.ms"
  milliseconds first >>"$work/first.ms"
  milliseconds again >>"$work/again.ms"
  [[ -t 2 ]] && printf '\rround %d of %d' "$round" "$rounds" >&2
done
[[ -t 2 ]] && printf '\n' >&2

printf '%s, %d cores, medians of %d:\n' "$("$cxx" --version | head -n 1)" \
  "$(nproc)" "$rounds"
awk -v bare="$(median <"$work/bare.ms")" -v first="$(median <"$work/first.ms")" \
  -v again="$(median <"$work/again.ms")" 'BEGIN {
    printf "bare compiles and links:   %6.1f s\n", bare / 1000
    printf "the main job:              %6.1f s, ratio %.2f (goal: at most 1.50)\n",
      first / 1000, first / bare
    printf "again, nothing changed:    %6.1f s, ratio %.3f (goal: at most 0.050)\n",
      again / 1000, again / first
  }'

#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# How fast logs are read, and in how much memory: a log without any report
# beside `wc -l` of the same file, and one that is all reports beside grep
# looking for their frames, both in the C locale. The goals are ratios of at
# most 20 and 30, and 300 MB of address space for logs of 500 MB. The logs are
# made in a temporary folder; the reports are those of harness/tests/report/logs.
# Exit status 1 if a goal is missed.
#
#   harness/measure/log_speed.sh [MEGABYTES [ROUNDS]]   (default 500, 3; medians)
set -euo pipefail
shopt -s inherit_errexit
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."

megabytes=${1:-500}
rounds=${2:-3}
[[ $megabytes =~ ^[1-9][0-9]*$ && $rounds =~ ^[1-9][0-9]*$ ]] || {
  echo "megabytes and rounds are numbers, not '$megabytes' and '$rounds'" >&2
  exit 64
}
export LC_ALL=C
case ${CXX:-g++} in
  *clang*) harness=build/clang/racelab ;;
  *) harness=build/gcc/racelab ;;
esac
# shellcheck source=harness/measure/made_logs.sh
. harness/measure/made_logs.sh
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

milliseconds() {
  local begin end
  begin=$(date +%s%N)
  "$@" >"$work/output" || (($? == 1))
  end=$(date +%s%N)
  echo $(((end - begin) / 1000000))
}

median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

# The reader, with no more memory than the goal allows: 300 MB, in KiB.
read_log() { (ulimit -v 292968 && "$harness" report --json "$1"); }

compare() {
  local name=$1 file=$2 goal=$3 round own other
  shift 3
  for ((round = 1; round <= rounds; ++round)); do
    milliseconds "$@" "$file" >>"$work/$name.other"
    milliseconds read_log "$file" >>"$work/$name.own"
  done
  own=$(median <"$work/$name.own")
  other=$(median <"$work/$name.other")
  awk -v name="$name" -v own="$own" -v other="$other" -v goal="$goal" \
    -v size="$(stat -c %s "$file")" 'BEGIN {
      printf "%-16s %6d ms (%4d MB/s), the other %5d ms, ratio %5.1f (goal: at most %d)\n",
        name ":", own, size / 1000 / own, other, own / other, goal
      exit own / other > goal
    }' || missed=yes
}

./run_tsan.sh report - </dev/null >"$work/output"
plain_lines "$megabytes" >"$work/plain.log"
reports "$megabytes" >"$work/reports.log"
missed=no
printf '%d MB, %d cores, medians of %d, in 300 MB of address space:\n' \
  "$megabytes" "$(nproc)" "$rounds"
compare 'no report' "$work/plain.log" 20 wc -l
compare 'all reports' "$work/reports.log" 30 grep -cE '^ +#[0-9]+ '
read_log "$work/reports.log" >"$work/output" || (($? == 1))
printf 'reports read: %s\n' "$(sed -n 's/^  "total": \([0-9]*\),/\1/p' \
  "$work/output")"
[[ $missed == no ]]

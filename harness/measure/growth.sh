#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# How cost grows with the size of what is asked for: wall time and peak memory,
# written to docs/measured/growth.json, which the page on speed draws. A table
# that is not measured stays as it was. Goes on where it was stopped, as long as
# the sources are the same: build/growth.tsv says how far it is.
#
#   harness/measure/growth.sh [TABLE[=LARGEST]...]     (default: all of them)
#
#   tasks=100000       trivial tasks of one errgroup
#   threads=3000       tasks that block for 10 ms at the same time
#   schedules=1000000  schedules of one subject, or all that there are with one
#                      preemption
#   subjects=1000      of a catalogue of copies of one twin: from nothing, and
#                      unchanged
#   log=1000           megabytes of a log that is read
#
# A point is the median of three, or of fewer where a minute is not enough. The
# memory is that of the program itself, without what it starts. Needs jq, GNU
# time, Google Benchmark and user namespaces.
set -euo pipefail
shopt -s inherit_errexit
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."

case ${CXX:-g++} in
  *clang*) build=build/clang ;;
  *) build=build/gcc ;;
esac
readonly build all=(tasks threads schedules subjects log)
declare -A largest=([tasks]=100000 [threads]=3000 [schedules]=1000000
  [subjects]=1000 [log]=1000)
wanted=()
for each; do
  [[ $each =~ ^([a-z]+)(=([1-9][0-9]*))?$ &&
    -n ${largest[${BASH_REMATCH[1]}]-} ]] || {
    echo "tables are ${all[*]}, each perhaps with =LARGEST, not '$each'" >&2
    exit 64
  }
  wanted+=("${BASH_REMATCH[1]}")
  largest[${BASH_REMATCH[1]}]=${BASH_REMATCH[3]:-${largest[${BASH_REMATCH[1]}]}}
done
((${#wanted[@]})) || wanted=("${all[@]}")

# shellcheck source=harness/measure/made_logs.sh
. harness/measure/made_logs.sh
export LC_ALL=C
readonly json=docs/measured/growth.json kept=build/growth.tsv
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkfifo "$work/never"
exec {never}<>"$work/never"

tell() { [[ ! -t 2 ]] || printf '\r\e[K%s' "$1" >&2; }

# --- One point ----------------------------------------------------------------

# What is measured now sets these.
seconds=  # wall time
count=    # what the time is shared by
peak=     # KiB

# The highest of the program's own memory is asked for until it ends, since the
# system tells only of all its children together.
run_and_watch() {
  local begin pid line status=0
  begin=$EPOCHREALTIME
  "$@" </dev/null >"$work/output" 2>"$work/errors" &
  pid=$!
  peak=0
  while kill -0 "$pid" 2>/dev/null; do
    while read -r line; do
      [[ $line == VmHWM:* ]] && read -r _ peak _ <<<"$line"
    done 2>/dev/null <"/proc/$pid/status" || true
    read -rt 0.02 -u "$never" line || true
  done
  wait "$pid" || status=$?
  seconds=$(awk -v from="$begin" -v to="$EPOCHREALTIME" \
    'BEGIN { print to - from }')
  ((status <= 1)) || {
    echo "status $status: $*" >&2
    cat "$work/errors" >&2
    exit 1
  }
}

# A program that starts no others.
run_alone() {
  command time -f '%e %M' -o "$work/time" "$@" \
    </dev/null >"$work/output" 2>"$work/errors" || (($? == 1)) || {
    cat "$work/errors" >&2
    exit 1
  }
  read -r seconds peak < <(tail -n 1 "$work/time")
}

# Of the sources that matter, so that nothing old is taken for new.
commit=$(git log -1 --format=%h -- harness patterns antipatterns)

readonly made_by=$commit$'\t'${CXX:-g++}

is_kept() {  # TABLE SERIES SIZE
  grep -qF "$made_by"$'\t'"$1"$'\t'"$2"$'\t'"$3"$'\t' "$kept" 2>/dev/null
}

# point TABLE SERIES SIZE COMMAND...: measures up to three times with COMMAND,
# which sets what is above, and keeps the medians with the range of the times.
point() {
  local table=$1 series=$2 size=$3 round begin=$SECONDS
  shift 3
  count=$size
  is_kept "$table" "$series" "$size" && return
  : >"$work/rounds"
  for round in 1 2 3; do
    tell "$table, $series: $size (round $round)"
    "$@" "$size"
    printf '%s\t%s\t%s\n' "$seconds" "$count" "$peak" >>"$work/rounds"
    ((SECONDS - begin < 20 * round)) || break
  done
  sort -g "$work/rounds" | awk -F'\t' -v OFS='\t' \
    -v key="$made_by"$'\t'"$table"$'\t'"$series"$'\t'"$size" \
    -v load="$(cut -d' ' -f1 /proc/loadavg)" -v day="$(date +%F)" '
    { seconds[NR] = $1; count = $2; if ($3 > peak) peak = $3 }
    END {
      print key, count, seconds[int((NR + 1) / 2)], seconds[1], seconds[NR],
        peak, NR, load, day
    }' >>"$kept"
}

# Powers of ten from FIRST to LAST, and LAST.
sizes() {
  local size
  for ((size = $1; size < $2; size *= 10)); do echo "$size"; done
  echo "$2"
}

# --- The tables ---------------------------------------------------------------

build_benchmarks() {
  [[ -e $work/benchmarks ]] && return
  tell 'compiles the benchmarks'
  "${CXX:-g++}" -std=c++20 -O2 -DNDEBUG -I. -Ipatterns -o "$work/benchmarks" \
    harness/bench/programs/racelab.cpp patterns/worker_pool.cpp \
    patterns/bounded_concurrency.cpp \
    -lboost_thread -lbenchmark_main -lbenchmark -pthread
}

run_benchmark() {
  run_alone "$work/benchmarks" --benchmark_min_time=0.3 \
    --benchmark_format=json --benchmark_filter="^$1/real_time$"
  seconds=$(jq '.benchmarks[0].real_time / 1e9' "$work/output")
}

run_tasks() { run_benchmark "tasks/$1"; }
run_blocking() { run_benchmark "blocking/$1_of_10ms"; }

measure_tasks() {
  build_benchmarks
  for size in $(sizes 1 "${largest[tasks]}"); do
    point tasks errgroup "$size" run_tasks
  done
}

measure_threads() {
  build_benchmarks
  for size in 1 10 100 300 1000 3000 10000; do
    ((size > largest[threads])) || point threads errgroup "$size" run_blocking
  done
}

# That many thread interleavings; the scenarios bring some more.
run_schedules() {
  run_and_watch "$build/racelab" show "$subject" \
    --schedules "$1" --no-latency --again --json
  count=$(jq '.subjects[0].schedules.explored' "$work/output")
}

measure_schedules() {
  local subject size
  for subject in worker_pool/pattern dependent_calls/read_before_fetch; do
    tell "compiles $subject"
    run_schedules 1
    for size in $(sizes 100 "${largest[schedules]}"); do
      point schedules "$subject" "$size" run_schedules
      ((count >= size)) || break
    done
  done
}

# A catalogue of a lesson's pattern and that many twins, all of them different
# for the compiler, in place of the real one.
make_catalogue() {
  local size=$1 name=read_before_fetch folder=$work/copies i
  rm -rf -- "$folder"
  mkdir -p -- "$folder"/{catalogue,subjects,results} \
    "$folder/antipatterns/dependent_calls"
  cp -- harness/catalogue/* "$folder/catalogue"
  for ((i = 1; i <= size; ++i)); do
    { cat "antipatterns/dependent_calls/$name.cpp" && echo "// copy $i"; } \
      >"$folder/antipatterns/dependent_calls/copy_$i.cpp"
  done
  jq --argjson size "$size" --arg name "$name" '
    .lessons |= [.[] | select(.name == "dependent_calls") |
      .variants |= map(select(.kind == "pattern")) + [
        (.[] | select(.name == $name)) as $twin | range(1; $size + 1) |
        $twin + {name: "copy_\(.)",
          file: "antipatterns/dependent_calls/copy_\(.).cpp"}]]' \
    harness/catalogue/catalogue.json >"$folder/catalogue/catalogue.json"
}

# With caches of its own, and with nothing of what is there changed.
run_catalogue() {
  # shellcheck disable=SC2016  # the inner shell's
  run_and_watch unshare -rm bash -c '
    copies=$1 build=$2
    mount --bind "$copies/catalogue" harness/catalogue
    mount --bind "$copies/antipatterns" antipatterns
    mount --bind "$copies/subjects" "$build/subjects"
    mount --bind "$copies/results" "$build/results"
    exec "$build/racelab" --no-latency --json --out "$copies/report"
  ' bash "$work/copies" "$build"
  count=$(jq '[.subjects[] | select(.as_expected)] | length' "$work/output")
  ((count == $1 + 1)) || {
    echo "of $1 twins and a pattern $count came out as expected" >&2
    exit 1
  }
}

run_from_nothing() {
  make_catalogue "$1"
  run_catalogue "$1"
}

measure_subjects() {
  local size
  mkdir -p -- "$build"/{subjects,results}
  for size in $(sizes 1 "${largest[subjects]}"); do
    is_kept subjects unchanged "$size" && continue
    point subjects 'from nothing' "$size" run_from_nothing
    [[ -d $work/copies/report ]] || run_from_nothing "$size"
    point subjects unchanged "$size" run_catalogue
    rm -rf -- "$work/copies"
  done
}

run_reader() { run_alone "$build/racelab" report --json "$work/log"; }

measure_log() {
  local size series
  for series in plain_lines reports 'reports differ'; do
    for size in $(sizes 1 "${largest[log]}"); do
      is_kept log "$series" "$size" && continue
      tell "log, $series: makes $size MB"
      # shellcheck disable=SC2086  # a function, perhaps with an argument
      ${series% *} "$size" ${series#"${series% *}"} >"$work/log"
      point log "$series" "$size" run_reader
    done
  done
}

# --- The result ---------------------------------------------------------------

machine() {
  jq -n --arg processor "$(sed -n 's/^model name\s*: //p;T;q' /proc/cpuinfo)" \
    --argjson processors "$(nproc)" --arg kernel "$(uname -r)" \
    --argjson memory \
    "$(awk '/^MemTotal/ { print $2 / 1048576 }' /proc/meminfo)" \
    --arg compiler "$("${CXX:-g++}" --version | head -n 1)" '
    {$processor, $processors, memory_gib: $memory, $kernel, $compiler}'
}

# The tables that were measured, in place of what was known of them.
write_json() {
  [[ -e $json ]] || echo '{"schema": 1, "tables": {}}' >"$json"
  jq --rawfile rows "$kept" --argjson machine "$(machine)" \
    --arg commit "$commit" --arg compiler "${CXX:-g++}" \
    --argjson wanted "$(printf '"%s"\n' "${wanted[@]}" | jq -s .)" '
    [$rows / "\n" | .[] | select(. != "") / "\t" |
      select(.[0] == $commit and .[1] == $compiler) |
      {table: .[2], series: .[3], size: .[4] | tonumber,
        count: .[5] | tonumber, seconds: .[6] | tonumber,
        low: .[7] | tonumber, high: .[8] | tonumber,
        peak_kib: .[9] | tonumber, rounds: .[10] | tonumber,
        load: .[11] | tonumber, day: .[12]}] as $points |
    reduce $wanted[] as $table (.; .tables[$table] = {
      machine: $machine, commit: $commit,
      points: [$points[] | select(.table == $table) | del(.table)]})
  ' "$json" >"$work/growth.json"
  mv -- "$work/growth.json" "$json"
}

# What has arrived in the result is measured anew next time.
forget_kept() {
  awk -F'\t' -v tables=" ${wanted[*]} " '!index(tables, " " $3 " ")' \
    "$kept" >"$work/kept"
  mv -- "$work/kept" "$kept"
}

tell 'builds'
./run_tsan.sh list >"$work/output"
for table in "${wanted[@]}"; do
  "measure_$table"
  write_json
done
forget_kept
tell ''

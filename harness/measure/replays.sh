#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# Replays each broken twin many times with each compiler, every time in fresh
# processes and with every core kept busy, and compares what is printed. Prints
# the table kept in docs/measured/replays.md; exit status 1 if a replay differed
# from the others.
#
#   harness/measure/replays.sh [COUNT]     (default 100)
set -euo pipefail
shopt -s inherit_errexit
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."

count=${1:-100}
[[ $count =~ ^[1-9][0-9]*$ ]] || {
  echo "a number of replays, not '$count'" >&2
  exit 64
}
scratch=$(mktemp -d)
busy=()

# Twins that do something else with each compiler, or of which each runtime
# reports another of several races with one write, and what.
# shellcheck disable=SC2016  # the backquotes are Markdown's
declare -A operations_differ=(
  [independent_calls/fire_and_forget]='g++ moves `details` out at `return`'
  [dependent_calls/read_before_fetch]='another of the two reads is reported'
  [worker_pool/unsynchronised_results]='clang++ reports one race more'
  [worker_pool/sender_left_behind]='atomic operations are given another line'
  [worker_pool/neighbouring_bits]='another access of the same line is reported'
  [wait_group/add_inside_task]='what is gone is used, and comes out otherwise'
  [wait_group/callback_under_lock]='atomic operations are given another line'
  [wait_group/future_dropped]='atomic operations are given another line'
  [graceful_shutdown/plain_bool_stop]='atomic operations are made more often by clang++'
  [graceful_shutdown/detached_worker]='atomic operations are made more often by clang++'
  [graceful_shutdown/uninterruptible_sleep]='atomic operations are made more often by clang++'
  [graceful_shutdown/notify_without_lock]='atomic operations are made more often by clang++'
  [graceful_shutdown/unsafe_signal_handler]='atomic operations are made more often by clang++'
  [graceful_shutdown/stop_waits_for_itself]='atomic operations are made more often by clang++'
  [graceful_shutdown/only_first_stop_waits]='atomic operations are made more often by clang++'
)

clean_up() {
  trap '' INT TERM HUP
  ((${#busy[@]} == 0)) || kill -- "${busy[@]}" 2>/dev/null || true
  rm -rf -- "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# Even if this script is killed, they end with it.
keep_cores_busy() {
  local core cores
  cores=$(nproc)
  for ((core = 0; core < cores; ++core)); do
    while kill -0 "$$" 2>/dev/null; do :; done &
    busy+=("$!")
  done
}

# Status 1 only says that there are findings. Once a build is known to be up to
# date it is taken as it is.
racelab() {
  local compiler=$1 built='' status=0
  shift
  [[ -z ${up_to_date-} ]] || case $compiler in
    g++) built=$PWD/build/gcc ;;
    clang++) built=$PWD/build/clang ;;
  esac
  RACELAB_BUILT=$built CXX=$compiler ./run_tsan.sh "$@" </dev/null || status=$?
  if ((status > 1)); then
    echo "$compiler: ./run_tsan.sh $*: status $status" >&2
    return "$status"
  fi
}

# "lesson/variant token" for the first finding of each broken twin.
twins_and_tokens() {
  racelab g++ --format gcc | awk '
    match($0, /run_tsan\.sh replay [^ ]+ [^ ]+/) {
      split(substr($0, RSTART, RLENGTH), word, " ")
      if (!(word[3] in known)) print word[3], word[4]
      known[word[3]]
    }'
}

# Leaves what the first replay printed in $scratch/$compiler and prints how many
# printed the same.
alike() {
  local compiler=$1 twin=$2 token=$3 same=1 i
  racelab "$compiler" replay "$twin" "$token" >"$scratch/$compiler"
  for ((i = 2; i <= count; ++i)); do
    racelab "$compiler" replay "$twin" "$token" >"$scratch/again"
    if cmp -s -- "$scratch/$compiler" "$scratch/again"; then
      same=$((same + 1))
    else
      diff -- "$scratch/$compiler" "$scratch/again" >&2 || true
    fi
  done
  printf '%d' "$same"
}

# The trace stands between two empty lines, and the findings after it.
trace_of() { awk '/^$/ { ++part } part < 2' "$scratch/$1"; }

across_compilers() {
  local twin=$1
  if cmp -s -- "$scratch/g++" "$scratch/clang++"; then
    printf 'yes'
  elif cmp -s <(trace_of g++) <(trace_of clang++); then
    printf 'yes, found at other lines'
  elif [[ -n ${operations_differ[$twin]-} ]]; then
    printf 'no: %s' "${operations_differ[$twin]}"
  else
    diff <(trace_of g++) <(trace_of clang++) >&2 || true
    printf 'no'
  fi
}

# The builds are brought up to date while the machine is still free.
twins_and_tokens >"$scratch/twins"
racelab clang++ list >"$scratch/list"
up_to_date=yes
keep_cores_busy

good=yes
table=
while read -r twin token; do
  [[ -t 2 ]] && printf '\r%-60s' "$twin" >&2
  gcc=$(alike g++ "$twin" "$token")
  clang=$(alike clang++ "$twin" "$token")
  across=$(across_compilers "$twin")
  [[ $gcc == "$count" && $clang == "$count" && $across != no ]] || good=no
  table+="| $twin | $token | $gcc of $count | $clang of $count | $across |"$'\n'
done <"$scratch/twins"
[[ -t 2 ]] && printf '\n' >&2

printf '# %d replays of one schedule\n\n' "$count"
printf 'How many replays of a finding'\''s token printed the same bytes, each\n'
printf 'in fresh processes and with all cores busy, and whether the trace is\n'
printf 'the same with both compilers. Made by\n'
# shellcheck disable=SC2016  # the backquotes are Markdown's
printf '`harness/measure/replays.sh %d` on %s, %d cores, with\n' \
  "$count" "$(date +%F)" "$(nproc)"
printf '%s and\n%s.\n\n' "$(g++ --version | head -n 1)" \
  "$(clang++ --version | head -n 1)"
printf '| twin | token | g++ | clang++ | same across compilers |\n'
printf '| --- | --- | --- | --- | --- |\n%s' "$table"
[[ $good == yes ]]

#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# make_logs.sh [PATTERN]: makes the logs of this folder again, or those whose
# names match PATTERN. README.md says what they are for.
#
# Programs are built and run in /tmp/shop, so that no log names a user's folder.

set -euo pipefail

logs=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
readonly logs pattern=${1:-*} shop=/tmp/shop
export LC_ALL=C
unset TSAN_OPTIONS GORACE

made=0
empty=()
last_build=

require() {
  command -v "$1" >/dev/null && return
  echo "make_logs.sh: $1 is missing: $2" >&2
  exit 2
}

wanted() {
  # shellcheck disable=SC2053 # It is a pattern.
  [[ $1 == $pattern ]]
}

count() {
  made=$((made + 1))
  [[ -s $logs/$1.log ]] || empty+=("$1")
}

# record LOG COMMAND...: what the command prints is the log. A report makes a
# program fail, so its exit code says nothing.
record() {
  local -r log=$1
  shift
  timeout 100 setarch --addr-no-randomize "$@" >"$logs/$log.log" 2>&1 || true
  count "$log"
}

# build COMPILER PROGRAM OPTION...: makes $shop/PROGRAM. "llvm22" is clang with
# the newer runtime that comes with rustc.
build() {
  local -r compiler=$1 program=$2
  local -ra options=(-std=c++20 -g -O1 -fsanitize=thread "${@:3}")
  [[ $last_build != "$*" ]] || return 0
  case $compiler in
    gcc) g++ "${options[@]}" "$program.cpp" turn.o -o "$program" ;;
    clang) clang++ "${options[@]}" "$program.cpp" turn.o -o "$program" ;;
    llvm22)
      clang++ "${options[@]}" -c "$program.cpp"
      clang++ "$program.o" turn.o -rdynamic -Wl,--whole-archive \
        "$rust_runtime" -Wl,--no-whole-archive -lresolv -lm -o "$program"
      ;;
  esac
  last_build=$*
}

# log COMPILER PROGRAM[:VARIANT] [OPTION...] [-- ARGUMENT...]
log() {
  local -r compiler=$1 name=$1_${2/:/_} program=${2%%:*}
  local -a options=()
  wanted "$name" || return 0
  shift 2
  while (($#)) && [[ $1 != -- ]]; do
    options+=("$1")
    shift
  done
  build "$compiler" "$program" "${options[@]}"
  record "$name" "./$program" "${@:2}"
}

make_cpp_logs() {
  local compiler program mistake death way

  for compiler in gcc clang; do
    for program in ledger visits widths stack_slot tls_cache socket_close vptr \
      use_after_free virtual_after_free delete_race free_race bit_field \
      atomic_flag mutex_destroyed interceptors vector_growth string_append \
      shared_pointer odd_names lock_sets destroyed_lock named_threads \
      nested_threads fibers sleepy forked heap_in_thread condition read_only \
      two_kinds many_times look_alike clean signal_malloc signal_errno \
      late_crash; do
      log "$compiler" "$program"
    done
    log "$compiler" lock_order:two -- 2
    log "$compiler" lock_order:three -- 3
    TSAN_OPTIONS=second_deadlock_stack=1 \
      log "$compiler" lock_order:both_stacks -- 2
    log "$compiler" thread_leak:one -- 1
    log "$compiler" thread_leak:five -- 5
    for mistake in unlock_unlocked unlock_by_other_thread destroy_locked \
      use_destroyed double_lock read_lock_written read_unlock_written \
      unpaired_annotation; do
      log "$compiler" "mutex_misuse:$mistake" -- "$mistake"
    done
    for death in segv fpe deep; do
      log "$compiler" "crash:$death" -- "$death"
    done
  done

  TSAN_OPTIONS=suppress_equal_addresses=0 log gcc three_threads
  log gcc recursion
  log gcc history
  TSAN_OPTIONS=handle_abort=1 log gcc crash:abrt -- abrt
  TSAN_OPTIONS=handle_sigill=1 log clang crash:ill -- ill
  log gcc crash:bus -- bus
  for way in too_big new_too_big calloc_overflow pvalloc_overflow; do
    log gcc "allocation:$way" -- "$way"
  done
  for way in reallocarray_overflow aligned_alloc aligned_new posix_memalign \
    memalign; do
    log clang "allocation:$way" -- "$way"
  done
  TSAN_OPTIONS=soft_rss_limit_mb=100 \
    log clang allocation:soft_rss_limit -- rss_limit
  TSAN_OPTIONS=hard_rss_limit_mb=100 log clang allocation:rss_limit -- rss_limit

  for program in ledger lock_sets fibers vptr virtual_after_free stack_slot \
    signal_errno named_threads socket_close; do
    log llvm22 "$program"
  done
  log llvm22 lock_order:three -- 3
  log llvm22 thread_leak:five -- 5
  log llvm22 mutex_misuse:double_lock -- double_lock
  log llvm22 crash:segv -- segv
  log llvm22 allocation:calloc_overflow -- calloc_overflow
  log gcc external:swift -- swift
  log clang external:swift -- swift
  log clang external:collection -- 'a mutable collection'
  log llvm22 external:collection -- NSMutableArray
}

make_option_logs() {
  local compiler

  log gcc ledger:o0 -O0
  log gcc ledger:o2 -O2
  log clang ledger:o2 -O2
  log gcc ledger:no_pie -no-pie
  log gcc ledger:static_runtime -static-libtsan
  log gcc ledger:no_debug_info -g0
  log gcc ledger:stripped -g0 -s
  log clang ledger:stripped -g0 -s
  log clang ledger:line_tables -gline-tables-only
  log clang ledger:prefix_map -ffile-prefix-map=/tmp/shop=.
  TSAN_OPTIONS=strip_path_prefix=/tmp/shop/ log clang ledger:short_paths
  TSAN_OPTIONS=symbolize=0 log gcc visits:unsymbolized
  TSAN_OPTIONS=symbolize=0 log clang visits:unsymbolized
  TSAN_OPTIONS=demangle=0 log gcc odd_names:mangled
  TSAN_OPTIONS=demangle=0 log clang odd_names:mangled
  TSAN_OPTIONS=print_full_thread_history=1 log gcc nested_threads:full_history
  TSAN_OPTIONS=print_full_thread_history=1 log clang nested_threads:full_history
  TSAN_OPTIONS=print_full_thread_history=0 log llvm22 nested_threads:no_history
  TSAN_OPTIONS=color=always log gcc visits:colour
  TSAN_OPTIONS=color=always log clang lock_order:colour -- 2
  TSAN_OPTIONS=suppress_equal_stacks=0:suppress_equal_addresses=0 \
    log gcc many_times:all_of_them
  TSAN_OPTIONS=color=always log gcc crash:colour -- segv
  TSAN_OPTIONS=halt_on_error=1 log gcc many_times:halted
  TSAN_OPTIONS=exitcode=0 log gcc visits:exitcode_zero
  TSAN_OPTIONS=report_bugs=0 log clang look_alike:no_reports
  TSAN_OPTIONS=verbosity=1 log gcc visits:verbose
  TSAN_OPTIONS=verbosity=2:print_suppressions=0 log clang clean:verbose
  TSAN_OPTIONS=io_sync=2:no_such_flag=1 log clang visits:unknown_flag
  TSAN_OPTIONS=stack_trace_format='"{%n|%f|%S}"' log clang visits:own_format
  TSAN_OPTIONS=history_size=99 log gcc visits:bad_history_size
  TSAN_OPTIONS=suppressions=missing.supp log gcc visits:no_suppressions_file
  TSAN_OPTIONS=force_seq_cst_atomics=maybe log clang visits:bad_bool
  TSAN_OPTIONS=help=1 log gcc clean:help

  printf 'race:reprice\n' >shop.supp
  TSAN_OPTIONS=suppressions=shop.supp:print_suppressions=1 \
    log gcc many_times:suppressed
  printf 'race:^book\nrace:reprice\nthread:nobody\n' >shop.supp
  TSAN_OPTIONS=suppressions=shop.supp:print_suppressions=1 \
    log clang many_times:all_suppressed

  if wanted gcc_uses_pricing; then
    g++ -g -O1 -fPIC -shared -fsanitize=thread pricing.cpp -o libpricing.so
    log gcc uses_pricing -L. -lpricing -Wl,-rpath,"$shop"
  fi
  if wanted clang_uses_pricing_stripped; then
    clang++ -O1 -fPIC -shared -fsanitize=thread pricing.cpp -s -o libpricing.so
    log clang uses_pricing:stripped -L. -lpricing -Wl,-rpath,"$shop"
  fi
  mkdir -p 'my project (2)'
  cp ledger.cpp 'my project (2)'
  for compiler in gcc clang; do
    if wanted "${compiler}_ledger_odd_path"; then
      build "$compiler" "$shop/my project (2)/ledger" -I.
      record "${compiler}_ledger_odd_path" './my project (2)/ledger'
    fi
  done
  if wanted gcc_visits_legacy_layout; then
    build gcc visits
    record gcc_visits_legacy_layout setarch --addr-compat-layout ./visits
  fi
  if wanted gcc_visits_unlimited_stack; then
    build gcc visits
    record gcc_visits_unlimited_stack bash -c 'ulimit -s unlimited; ./visits'
  fi
  if wanted clang_forked_log_path; then
    build clang forked
    TSAN_OPTIONS=log_path=races ./forked 2>/dev/null || true
    cat races.* >"$logs/clang_forked_log_path.log"
    count clang_forked_log_path
  fi
}

# go_log PROGRAM[:VARIANT] [OPTION...]
go_log() {
  local -r name=go_${1/:/_} program=${1%%:*}
  wanted "$name" || return 0
  go build -race "${@:2}" -o "$program" "$program.go" turn.go
  record "$name" "./$program"
}

make_go_logs() {
  local program
  # The runtime would otherwise sleep at the end, and give each processor
  # goroutine numbers of its own.
  export GORACE=atexit_sleep_ms=0 GOMAXPROCS=1 GO111MODULE=off

  for program in counter map_write slice_append closure channel_close nested \
    generic atomic_mix widths wait_group goroutine_panic quiet; do
    go_log "$program"
  done
  GORACE+=' strip_path_prefix=/tmp/shop/' go_log counter:short_paths
  GORACE+=' halt_on_error=1' go_log widths:halted
  go_log nested:trimmed -trimpath
  go_log generic:not_inlined -gcflags=-l
  if wanted go_counter_run; then
    record go_counter_run go run -race counter.go turn.go
  fi
  if wanted go_counter_test; then
    record go_counter_test \
      go test -race -v counter.go turn.go counter_test.go
  fi
}

# rust_log PROGRAM[:VARIANT] [OPTION...]
rust_log() {
  local -r name=rust_${1/:/_} program=${1%%:*}
  wanted "$name" || return 0
  RUSTC_BOOTSTRAP=1 rustc -g -C opt-level=1 -Z sanitizer=thread \
    -C unsafe-allow-abi-mismatch=sanitizer -C link-arg=turn.o "${@:2}" \
    "$program.rs" -o "$program"
  record "$name" "./$program"
}

make_rust_logs() {
  local program
  for program in global cell vector deadlock; do
    rust_log "$program"
    rust_log "$program:legacy" -Z unstable-options \
      -C symbol-mangling-version=legacy
  done
  TSAN_OPTIONS=demangle=0 rust_log cell:mangled
  TSAN_OPTIONS=demangle=0 \
    rust_log cell:mangled_legacy -Z unstable-options \
      -C symbol-mangling-version=legacy
  rust_log global:no_debug_info -C debuginfo=0 -C strip=debuginfo
  rust_log global:stripped -C strip=symbols
  # The standard library is not instrumented: its own races are none.
  TSAN_OPTIONS=halt_on_error=1 rust_log tested --test
}

# life LOG SOURCE COMMAND...: what a pipeline, a terminal or an accident makes
# of another log of this folder.
life() {
  wanted "life_$1" || return 0
  "${@:3}" <"$logs/$2.log" >"$logs/life_$1.log"
  count "life_$1"
}

# stamped BEFORE AFTER: lines with the time before them, one each second.
stamped() {
  awk -v before="$1" -v after="$2" '{
    printf "%s09:%02d:%02d%s%s\n", before, NR / 60, NR % 60, after, $0
  }'
}

# with_output EVERY: the program says something after each EVERY lines.
with_output() {
  awk -v every="$1" '
    { print }
    NR % every == 0 { print "request " NR " served in 3 ms" }'
}

# merged OTHER: the lines of two logs in turn, each with the name of its service
# before it.
merged() {
  paste -d '\n' <(sed 's/^/web_1    | /') \
    <(sed 's/^/worker_1 | /' "$logs/$1.log") | grep .
}

merged_without_names() {
  paste -d '\n' - "$logs/$1.log"
}

followed_by() {
  cat - "${@/#/$logs/}"
}

around() {
  printf '%s\n' "$1"
  cat
  printf '%s\n' "$2"
}

make_life_logs() {
  life crlf gcc_ledger sed 's/$/\r/'
  life github clang_lock_order_two stamped 2024-05-07T '.1234567Z '
  life jenkins gcc_socket_close stamped '[2024-05-07T' '.123Z] '
  life kubernetes clang_use_after_free \
    stamped 2024-05-07T '.123456789Z stderr F '
  life journal gcc_thread_leak_five stamped 'May 07 ' ' build-3 mailer[4711]: '
  life pod gcc_visits sed 's/^/[checkout-7d9f4-x2x8p] /'
  life docker_build gcc_widths sed 's/^/#12 3.456 /'
  life compose gcc_many_times sed 's/^/web_1  | /'
  life compose_two gcc_ledger merged gcc_socket_close
  life ctest clang_vptr sed 's/^/12: /'
  life quoted clang_named_threads sed 's/^/> /'
  life indented gcc_lock_sets sed 's/^/        /'
  life go_pod go_map_write sed 's/^/[collector-0] /'
  life go_github go_slice_append stamped 2024-05-07T '.1234567Z '
  life rust_crlf rust_global sed 's/$/\r/'
  life coloured_by_ci gcc_heap_in_thread sed 's/.*/\x1b[36m&\x1b[0m\x1b[K/'
  life gitlab clang_atomic_flag around \
    $'\e[0Ksection_start:1715073187:test\r\e[0K\e[0;32mRun tests\e[0;m' \
    $'\e[0Ksection_end:1715073190:test\r\e[0K'
  life googletest clang_stack_slot around \
    '[ RUN      ] Download.ReportsProgress' \
    '[  FAILED  ] Download.ReportsProgress (12 ms)'
  life with_output gcc_lock_order_three with_output 3
  life go_with_output go_nested with_output 4
  life unfinished_line gcc_stack_slot sed '1s/^/waiting for download.../'
  life progress clang_visits sed '1s/^/[ 45%] testing\r/'
  life cut_start gcc_widths tail -n +7
  life cut_end gcc_ledger head -n 16
  life cut_in_line clang_ledger head -c 2000
  life go_cut_end go_nested head -n 13
  life nul_bytes clang_bit_field \
    sed $'1s/^/\\x00\\x00\\x00\\x00\\n/;4s/^/\\x00\\x00\\n/'
  life invalid_utf8 gcc_bit_field \
    sed $'1s/^/Gr\\xfc\\xdfe an M\\xfcller \\xff\\xfe\\n/'
  life one_after_another gcc_signal_errno \
    followed_by go_counter.log rust_deadlock.log clang_external_swift.log \
    gcc_crash_fpe.log
  life merged gcc_delete_race merged_without_names gcc_use_after_free
  life no_separators clang_two_kinds sed '/^==================$/d;/^$/d'
  life stripped_indentation gcc_atomic_flag sed 's/^ *//'
}

make_shop() {
  mkdir "$shop" || {
    echo "make_logs.sh: $shop is in use; remove it if it is not needed" >&2
    exit 2
  }
  trap 'rm -rf -- "$shop"' EXIT
  cd -- "$shop"
  cp -- "$logs"/programs/* .
  g++ -std=c++20 -O1 -c turn.cpp -o turn.o
}

require g++ 'version 12 made these logs'
require clang++ 'version 14 made these logs'
require llvm-symbolizer 'it names the frames of clang'
require setarch 'it comes with util-linux'
require rustc 'version 1.95 made these logs'
require go 'version 1.19 made these logs'
rust_runtime=$(find "$(rustc --print sysroot)" -name 'librustc-*_rt.tsan.a')
readonly rust_runtime
[[ -n $rust_runtime ]] || {
  echo 'make_logs.sh: this rustc comes without the runtime of TSan' >&2
  exit 2
}

make_shop
make_cpp_logs
make_option_logs
make_go_logs
make_rust_logs
make_life_logs
echo "$made logs made in $logs"
((${#empty[@]} == 0)) || {
  echo "make_logs.sh: these came out empty: ${empty[*]}" >&2
  exit 1
}

#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# The one door to Racelab: installs what is missing, builds, and runs the
# harness with the arguments given. ./run_tsan.sh --help says more.
#
# Runs side by side do not disturb each other: a run holds its build directory
# shared for as long as it uses it, and alone while it changes it.

set -euo pipefail
unset CDPATH

readonly inconclusive=3

# The target that reads what others have run: it runs nothing itself, so it
# needs neither the subjects' parts nor a working ThreadSanitizer.
readonly only_harness=racelab

# The one that measures with services that are asked over HTTP.
readonly with_services=racelab_judge_http

# And the one that the documentation is made of: nothing else needs npm.
readonly documentation=racelab_docs

# The target that compares Racelab with other tools, and needs those as well.
readonly with_other_tools=racelab_compare

# And the one that measures its speed beside others'.
readonly with_peers=racelab_peers

usage() {
  cat <<'END'
Usage: ./run_tsan.sh [VERB [ARGUMENT...]]

  (no verb)                    judge the whole catalogue and print the table
  test [CTEST_ARGUMENT...]     build and run every test
  list                         lessons, variants, and what each shows
  check FILE.cpp --lesson L    judge a solution of your own
  show L/V                     the annotated report of one twin
  replay L/V TOKEN             run exactly one schedule again
  seeds                        judge with many seeds and count
  merge FILE|DIR...            join what the shards of such a campaign found
  matrix [L/V...]              which tool finds what: the others beside Racelab
  bench [compare OLD.json]     how fast it is, beside Go, oneTBB, Valgrind, …
  workshop VERB                exercises: start, check, hint, list, …
  report FILE... (or -)        make any program's ThreadSanitizer log readable
  list-formats                 what results can be written as
  docs                         build and serve the side-by-side documentation

Add --help after a verb for its own options. These are for all to which they
can mean something:

  --json                       the result as JSON; short for --format json
  --format NAME                the result as list-formats names it
  --write FORMAT=FILE          a file besides, any number of times (no verb,
                               check, show, report, bench)
  --seed N                     of the sample, where there are too many schedules
                               to try them all (default 1)
  --schedules N                interleavings tried of each subject (default 200)
  --time-budget SECONDS        after which a subject's schedules are left as they
                               are; nothing found is then inconclusive
  --jobs N                     subjects judged at once (default: one on each
                               processor)
  --again                      judge again what has not changed
  --no-latency                 do not measure the real latency
  --services KIND              what answers while it is measured: simulated
                               (default), or http
  --out PATH                   where the result is kept (no verb, capture, seeds,
                               merge, matrix)

CXX chooses the compiler, g++ or clang++:

  CXX=clang++ ./run_tsan.sh

Exit status: 0 as expected or correct, 1 findings, 2 does not compile,
3 inconclusive (the environment is broken), 64 usage.
END
}

# What this script says itself goes to standard error; standard output belongs
# to the harness's result.
say() { printf 'racelab: %s\n' "$*" >&2; }

give_up() {
  say "$@"
  exit "$inconclusive"
}

# --- Signals ----------------------------------------------------------------

job=  # the process group at work, if any

# Runs a command in a process group of its own and waits for it. Bash runs a
# trap only after a command in the foreground has ended, so a SIGTERM that hits
# this script alone would go unheard; and it would let a command that is merely
# put into the background ignore SIGINT.
attend() {
  local status=0
  set -m
  "$@" </dev/null &
  job=$!
  set +m
  wait "$job" || status=$?
  job=
  return "$status"
}

# Ends what is under way and everything it started, then this script.
interrupted() {
  local signal=$1 status=$2 group=$job patience=100
  trap '' INT TERM HUP
  if [[ -n $group ]]; then
    kill -s "$signal" -- "-$group" 2>/dev/null || true
    while kill -s 0 -- "-$group" 2>/dev/null; do
      ((patience-- > 0)) || kill -s KILL -- "-$group" 2>/dev/null || true
      sleep 0.05
    done
  fi
  exit "$status"
}

# --- What must be installed -------------------------------------------------

# "1.81.0" is new enough: Boost.JSON came with 1.75.
boost_is_new_enough() { [[ $1 =~ ^1\.([0-9]+) ]] && ((BASH_REMATCH[1] >= 75)); }

has_apt() {
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null
}

# Prints the Debian packages that are not installed, one a line. One call of
# dpkg-query for all of them, since this runs each time.
missing_packages() {
  local cxx=$1 build=$2 target=$3 status package version tool
  local -A installed=() tools=([cmake]=cmake [ninja]=ninja-build
    [pkg-config]=pkg-config [flock]=util-linux [setarch]=util-linux
    [ld]=binutils)
  # What reads reports in the tests comes from npm, but for an editor; so does
  # what the documentation is made with.
  case $target in
    all)
      tools+=([node]=nodejs [npm]=npm [vim]=vim [doxygen]=doxygen)
      # Without it, there are no names in what clang's ThreadSanitizer prints.
      ! is_clang "$cxx" || tools+=([llvm-symbolizer]=llvm) ;;
    "$documentation")
      tools+=([node]=nodejs [npm]=npm [doxygen]=doxygen) ;;
  esac
  while read -r status package version; do
    [[ $status == installed ]] && installed[$package]=$version
  done < <(dpkg-query -W -f '${db:Status-Status} ${Package} ${Version}\n' \
    libcli11-dev libfmt-dev libdw-dev libarchive-dev libsqlite3-dev \
    'libboost-thread*-dev' 'libboost-test*-dev' 'libboost-json*-dev' \
    2>/dev/null)

  for tool in "${!tools[@]}"; do
    command -v "$tool" >/dev/null || printf '%s\n' "${tools[$tool]}"
  done
  for package in libcli11-dev libfmt-dev libdw-dev libarchive-dev \
    libsqlite3-dev; do
    [[ -n ${installed[$package]-} ]] || printf '%s\n' "$package"
  done
  missing_boost
  missing_compiler "$cxx" "$build"
  [[ $target != all ]] || missing_browser
  [[ $target != "$with_other_tools" ]] || missing_other_tools
  [[ $target != "$with_peers" ]] || missing_peers
}

# What the benchmarks are measured with, and against.
missing_peers() {
  local file package
  local -A files=([benchmark/benchmark.h]=libbenchmark-dev
    [oneapi/tbb/task_group.h]=libtbb-dev)
  command -v g++ >/dev/null || printf 'g++\n'
  command -v go >/dev/null || printf 'golang-go\n'
  command -v valgrind >/dev/null || printf 'valgrind\n'
  [[ -e /usr/share/gocode/src/golang.org/x/sync/errgroup/errgroup.go ]] ||
    printf 'golang-golang-x-sync-dev\n'
  for file in "${!files[@]}"; do
    package=${files[$file]}
    [[ -e /usr/include/$file ]] || printf '%s\n' "$package"
  done
  compgen -G '/usr/lib/*/libboost_fiber.so' >/dev/null ||
    printf 'libboost-fiber-dev\n'
}

# What the matrix compares Racelab with.
missing_other_tools() {
  local tool
  for tool in g++ clang++ clang-tidy cppcheck valgrind; do
    command -v "$tool" >/dev/null || printf '%s\n' "${tool/clang++/clang}"
  done
  # Without it, there are no lines in what clang's sanitizers report.
  command -v llvm-symbolizer >/dev/null || printf 'llvm\n'
  if command -v clang++ >/dev/null && ! links_with_tsan clang++; then
    clang_runtime clang++
  fi
}

# The tests open the HTML reports.
missing_browser() {
  command -v chromium >/dev/null || printf 'chromium\n'
  command -v node >/dev/null || printf 'nodejs\n'
  command -v npm >/dev/null || printf 'npm\n'
}

# Any one version will do, if all three parts are of it.
missing_boost() {
  local package suffix
  for package in "${!installed[@]}"; do
    [[ $package =~ ^libboost-thread(.*)-dev$ ]] || continue
    suffix=${BASH_REMATCH[1]}
    if boost_is_new_enough "${installed[$package]}" &&
      [[ -n ${installed[libboost-test$suffix-dev]-} ]] &&
      [[ -n ${installed[libboost-json$suffix-dev]-} ]]; then
      return
    fi
  done
  # Which version there is to install is asked when it comes to that: see
  # boost_to_install. Asking apt takes longer than all the rest.
  printf 'libboost-thread-dev\nlibboost-test-dev\nlibboost-json-dev\n'
}

missing_compiler() {
  local cxx=$1 build=$2
  if ! command -v -- "$cxx" >/dev/null; then
    printf '%s\n' "${cxx/clang++/clang}"
    return
  fi
  is_clang "$cxx" || return 0
  command -v ld.lld >/dev/null || printf 'lld\n'
  # Clang's package merely recommends ThreadSanitizer's runtime. Once the trial
  # program has been linked, it is known to be there.
  if [[ ! -e $build/tsan_trial ]] && ! links_with_tsan "$cxx"; then
    clang_runtime "$cxx"
  fi
}

# The package with the sanitizers' runtimes of that clang.
clang_runtime() {
  local version
  version=$("$1" -dumpversion)
  printf 'libclang-rt-%s-dev\n' "${version%%.*}"
}

is_clang() { [[ ${1##*/} == *clang* ]]; }

links_with_tsan() {
  "$1" -fsanitize=thread -x c++ -o /dev/null - <<<'int main() {}' \
    >/dev/null 2>&1
}

# The packages to install for those that are missing: Boost 1.81, with which
# Racelab is measured, where the distribution has it, else its default.
packages_to_install() {
  local package has_boost_1_81=
  if apt-cache show libboost-json1.81-dev >/dev/null 2>&1; then
    has_boost_1_81=yes
  fi
  for package in "$@"; do
    if [[ -n $has_boost_1_81 && $package == libboost-*-dev ]]; then
      package=${package%-dev}1.81-dev
    fi
    printf '%s\n' "$package"
  done
}

# Runs apt-get as root, in the foreground: an installation that has begun is
# brought to its end, and apt-get itself knows when it can be interrupted.
apt_get() {
  local -a become=()
  ((EUID == 0)) || become=(sudo)
  "${become[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 "$@" \
    >"$build/install.log" 2>&1
}

# Whether packages can be installed; asks for a password on a terminal.
may_become_root() {
  ((EUID == 0)) && return
  command -v sudo >/dev/null && { sudo -n true 2>/dev/null || sudo -v; }
}

# The names of this system and of those it is like, each between spaces.
distribution() {
  local ID='' ID_LIKE=''
  # shellcheck disable=SC1091
  [[ -r /etc/os-release ]] && . /etc/os-release
  printf ' %s %s ' "$ID" "$ID_LIKE"
}

# The command with which a person would install everything, on this system.
install_command() {
  local cxx=$1
  case $(distribution) in
    *' fedora '* | *' rhel '*)
      printf 'sudo dnf install cmake ninja-build pkgconf-pkg-config '
      printf 'util-linux boost-devel cli11-devel fmt-devel elfutils-devel '
      printf 'libarchive-devel sqlite-devel '
      if is_clang "$cxx"; then printf 'clang compiler-rt lld\n'
      else printf 'gcc-c++ libtsan\n'; fi ;;
    *' arch '*)
      printf 'sudo pacman -S --needed cmake ninja pkgconf util-linux boost '
      printf 'cli11 fmt elfutils libarchive sqlite '
      if is_clang "$cxx"; then printf 'clang compiler-rt lld\n'
      else printf 'gcc\n'; fi ;;
    *' suse '* | *' opensuse '*)
      printf 'sudo zypper install cmake ninja pkgconf util-linux '
      printf 'libboost_thread-devel libboost_test-devel libboost_json-devel '
      printf 'cli11-devel fmt-devel libdw-devel libarchive-devel '
      printf 'sqlite3-devel '
      if is_clang "$cxx"; then printf 'clang lld\n'
      else printf 'gcc-c++\n'; fi ;;
    *) return 1 ;;
  esac
}

# The same of the tools that the matrix compares Racelab with.
other_tools_command() {
  case $(distribution) in
    *' fedora '* | *' rhel '*)
      printf 'sudo dnf install gcc-c++ clang clang-tools-extra compiler-rt '
      printf 'llvm cppcheck valgrind\n' ;;
    *' arch '*)
      printf 'sudo pacman -S --needed gcc clang compiler-rt llvm cppcheck '
      printf 'valgrind\n' ;;
    *' suse '* | *' opensuse '*)
      printf 'sudo zypper install gcc-c++ clang clang-tools llvm cppcheck '
      printf 'valgrind\n' ;;
    *) return 1 ;;
  esac
}

install_what_is_missing() {
  local cxx=$1 build=$2 target=$3 round
  local -a missing packages
  if ! has_apt; then
    require_elsewhere "$cxx"
    [[ $target != "$with_other_tools" ]] || tell_of_other_tools
    return
  fi
  # Twice: which runtime clang needs is known once clang is there.
  for round in 1 2; do
    mapfile -t missing < <(missing_packages "$cxx" "$build" "$target" | sort -u)
    ((${#missing[@]})) || return 0
    if ! may_become_root; then
      mapfile -t packages < <(packages_to_install "${missing[@]}")
      cannot_install "${packages[@]}"
    fi
    ((round == 2)) || apt_get update ||
      say 'apt-get update failed; trying with the package lists that are there'
    mapfile -t packages < <(packages_to_install "${missing[@]}")
    say "installing ${packages[*]}"
    # Never at the price of something else that is installed.
    apt_get install -y --no-install-recommends --no-remove \
      "${packages[@]}" || {
      tail -n 15 -- "$build/install.log" >&2
      cannot_install "${packages[@]}"
    }
  done
  mapfile -t missing < <(missing_packages "$cxx" "$build" "$target" | sort -u)
  ((${#missing[@]} == 0)) || cannot_install "${missing[@]}"
}

cannot_install() {
  say 'this is missing and could not be installed; as root, run'
  say "  apt-get update && apt-get install $*"
  exit "$inconclusive"
}

# Where nothing is known of the packages, the compiler knows what it finds.
require_elsewhere() {
  local cxx=$1 tool command absent=
  for tool in cmake ninja pkg-config setarch "$cxx"; do
    command -v -- "$tool" >/dev/null || absent+=" $tool"
  done
  if [[ -z $absent ]] && ! finds_libraries "$cxx"; then
    absent=' one of Boost (Thread, Test, JSON; 1.75 or later), CLI11, fmt,'
    absent+=' libdw, libarchive, SQLite, or the runtime of ThreadSanitizer'
  fi
  [[ -n $absent ]] || return 0
  say "this is missing:$absent"
  if command=$(install_command "$cxx"); then
    say "install it with"
    say "  $command"
  fi
  exit "$inconclusive"
}

# The matrix goes on without those that are missing, and says so in their
# cells.
tell_of_other_tools() {
  local command
  [[ -n $(missing_other_tools) ]] || return 0
  say "these tools are missing: $(missing_other_tools | tr '\n' ' ')"
  if command=$(other_tools_command); then
    say "install them with"
    say "  $command"
  fi
}

finds_libraries() {
  "$1" -std=c++20 -fsanitize=thread -x c++ -o /dev/null - \
    -lboost_thread -lboost_unit_test_framework -lboost_json -lfmt -ldw \
    -larchive -lsqlite3 >/dev/null 2>&1 <<'END'
#include <boost/version.hpp>
#if BOOST_VERSION < 107500 || !__has_include(<boost/thread/thread.hpp>) || \
    !__has_include(<boost/json.hpp>) || !__has_include(<CLI/CLI.hpp>) || \
    !__has_include(<boost/test/unit_test.hpp>) || \
    !__has_include(<fmt/core.h>) || !__has_include(<elfutils/libdwfl.h>) || \
    !__has_include(<archive.h>) || !__has_include(<sqlite3.h>)
#error "something is missing"
#endif
int main() {}
END
}

# --- The build --------------------------------------------------------------

# The build directory of a compiler. g++ and clang++ share theirs with the
# CMake presets. Where the sources cannot be written to, it lies in the cache.
build_directory() {
  local root=$1 cxx=$2 name parent hash
  case $cxx in
    g++) name=gcc ;;
    clang++) name=clang ;;
    *) name=${cxx//[^A-Za-z0-9.+-]/_} ;;
  esac
  parent=$root/build
  if ! mkdir -p -- "$parent/$name" 2>/dev/null ||
    [[ ! -w $parent/$name ]]; then
    read -r hash _ < <(cksum <<<"$root")
    [[ -n ${XDG_CACHE_HOME-}${HOME-} ]] ||
      give_up "cannot write to $root/build, and HOME is not set"
    parent=${XDG_CACHE_HOME:-$HOME/.cache}/racelab/$hash
    mkdir -p -- "$parent/$name" ||
      give_up "cannot make a build directory in $root/build or $parent"
  fi
  printf '%s' "$parent/$name"
}

# Takes the build directory, as flock does with the same options.
hold_build() {
  local how=$1 reason=$2
  flock -n "$how" "$lock" && return
  say "waiting: $reason"
  attend flock "$how" "$lock"
}

# What a build directory depends on beyond what Ninja knows: it serves one
# place and one compiler.
identity() {
  printf '%s\n' "$1" "$(stat -Lc '%n %s %Y' -- "$(command -v -- "$2")")"
}

serves() {
  local root=$1 cxx=$2 build=$3
  [[ -e $build/identity ]] &&
    [[ $(<"$build/identity") == "$(identity "$root" "$cxx")" ]]
}

# Empties a build directory that was made for another place (a clone that was
# moved) or another compiler (the system's was updated). One that CMake's
# presets made here is taken over.
forget_foreign_build() {
  local root=$1 cxx=$2 build=$3 cache=$3/CMakeCache.txt
  serves "$root" "$cxx" "$build" && return
  if [[ ! -e $build/identity && -e $cache ]] &&
    grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
    return
  fi
  find "$build" -mindepth 1 -maxdepth 1 ! -name lock -exec rm -rf -- {} +
}

# Whether everything is installed and a build of `target` would change nothing.
is_up_to_date() {
  local root=$1 cxx=$2 build=$3 target=$4
  [[ -e $build/build.ninja ]] &&
    { [[ $target == "$only_harness" || -e $build/tsan_trial ]]; } &&
    { ! has_apt || [[ -z $(missing_packages "$cxx" "$build" "$target") ]]; } &&
    serves "$root" "$cxx" "$build" &&
    [[ $(ninja -C "$build" -n "$target" 2>&1) == *'no work to do'* ]]
}

jobs_at_once() {
  local cores memory
  cores=$(nproc)
  # A compile of a Boost header takes up to a gigabyte.
  memory=$(awk '/^MemAvailable:/ { print int($2 / 1048576) }' /proc/meminfo)
  ((memory >= 1)) || memory=1
  printf '%d' "${CMAKE_BUILD_PARALLEL_LEVEL:-$((cores < memory ? cores : memory))}"
}

# Copies what Ninja says to the log; on a terminal, shows how far it is. It
# stays until Ninja ends, whatever signals come.
log_progress() {
  local log=$1 label=$2 line
  trap '' INT TERM HUP TTOU
  [[ -t 2 ]] && printf 'racelab: %s ' "$label" >&2
  while IFS= read -r line; do
    printf '%s\n' "$line"
    [[ -t 2 && $line =~ ^\[([0-9]+/[0-9]+)\] ]] &&
      printf '\rracelab: %s %s ' "$label" "${BASH_REMATCH[1]}" >&2
  done >>"$log"
  [[ -t 2 ]] && printf '\r%*s\r' $((${#label} + 25)) '' >&2
  return 0
}

configure() {
  local root=$1 cxx=$2 build=$3
  cmake -S "$root" -B "$build" -G Ninja -DCMAKE_CXX_COMPILER="$cxx" 2>&1 |
    log_progress "$build/build.log" configuring
}

compile() {
  local build=$1 target=$2 cxx=$3
  ninja -C "$build" -j "$(jobs_at_once)" "$target" 2>&1 |
    log_progress "$build/build.log" "building with ${cxx##*/}"
}

link_trial() {
  local cxx=$1 build=$2
  "$cxx" -fsanitize=thread -x c++ -o "$build/tsan_trial.new" - \
    <<<'int main() {}' >>"$build/build.log" 2>&1 &&
    mv -- "$build/tsan_trial.new" "$build/tsan_trial"
}

build_failed() {
  local log=$1
  # From the first failure on; Ninja goes on for a while after it.
  awk '/^FAILED|CMake Error|error:/ { on = 1 } on' "$log" | head -n 60 >&2
  give_up "the build failed; all of its output: $log"
}

# Brings `target` up to date, and leaves the build directory held shared.
build_target() {
  local root=$1 cxx=$2 build=$3 target=$4
  hold_build -s 'another run is building'
  is_up_to_date "$root" "$cxx" "$build" "$target" && return
  hold_build -x 'the build must change, and another run still uses it'
  install_what_is_missing "$cxx" "$build" "$target"
  forget_foreign_build "$root" "$cxx" "$build"
  : >"$build/build.log"
  [[ -t 2 ]] || say "building with $cxx"
  if [[ ! -e $build/build.ninja || ! -e $build/identity ]]; then
    attend configure "$root" "$cxx" "$build" || build_failed "$build/build.log"
  fi
  [[ $target == "$only_harness" ]] || attend link_trial "$cxx" "$build" ||
    build_failed "$build/build.log"
  identity "$root" "$cxx" >"$build/identity"
  attend compile "$build" "$target" "$cxx" || build_failed "$build/build.log"
  hold_build -s 'another run is building'
}

# --- Address space randomisation --------------------------------------------

# ThreadSanitizer dies at start, with "unexpected memory mapping" or by a plain
# segmentation fault, if addresses are randomised over more bits than its
# runtime supports: 28 on x86-64 for the runtimes up to g++ 13 and clang 17.
# Beyond that it dies in some runs and not in others, so a trial that went well
# proves nothing there, and randomisation is switched off straight away.
# Prints the words to put before the harness's name.
aslr_cure() {
  local trial=$1/tsan_trial bits=0
  [[ -r /proc/sys/vm/mmap_rnd_bits ]] && bits=$(</proc/sys/vm/mmap_rnd_bits)
  if ((bits <= 28)) && survives "$trial"; then
    return 0
  elif survives setarch -R "$trial"; then
    printf 'setarch -R'
  elif ((bits > 28)) && survives_twenty_times "$trial"; then
    return 0
  else
    return 1
  fi
}

# The shell would tell of a segmentation fault itself.
survives() { ("$@") >/dev/null 2>&1; }

survives_twenty_times() {
  local i
  for ((i = 0; i < 20; ++i)); do
    survives "$1" || return 1
  done
}

tsan_cannot_start() {
  local build=$1
  say "ThreadSanitizer's runtime does not start here:"
  ("$build/tsan_trial" 2>&1 || true) | head -n 5 >&2
  if ! setarch -R true 2>/dev/null; then
    say 'address space randomisation cannot be switched off for a process'
    say '(in Docker, add --security-opt seccomp=unconfined). As root, run'
    say '  sysctl vm.mmap_rnd_bits=28'
  fi
  exit "$inconclusive"
}

# --- The tests --------------------------------------------------------------

run_ctest() {
  local build=$1
  shift
  trap '' TTOU
  [[ -z ${lock-} ]] || exec {lock}>&-
  exec "${cure[@]}" ctest --test-dir "$build" --output-on-failure \
    --no-tests=error --parallel "$(nproc)" \
    --output-junit "$build/test-results.xml" \
    --test-output-size-passed 10000000 --test-output-size-failed 10000000 "$@"
}

# Runs every test and ends with one line that counts the test cases.
run_tests() {
  local root=$1 cxx=$2 build=$3 status=0 passed=0 failed=0
  shift 3
  rm -f -- "$build/test-results.xml" "$build/test-count"
  # A test that calls this script finds the build as it is.
  RACELAB_BUILT=$build BOOST_TEST_REPORT_LEVEL=short BOOST_TEST_COLOR_OUTPUT=0 \
    attend run_ctest "$build" "$@" || status=$?
  if [[ -e $build/test-results.xml ]]; then
    awk -f "$root/harness/tests/count_cases.awk" "$build/test-results.xml" \
      >"$build/test-count"
    read -r passed failed <"$build/test-count"
  fi
  printf 'racelab: test cases: %d passed, %d failed (%s)\n' \
    "$passed" "$failed" "${cxx##*/}"
  ((status == 0))
}

# ----------------------------------------------------------------------------

main() {
  local script root cxx build words target=racelab_judge
  local -a cure=()
  case ${1-} in -h | --help | help) usage; return ;; esac

  # Closed descriptors would be given to the next file that is opened.
  { : <&0; } 2>/dev/null || exec </dev/null
  { : >&1; } 2>/dev/null || exec >/dev/null
  { : >&2; } 2>/dev/null || exec 2>/dev/null
  trap 'interrupted INT 130' INT
  trap 'interrupted TERM 143' TERM
  trap 'interrupted HUP 129' HUP

  script=$(readlink -f -- "${BASH_SOURCE[0]}")
  root=${script%/*}
  cxx=${CXX:-g++}
  # Not the target of the link: clang knows by its name that it is clang++.
  [[ $cxx == */* ]] && cxx=$(realpath -s -- "$cxx")
  case ${1-} in
    test) target=all ;;
    matrix) target=$with_other_tools ;;
    bench) target=$with_peers ;;
    report | list-formats | merge) target=$only_harness ;;
    docs) target=$documentation ;;
    *) [[ " $* " =~ ' --services'[\ =]'http ' ]] && target=$with_services ;;
  esac
  build=$(build_directory "$root" "$cxx")
  command -v flock >/dev/null || give_up 'flock is missing (util-linux)'

  if [[ ${RACELAB_BUILT-} != "$build" ]]; then
    exec {lock}>>"$build/lock"
    # Standard input belongs to the harness: it may be a log.
    build_target "$root" "$cxx" "$build" "$target" </dev/null
  fi
  if [[ $target != "$only_harness" ]]; then
    words=$(aslr_cure "$build") || tsan_cannot_start "$build"
    read -ra cure <<<"$words"
  fi

  if [[ $target == all ]]; then
    run_tests "$root" "$cxx" "$build" "${@:2}"
  elif [[ $target == "$documentation" ]]; then
    RACELAB=$build/racelab RACELAB_BUILD=$build RACELAB_BUILT=$build \
      exec "${cure[@]}" node "$root/docs/site/main.mjs" "${@:2}"
  else
    exec "${cure[@]}" "$build/racelab" "$@"
  fi
}

main "$@"

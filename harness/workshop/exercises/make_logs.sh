#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# make_logs.sh: makes the logs of the exercises of the kind "read" anew. Each
# is what ThreadSanitizer says of the program beside it, unchanged; the paths
# in it begin with /shop, wherever this tree is.

set -uo pipefail
cd -- "$(dirname -- "$0")" || exit 1
built=$(mktemp -d) || exit 1
trap 'rm -rf -- "$built"' EXIT

# make_log COMPILER EXERCISE PROGRAM
make_log() {
  local -r binary=$built/$3
  "$1" -std=c++20 -g -O0 -fsanitize=thread -pthread \
    -ffile-prefix-map="$PWD/$2=/shop" "$PWD/$2/$3.cpp" -o "$binary" || exit 1
  # A race is found or not, as threads happen to run; once is enough.
  local attempt
  for attempt in {1..20}; do
    (cd -- "$built" && setarch -R "./$3") >"$2/tsan.log" 2>&1
    if grep -q 'data race' "$2/tsan.log" &&
      ! grep -q 'failed to restore' "$2/tsan.log"; then
      return
    fi
  done
  echo "$2: no whole report in $attempt runs" >&2
  exit 1
}

make_log g++ first_report checkout
make_log clang++ under_the_library journal
make_log g++ left_the_room cart
make_log clang++ half_destroyed service

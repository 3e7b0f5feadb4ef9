#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# check_style.sh ROOT: names every C++ file that clang-format would change, that
# is too wide, or whose first line does not name the license; and what is
# suspicious in a script, where shellcheck is installed.
#
# Folders called "foreign" hold somebody else's text and are left alone.

set -uo pipefail
cd -- "$1" || exit 1
readonly skipped=77
export LC_ALL=C

# Versions break lines differently, so one of them is the judge.
[[ $(clang-format --version 2>/dev/null) == *'version 14.'* ]] || {
  echo 'clang-format 14 is not installed'
  exit "$skipped"
}

mapfile -d '' sources < <(find patterns antipatterns harness \
  -name foreign -prune -o -type f -name '*.[ch]pp' -print0)
mapfile -d '' texts < <(find .ci run_tsan.sh harness -type f \
  ! -name '*.[ch]pp' -print0)

unformatted() {
  clang-format --dry-run "${sources[@]}" 2>&1 |
    sed -n 's/:[0-9]*:[0-9]*: warning: code should be.*//p' | sort -u |
    sed 's/$/: clang-format would change it/'
}

# clang-format leaves what it cannot break, such as a long word in a comment.
# A character of several bytes takes one column.
too_wide_or_unlicensed() {
  awk '
    BEGIN { narrow = "^((anti)?patterns|harness/workshop/exercises)/" }
    FNR == 1 {
      width = FILENAME ~ narrow ? 72 : 80
      if ($0 != "// Distributed under the Boost Software License, Version 1.0.")
        print FILENAME ": the first line does not name the license"
    }
    { gsub(/[\200-\277]/, "") }
    length($0) > width {
      print FILENAME ":" FNR ": wider than " width " columns"
    }' "${sources[@]}"
}

suspicious_scripts() {
  local -a scripts
  command -v shellcheck >/dev/null || return
  mapfile -t scripts < <(
    awk 'FNR == 1 && /^#!.*sh$/ { print FILENAME }' "${texts[@]}")
  shellcheck -x "${scripts[@]}"
}

complaints=$(unformatted; too_wide_or_unlicensed; suspicious_scripts)
[[ -z $complaints ]] || printf '%s\n' "$complaints"
[[ -z $complaints ]]

#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# Whether the time for a line grows as its length does: reports whose names,
# paths and lines are one piece repeated over and over, read at a length and at
# twice that length, in every format that a log can be written as. A ratio of
# times near 2 is a line, near 4 a square. Prints what is beyond 3 and takes
# more than half a second; exit status 1 if there is any. Some twenty minutes.
#
#   harness/measure/long_lines.sh [BYTES]   (default 500000)
set -euo pipefail
shopt -s inherit_errexit
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."

bytes=${1:-500000}
case ${CXX:-g++} in
  *clang*) harness=build/clang/racelab ;;
  *) harness=build/gcc/racelab ;;
esac
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# shellcheck disable=SC1003,SC2016
readonly pieces=('(' ')' '()' '<' '>' '[' '{' ':' ':1' '/' '/a' '/../' '/./'
  '../' ' ' '  ' 'a ' ' /' ' /a' '.' '*' '&' '\' '=' '==' '==1' '==7=='
  ' const' ' (' ') ' ') /' 'operator' 'operator<' '<a>::' '<<' '::' ' as '
  '<a as b>::' '[clone ' '(.' $'\xff' $'\xef\xbf\xbe' $'\xcc\x80' $'\e' $'\e]'
  $'\e[' $'\e[0m' $'\t' '    #' '    #1' '    #1 ' 'Sanitizer'
  'ThreadSanitizer: ' 'WARNING: ' ' (pid=' 'SUMMARY: ThreadSanitizer: '
  '  Modifying access of ' "  Thread T1 'a" "  Location is global '"
  '  Location is ' '  Mutex M1' 'M1 => ' 'read M1, ' "' of size " ' at 0x'
  'Goroutine ' '  main.f()' ' +0x1' 'BuildId: ' '+0x' '.cpp:3' "'" '"' '$_'
  '{lambda' '{closure' ' in ' ' on ' '0x' '1' '-' '>-' '->' '$' '~' '#' 'é' '中')

repeated() {  # PIECE BYTES
  awk -v piece="$1" -v bytes="$2" 'BEGIN {
    while (length(text) < bytes) text = text (text == "" ? piece : text)
    printf "%s", substr(text, 1, bytes)
  }'
}

# A race in which the piece stands in one place.
race() {  # PLACE TEXT
  local -A at=([function]=add [file]=/src/cart.cpp [module]=/src/cart
    [global]=items [thread]=worker [lock]='' [summary]='' [line]='' [before]=''
    [open]='')
  at[$1]=$2
  printf '%s\n' "${at[line]}" '==================' \
    "${at[before]}WARNING: ThreadSanitizer: data race (pid=7)" \
    "  Write of size 4 at 0x55 by thread T1${at[lock]:+ (mutexes: ${at[lock]}read M2)}:" \
    "    #0 ${at[function]} ${at[file]}:12:3 (${at[module]}+0x12a9)" \
    "${at[open]}" \
    '' \
    "  Previous read of size 4 at 0x55 by main thread${at[lock]:+ (mutexes: ${at[lock]}read M2)}:" \
    "    #0 total(int) ${at[file]}:17 (cart+0x13f1)" \
    "    #1 main ${at[file]}:17" \
    '' \
    "  Location is global '${at[global]}' of size 4 at 0x55 (cart+0x5014)" \
    '' \
    "  Thread T1 '${at[thread]}' (tid=9, running) created by main thread at:" \
    "    #0 main ${at[file]}:30 (cart+0x1577)" \
    '' \
    "SUMMARY: ThreadSanitizer: data race ${at[summary]:-${at[file]}:12 in add}" \
    '=================='
}

# The least of three: others may use the machine as well.
least_milliseconds() {
  for _ in 1 2 3; do milliseconds "$1"; done | sort -n | sed -n 1p
}

# Of processor time.
milliseconds() {
  local status=0 seconds
  local TIMEFORMAT=%U
  seconds=$({ time timeout 30 "$harness" report "$work/log" "${formats[@]}" \
    >/dev/null 2>"$work/error"; } 2>&1) || status=$?
  # Some make it no log any more.
  ((status <= 1 || status == 124)) ||
    printf '%s: status %d: %s\n' "$1" "$status" "$(<"$work/error")" >&2
  awk -v seconds="$seconds" 'BEGIN { print int(seconds * 1000) }'
}

write_log() {  # PLACE PIECE BYTES
  repeated "$2" "$3" >"$work/text"
  race "$1" "$(<"$work/text")" >"$work/log"
}

formats=()
for format in json gcc sarif junit github markdown html; do
  formats+=(--write "$format=$work/out.$format")
done
found=no
for place in function file module global thread lock summary line before open; do
  for piece in "${pieces[@]}"; do
    name=$(printf '%s of %q' "$place" "$piece")
    write_log "$place" "$piece" "$bytes"
    short=$(milliseconds "$name")
    ((short > 100)) || continue
    write_log "$place" "$piece" "$((2 * bytes))"
    long=$(milliseconds "$name")
    ((long > 500 && long > 2 * short)) || continue
    long=$(least_milliseconds "$name")
    write_log "$place" "$piece" "$bytes"
    short=$(least_milliseconds "$name")
    if ((long > 500 && long > 3 * short)) || ((long >= 20000)); then
      printf '%s: %d ms, and %d ms for twice the length\n' "$name" "$short" \
        "$long"
      found=yes
    fi
  done
done
[[ $found == no ]]

#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# How much each broken twin differs from its pattern: the changed lines of
# `diff`, their median, and why a twin needs more than twelve of them, which
# the manifest says ("larger_because"). Prints the table kept in
# docs/measured/diff_sizes.md; exit status 1 if the median is above twelve, or
# if a twin with more than twelve lines has no reason.
#
#   harness/measure/diff_sizes.sh
set -euo pipefail
shopt -s inherit_errexit
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."

most=12

# The file and the reason of each twin that has one, apart by a tab. In the
# manifest every field has a line of its own.
reasons() {
  awk -F'"' -v OFS='\t' '
    $2 == "file" { file = $4 }
    $2 == "larger_because" { print file, $4 }' harness/catalogue/catalogue.json
}

reason_of() {
  awk -F'\t' -v file="antipatterns/$1.cpp" '$1 == file { print $2 }' \
    <<<"$known"
}

changed_lines() {
  { diff -- "$1" "$2" || (($? == 1)); } | grep -c '^[<>]'
}

# "lines lesson/variant", fewest first.
sizes() {
  local file lesson
  for file in antipatterns/*/*.cpp; do
    lesson=$(basename -- "$(dirname -- "$file")")
    printf '%d %s/%s\n' "$(changed_lines "patterns/$lesson.cpp" "$file")" \
      "$lesson" "$(basename -- "$file" .cpp)"
  done | LC_ALL=C sort -k1,1n -k2
}

known=$(reasons)
all=$(sizes)
median=$(awk '{ lines[NR] = $1 }
  END { print (lines[int((NR + 1) / 2)] + lines[int(NR / 2) + 1]) / 2 }' \
  <<<"$all")

good=yes
if ! awk -v median="$median" -v most="$most" 'BEGIN { exit median > most }'; then
  echo "the median of $median lines is above $most" >&2
  good=no
fi

printf '# How much a twin differs from its pattern\n\n'
# shellcheck disable=SC2016  # the backquotes are Markdown's
printf 'Changed lines of `diff`, added and removed; a line that changed counts\n'
printf 'twice. The median of %d twins is %s, and may be at most %d; whatever is\n' \
  "$(wc -l <<<"$all")" "$median" "$most"
# shellcheck disable=SC2016
printf 'above that has its reason here. Made by `harness/measure/diff_sizes.sh`.\n\n'
printf '| twin | lines | why more than %d |\n| --- | --- | --- |\n' "$most"
while read -r lines twin; do
  reason=
  ((lines <= most)) || reason=$(reason_of "$twin")
  if ((lines > most)) && [[ -z $reason ]]; then
    echo "$twin differs by $lines lines, and the manifest does not say why" >&2
    good=no
  fi
  printf '| %s | %d | %s |\n' "$twin" "$lines" "$reason"
done <<<"$all"
[[ $good == yes ]]

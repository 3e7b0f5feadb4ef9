#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# Judges every subject with many seeds and both compilers (a seed is one whole
# judgement) and writes docs/measured/seeds.md: how many came out as expected.
# Goes on where it was stopped: docs/measured/seeds.tsv says how far it is.
#
#   harness/measure/seeds_table.sh [LAST_SEED [LESSON...]]
#
# LAST_SEED is 1000 by default; without a lesson it is about all of them.
set -euo pipefail
shopt -s inherit_errexit
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."

last=${1:-1000}
[[ $last =~ ^[1-9][0-9]*$ ]] || {
  echo "a number of seeds, not '$last'" >&2
  exit 64
}
shift || :
for lesson; do
  [[ -e patterns/$lesson.cpp ]] || {
    echo "no lesson is called '$lesson'" >&2
    exit 64
  }
done
lessons=("$@")
step=25
folder=docs/measured
counts=$folder/seeds.tsv  # compiler, commit, subject, first, last, as expected
mkdir -p -- "$folder"
[[ -e $counts ]] || : >"$counts"

subjects() {
  local file
  for file in patterns/*.cpp antipatterns/*/*.cpp; do
    file=${file%.cpp}
    case $file in
      antipatterns/*) echo "${file#antipatterns/}" ;;
      *) echo "${file#patterns/}/pattern" ;;
    esac
  done | only_of "${lessons[@]}"
}

only_of() {
  if (($#)); then grep -E "^($(IFS='|' && echo "$*"))/"; else cat; fi
}

# The subjects that a compiler has not yet been through up to that seed, each
# after the last seed it has.
behind() {
  subjects | awk -F'\t' -v c="$1" -v to="$2" '
    FILENAME != "-" { if ($1 == c && $5 > last[$3]) last[$3] = $5; next }
    last[$1] + 0 < to { print last[$1] + 0, $1 }' "$counts" - | sort -n
}

# Adds what a run printed: lines like "✓ lesson/variant  24 of 25: what was
# found". A subject's seeds of one commit stay one line.
add_counts() {
  local compiler=$1 from=$2 to=$3 commit
  commit=$(git log -1 --format=%h -- harness/{probe,scenario,explore,observe} \
    harness/detect patterns antipatterns)
  awk -F'\t' -v OFS='\t' -v c="$compiler" -v commit="$commit" \
    -v from="$from" -v to="$to" '
    FNR == NR {
      if (match($0, /[a-z_]+\/[a-z_]+ +[0-9]+ of [0-9]+:/)) {
        split(substr($0, RSTART, RLENGTH), word, / +/)
        good[word[1]] = word[2]
      }
      next
    }
    $1 == c && $2 == commit && $5 == from - 1 && $3 in good {
      $5 = to
      $6 += good[$3]
      delete good[$3]
    }
    { print }
    END { for (s in good) print c, commit, s, from, to, good[s] }
  ' - "$counts" | LC_ALL=C sort >"$counts.new"
  mv -- "$counts.new" "$counts"
}

run_part() {
  local compiler=$1 from=$2 to=$3 printed status=0
  shift 3
  printed=$(CXX=$compiler ./run_tsan.sh seeds --from "$from" --to "$to" \
    "$@") || status=$?
  # 3 with a table: some judgement did not come to its end, and is counted so.
  if ((status > 1)) && [[ $status != 3 || -z $printed ]]; then
    echo "seeds $from to $to with $compiler: status $status" >&2
    exit "$status"
  fi
  add_counts "$compiler" "$from" "$to" <<<"$printed"
}

# Brings all up to that seed, those together that are equally far.
run_those_behind() {
  local compiler=$1 to=$2 last subject
  local -A together=()
  while read -r last subject; do
    together[$last]+=" $subject"
  done < <(behind "$compiler" "$to")
  for last in "${!together[@]}"; do
    # shellcheck disable=SC2086  # one word for each subject
    run_part "$compiler" "$((last + 1))" "$to" ${together[$last]}
  done
}

# "299 of 300", for a compiler and a subject.
in_words() {
  awk -F'\t' -v c="$1" -v s="$2" '
    $1 == c && $3 == s { good += $6; all += $5 - $4 + 1 }
    END { printf "%d of %d", good, all }' "$counts"
}

write_table() {
  printf '# Seeds\n\n'
  printf 'How many judgements of each subject came out as expected: a broken\n'
  printf 'twin caught by its declared findings alone, a pattern clean. A seed\n'
  printf 'is one whole judgement, with that seed for all that is sampled.\n\n'
  printf '| subject | g++ | clang++ |\n| --- | --- | --- |\n'
  cut -f3 "$counts" | LC_ALL=C sort -u | while IFS= read -r subject; do
    printf '| %s | %s | %s |\n' "$subject" "$(in_words g++ "$subject")" \
      "$(in_words clang++ "$subject")"
  done
  # shellcheck disable=SC2016  # the backquotes are Markdown's
  printf '\nMade by `harness/measure/seeds_table.sh` with\n%s and\n%s,\n' \
    "$(g++ --version | head -n 1)" "$(clang++ --version | head -n 1)"
  printf 'at commit %s.\n' \
    "$(cut -f2 "$counts" | LC_ALL=C sort -u | paste -sd, | sed 's/,/, /g')"
}

for ((to = step; to < last + step; to += step)); do
  ((to <= last)) || to=$last
  for compiler in g++ clang++; do
    run_those_behind "$compiler" "$to"
  done
  write_table >"$folder/seeds.md.new"
  mv -- "$folder/seeds.md.new" "$folder/seeds.md"
  [[ -t 2 ]] && printf '\rseeds 1 to %d of %d' "$to" "$last" >&2
done
[[ -t 2 ]] && printf '\n' >&2
exit 0

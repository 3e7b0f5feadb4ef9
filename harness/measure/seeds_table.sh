#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# Every subject, both compilers, many seeds: a seed is one whole judgement.
# Prints how many were as expected, as the table kept in
# docs/measured/seeds.md. Goes on where it was stopped: what a compiler's run
# of some seeds printed is kept in build/seeds/.
#
#   harness/measure/seeds_table.sh [LAST_SEED]     (default 1000)
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."

last=${1:-1000}
step=25
kept=build/seeds
mkdir -p "$kept"

run_part() {
  local compiler=$1 from=$2 to=$3 file=$kept/$1.$2-$3.txt status=0
  [[ -s $file ]] && return
  CXX=$compiler ./run_tsan.sh seeds --from "$from" --to "$to" \
    >"$file.part" || status=$?
  if ((status > 1)); then
    echo "seeds $from to $to with $compiler: status $status" >&2
    exit "$status"
  fi
  mv -- "$file.part" "$file"
}

for ((from = 1; from <= last; from += step)); do
  to=$((from + step - 1 < last ? from + step - 1 : last))
  for compiler in g++ clang++; do run_part "$compiler" "$from" "$to"; done
  [[ -t 2 ]] && printf '\rseeds 1 to %d of %d' "$to" "$last" >&2
done
[[ -t 2 ]] && printf '\n' >&2

# A line of a part reads "✓ lesson/variant  24 of 25: what was found".
counts() {
  cat "$kept/$1".*.txt | awk '
    match($0, /[a-z_]+\/[a-z_]+ +[0-9]+ of [0-9]+:/) {
      split(substr($0, RSTART, RLENGTH), word, / +/)
      sub(":", "", word[4])
      if (!(word[1] in all)) order[++n] = word[1]
      good[word[1]] += word[2]
      all[word[1]] += word[4]
    }
    END { for (i = 1; i <= n; ++i)
            print order[i], good[order[i]] " of " all[order[i]] }'
}

printf '# Seeds 1 to %d\n\n' "$last"
printf 'How many judgements of each subject were as expected. Made by\n'
# shellcheck disable=SC2016  # the backquotes are Markdown's
printf '`harness/measure/seeds_table.sh %d` on %s with\n' "$last" "$(date +%F)"
printf '%s and\n%s.\n\n' "$(g++ --version | head -n 1)" \
  "$(clang++ --version | head -n 1)"
printf '| subject | g++ | clang++ |\n| --- | --- | --- |\n'
join <(counts g++ | sed 's/ /;/' | LC_ALL=C sort -t';') \
  <(counts clang++ | sed 's/ /;/' | LC_ALL=C sort -t';') -t';' |
  sed 's/^/| /; s/;/ | /g; s/$/ |/'

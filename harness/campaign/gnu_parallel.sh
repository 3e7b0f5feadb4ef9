#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# A campaign on several hosts, by GNU parallel and ssh.
#
#   harness/campaign/gnu_parallel.sh HOSTS SHARDS OUT [SEEDS_ARGUMENT...]
#
# HOSTS is a file for parallel's --sshloginfile: a host a line, ":" for this
# machine. Each has this clone at the same path, and rsync. OUT, below the
# clone, gets a folder for each shard, which is taken along to the host that
# judges it: given again, the command goes on with what is not yet judged. Ends
# as `merge` does, or with 3 if a shard did not end well.
set -euo pipefail
shopt -s inherit_errexit

if (($# < 3)) || [[ ! $2 =~ ^[1-9][0-9]*$ || $3 == /* ]]; then
  echo "usage: ${0##*/} HOSTS SHARDS OUT [SEEDS_ARGUMENT...]" \
    '(OUT: a path below the clone)' >&2
  exit 64
fi
hosts=$(realpath -- "$1")
shards=$2
out=$3
shift 3
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."
for ((shard = 0; shard < shards; ++shard)); do mkdir -p -- "$out/$shard"; done

# Racelab takes all processors of a host, so a host has one shard at a time.
printf -v run '%q ' env "CXX=${CXX:-g++}" ./run_tsan.sh seeds "$@"
printf -v to '%q' "$out"
# This machine has the folders already.
travel=()
if grep -qvE '^([0-9]+/)?:$|^#|^$' -- "$hosts"; then
  travel=(--transferfile "$out/{}" --return "$out/{}")
fi
failed=
seq 0 "$((shards - 1))" | parallel --will-cite --sshloginfile "$hosts" \
  --workdir "$PWD" --jobs 1 --joblog "$out/jobs" "${travel[@]}" \
  "$run --shard {}/$shards --out $to/{} >/dev/null" || failed=yes

status=0
mapfile -t folders < <(find "$out" -mindepth 2 -maxdepth 2 -name '*.json' \
  -printf '%h\n' | sort -Vu)
((${#folders[@]})) || status=3
((status)) ||
  ./run_tsan.sh merge --out "$out/merged.json" "${folders[@]}" || status=$?
if [[ $failed ]]; then
  echo "some shards did not end with 0; see $out/jobs" >&2
  ((status)) || status=3
fi
exit "$status"

#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# A campaign on several hosts, by GNU parallel and ssh.
#
#   harness/campaign/gnu_parallel.sh HOSTS SHARDS OUT [SEEDS_ARGUMENT...]
#
# HOSTS is a file for parallel's --sshloginfile: a host a line, ":" for this
# machine. Each has this clone at the same path, and rsync. OUT, below the
# clone, gets a folder for each shard; given again, the command goes on with
# the shards that did not end well. Ends as `merge` does.
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
mkdir -p -- "$out"

# Racelab takes all processors of a host, so a host has one shard at a time.
printf -v run '%q ' env "CXX=${CXX:-g++}" ./run_tsan.sh seeds "$@"
seq 0 "$((shards - 1))" | parallel --will-cite --sshloginfile "$hosts" \
  --workdir "$PWD" --jobs 1 --joblog "$out/jobs" --resume-failed \
  --return "$out/{}" "$run --shard {}/$shards --out $out/{} >/dev/null" ||
  echo "some shards did not end with 0; see $out/jobs" >&2

mapfile -t folders < <(find "$out" -mindepth 1 -maxdepth 1 -type d | sort -V)
((${#folders[@]})) || exit 3
exec ./run_tsan.sh merge --out "$out/merged.json" "${folders[@]}"

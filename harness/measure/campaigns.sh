#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# Runs one campaign three times: in one piece, in four shards as a Slurm job
# array, and in four shards by GNU parallel on two hosts. One of Slurm's shards
# is killed and then run again alone. Proves that all three have found the same
# with the same tokens, and writes what was done to docs/measured/campaign/.
#
#   harness/measure/campaigns.sh [SEEDS_ARGUMENT...]
#
# Without arguments the campaign has more than 10^6 schedules: all subjects,
# with 20 seeds of about 1000 schedules each. Goes on where it was stopped, in
# build/campaign; to begin anew, remove that. Installs what Slurm and parallel
# need, as root, and stops all that it starts.
set -euo pipefail
shopt -s inherit_errexit
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."

(($#)) || set -- --to 20 --schedules 1000
self=$PWD/harness/measure/campaigns.sh
readonly self work=build/campaign kept=docs/measured/campaign shards=4

install_schedulers() {
  local tool
  for tool in parallel rsync /usr/sbin/sshd /usr/sbin/munged \
    /usr/sbin/slurmctld /usr/sbin/slurmd sbatch; do
    command -v "$tool" >/dev/null && continue
    # RUNLEVEL: nothing is started by being installed.
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
      --no-install-recommends parallel rsync openssh-server openssh-client \
      munge slurmctld slurmd slurm-client >/dev/null
    return
  done
}

# Ends the script unless the command ends with one of the statuses.
expect() {
  local statuses=$1 status=0
  shift
  "$@" || status=$?
  [[ " $statuses " == *" $status "* ]] && return
  echo "status $status, not one of $statuses: $*" >&2
  exit 3
}

in_one_piece() {
  expect '0 1' ./run_tsan.sh seeds --out "$work/one" "$@" >/dev/null
  expect '0 1' ./run_tsan.sh merge --out "$work/one.json" "$work/one"
}

submit() {
  local tasks=$1
  shift
  sbatch --parsable --array="$tasks" --output="$work/slurm-%a.log" \
    harness/campaign/slurm.sh "$shards" --out "$work/slurm" "$@"
}

is_over() { [[ -z $(squeue --noheader --job="$1") ]]; }

await_jobs() {
  until is_over "$1"; do sleep 1; done
}

# Kills shard 2 as soon as it has kept something.
kill_one() {
  local job=$1
  until compgen -G "$work/slurm/*.shard-2-of-$shards.json" >/dev/null; do
    is_over "${job}_2" && return
    sleep 0.2
  done
  scancel --signal=KILL --full "${job}_2"
  echo "Killed task 2 (SIGKILL)."
}

# In an environment that has a Slurm.
by_slurm() {
  local job
  job=$(submit "0-$((shards - 1))" "$@")
  echo "Submitted job $job, tasks 0 to $((shards - 1))."
  kill_one "$job"
  await_jobs "$job"
  echo "Merged then:"
  expect '0 1 3' ./run_tsan.sh merge "$work/slurm" | tail -n 2
  job=$(submit 2 "$@")
  echo "Submitted job $job, task 2 alone."
  await_jobs "$job"
  cat -- "$work/slurm-2.log"
  expect '0 1' ./run_tsan.sh merge --out "$work/slurm.json" "$work/slurm"
}

# In an environment that has hosts.
by_parallel() {
  expect '0 1' harness/campaign/gnu_parallel.sh "$RACELAB_HOSTS" "$shards" \
    "$work/parallel" "$@"
  cut -f1,2,4,7 -- "$work/parallel/jobs" |
    sed 's/-i [^ ]*key //; s/-o .*log[^ ]* //I; s/-o [^\t]*127/127/'
  cp -- "$work/parallel/merged.json" "$work/parallel.json"
}

# All but the number of shards.
found_in() { grep -v '^  "shards": ' -- "$work/$1.json"; }

compare() {
  local other status=0
  for other in slurm parallel; do
    if cmp -s <(found_in one) <(found_in "$other"); then
      echo "In $shards shards by $other: the same findings and tokens."
    else
      echo "In $shards shards by $other: NOT the same." && status=1
    fi
  done
  return "$status"
}

# What a part of this script does, called again where the environment is made.
case ${1-} in
  --by-slurm | --by-parallel)
    part=${1#--by-}
    shift
    "by_$part" "$@"
    exit ;;
esac

install_schedulers
CXX=${CXX:-g++} ./run_tsan.sh list >/dev/null
mkdir -p -- "$work" "$kept"
{
  echo "seeds $*"
  git log -1 --format='commit %h'
  in_one_piece "$@"
} | tee "$kept/one.txt"
harness/measure/one_node_slurm.sh "$self" --by-slurm "$@" | tee "$kept/slurm.txt"
harness/measure/ssh_hosts.sh 2 "$self" --by-parallel "$@" |
  tee "$kept/parallel.txt"
cp -- "$work/slurm.json" "$kept/merged.json"
compare | tee "$kept/compared.txt"

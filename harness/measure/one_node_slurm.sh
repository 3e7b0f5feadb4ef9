#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# Starts a Slurm of one node, this machine, runs a command in which sbatch and
# the others speak to it, and stops it. Needs Debian's slurmctld, slurmd,
# slurm-client and munge, and no systemd; all files lie in a folder that is
# gone afterwards.
#
#   harness/measure/one_node_slurm.sh COMMAND [ARGUMENT...]
set -euo pipefail
shopt -s inherit_errexit

(($#)) || { echo "usage: ${0##*/} COMMAND [ARGUMENT...]" >&2; exit 64; }
PATH+=:/usr/sbin
for tool in munged slurmctld slurmd sinfo; do
  command -v "$tool" >/dev/null || {
    echo "missing: $tool; apt-get install slurmctld slurmd slurm-client munge" >&2
    exit 3
  }
done

folder=$(mktemp -d /tmp/racelab-slurm.XXXXXX)
readonly folder
started=()

stop() {
  local i
  for ((i = ${#started[@]} - 1; i >= 0; --i)); do
    kill -- "${started[i]}" 2>/dev/null || true
    wait "${started[i]}" 2>/dev/null || true
  done
  rm -rf -- "$folder"
}
trap stop EXIT

# start NAME COMMAND...: in the background, what it says in a file.
start() {
  local name=$1
  shift
  "$@" >"$folder/$name.log" 2>&1 </dev/null &
  started+=("$!")
}

# Waits for a command to succeed, up to a minute.
await() {
  local i
  for ((i = 0; i < 120; ++i)); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.5
  done
  echo "gave up waiting for: $*" >&2
  tail -n 5 -- "$folder"/*.log >&2
  exit 3
}

free_port() {
  python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

is_idle() { [[ $(sinfo --noheader --format=%T) == idle ]]; }

write_configuration() {
  local user host
  user=$(id -un)
  host=$(hostname -s)
  cat >"$folder/slurm.conf" <<END
ClusterName=racelab
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket
CredType=cred/munge
SlurmUser=$user
SlurmdUser=$user
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
}

mkdir -- "$folder/state" "$folder/spool"
chmod 755 -- "$folder"
head -c 128 /dev/urandom >"$folder/munge.key"
chmod 400 -- "$folder/munge.key"
write_configuration
export SLURM_CONF=$folder/slurm.conf

start munged munged --foreground --force --key-file="$folder/munge.key" \
  --socket="$folder/munge.socket" --pid-file="$folder/munged.pid" \
  --log-file="$folder/munged.messages" --seed-file="$folder/munged.seed"
await test -S "$folder/munge.socket"
start slurmctld slurmctld -D -f "$SLURM_CONF"
start slurmd slurmd -D -f "$SLURM_CONF"
await is_idle
sinfo --version
sinfo --long

"$@"

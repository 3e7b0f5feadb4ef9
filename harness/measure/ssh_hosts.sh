#!/usr/bin/env bash
# Distributed under the Boost Software License, Version 1.0.
#
# Makes this machine look like several hosts: starts an sshd for each on a port
# of its own, with keys of its own, runs a command, and stops them. Needs
# Debian's openssh-server; all files lie in a folder that is gone afterwards.
#
#   harness/measure/ssh_hosts.sh COUNT COMMAND [ARGUMENT...]
#
# RACELAB_HOSTS names the file that GNU parallel's --sshloginfile takes.
set -euo pipefail
shopt -s inherit_errexit

if (($# < 2)) || [[ ! $1 =~ ^[1-9]$ ]]; then
  echo "usage: ${0##*/} COUNT COMMAND [ARGUMENT...]" >&2
  exit 64
fi
count=$1
shift
[[ -x /usr/sbin/sshd ]] || {
  echo 'missing: sshd; apt-get install openssh-server openssh-client' >&2
  exit 3
}

folder=$(mktemp -d /tmp/racelab-ssh.XXXXXX)
readonly folder
started=()

stop() {
  ((${#started[@]} == 0)) || kill -- "${started[@]}" 2>/dev/null || true
  wait
  rm -rf -- "$folder"
}
trap stop EXIT

free_port() {
  python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Waits for a command to succeed, up to a minute.
await() {
  local i
  for ((i = 0; i < 120; ++i)); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.5
  done
  echo "gave up waiting for: $*" >&2
  cat -- "$folder"/*.log >&2
  exit 3
}

start_host() {
  local port=$1
  cat >"$folder/$port.conf" <<END
Port $port
ListenAddress 127.0.0.1
HostKey $folder/host_key
AuthorizedKeysFile $folder/key.pub
PidFile none
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
PasswordAuthentication no
MaxStartups 100
END
  /usr/sbin/sshd -D -e -f "$folder/$port.conf" >"$folder/$port.log" 2>&1 &
  started+=("$!")
}

ssh-keygen -q -t ed25519 -N '' -f "$folder/host_key"
ssh-keygen -q -t ed25519 -N '' -f "$folder/key"
# sshd insists on this folder where it runs as root.
((EUID != 0)) || mkdir -p /run/sshd
export RACELAB_HOSTS=$folder/hosts
for ((i = 0; i < count; ++i)); do
  port=$(free_port)
  start_host "$port"
  login="ssh -i $folder/key -p $port -o UserKnownHostsFile=$folder/known"
  login+=" -o StrictHostKeyChecking=accept-new -o LogLevel=ERROR"
  # A number of its own, or parallel takes them for one host.
  printf '1/%s 127.0.0.1\n' "$login" >>"$RACELAB_HOSTS"
  # shellcheck disable=SC2086  # its words
  await $login 127.0.0.1 true
done

"$@"

# Distributed under the Boost Software License, Version 1.0.
# shellcheck shell=bash
#
# To be sourced by tests that need packages of npm's.

# Debian's Node knows only the certificates that it came with, not those that
# the system trusts, such as a company's.
readonly system_certificates=/etc/ssl/certs/ca-certificates.crt
if [[ -z ${NODE_EXTRA_CA_CERTS-} && -r $system_certificates ]]; then
  export NODE_EXTRA_CA_CERTS=$system_certificates
fi

# need TOOL...: ends the test if one is missing, and says what installs it.
need() {
  local tool absent=
  for tool; do
    command -v "$tool" >/dev/null || absent+=" $tool"
  done
  [[ -n $absent ]] || return 0
  echo "missing:$absent; ./run_tsan.sh test installs them, or, as root,"
  echo "  apt-get install${absent/ node/ nodejs}"
  exit 1
} >&2

# install_packages FROM TO: what FROM's package-lock.json names, in exactly
# these versions, into TO, unless it is there already. Ends the test if it
# cannot be had: what did not run is no pass.
install_packages() {
  local from=$1 to=$2
  mkdir -p -- "$to"
  cmp -s -- "$from/package-lock.json" "$to/installed-lock.json" && return
  rm -f -- "$to/installed-lock.json"
  cp -- "$from"/package.json "$from"/package-lock.json "$to"
  (cd -- "$to" && npm ci --ignore-scripts --no-audit --no-fund \
    --loglevel=error >npm.log 2>&1) || {
    tail -n 15 -- "$to/npm.log" >&2
    echo 'npm could not install what package-lock.json names;' \
      'it needs a network' >&2
    exit 1
  }
  cp -- "$to/package-lock.json" "$to/installed-lock.json"
}

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The replay half of the end-to-end tests where nothing can leave, or where it would be seen.
#
#   offline.sh record PROGRAM TAPES     records what the other two play
#   offline.sh namespace PROGRAM TAPES  plays in a network namespace that has the loopback interface alone
#   offline.sh strace PROGRAM TAPES     plays, and looks at every address that a socket was given
#
# Exits with 77 where the machine does not permit it.
set -euo pipefail
what=$1 program=$2 tapes=$3
here=$(cd "$(dirname "$0")" && pwd)
export WIRETAPE_E2E_TAPES=$tapes WIRETAPE_E2E_PHASE=replay

skip() {
  echo "skipped: $*"
  exit 77
}

run_replays() { "$@" "$program" --gtest_filter='*Replayed*' --gtest_brief=1; }

# Under this user's own name where possible: root in a namespace of users owns no file of root's.
unshared() {
  if [[ $(id -u) == 0 ]]; then unshare --net "$@"; else unshare --map-root-user --net "$@"; fi
}

case $what in
  record)
    rm -rf "$tapes"
    mkdir -p "$tapes"
    WIRETAPE_E2E_PHASE=record run_replays
    ;;
  namespace)
    unshared true 2>/dev/null || skip "unshare may not make a network namespace here"
    unshared bash -c 'ip link set lo up && [[ $(ip -o link show up | wc -l) == 1 ]]' || skip "no loopback in the namespace"
    export -f run_replays
    program=$program unshared bash -c 'ip link set lo up && run_replays'
    ;;
  strace)
    strace -o /dev/null true 2>/dev/null || skip "strace may not trace here"
    rm -f "$tapes/ports"
    log=$tapes/strace.log
    run_replays strace -f -qq -e signal=none -e trace=connect,sendto,sendmsg,sendmmsg -o "$log"
    python3 -B "$here/sockets.py" "$log" "$tapes/ports"
    ;;
  *)
    echo "offline.sh: what is '$what'?" >&2
    exit 2
    ;;
esac

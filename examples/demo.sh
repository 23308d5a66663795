#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The main job, before your eyes: demo.sh BUILD_DIR. A real HTTPS service is recorded by a test, goes away,
# and the same test plays it back. Exits 0 only when everything went as it is told here.
set -euo pipefail
build=$(realpath "${1:?usage: demo.sh BUILD_DIR}")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=$(realpath --relative-to=. "$build")
source examples/authority.sh

test_program=$build/examples/example_demo_test
[[ -x $test_program ]] || { echo "demo: $test_program is not built: it needs cpp-httplib and libcurl" >&2; exit 2; }
unset CI WIRETAPE_MODE WIRETAPE_CASSETTE_DIR WEATHER_CITY GTEST_FILTER SSL_CERT_FILE SSL_CERT_DIR
unset http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY

work=$(mktemp -d)
origin=
stop_origin() {
  [[ -n $origin ]] || return 0
  kill "$origin" 2>/dev/null || true
  wait "$origin" 2>/dev/null || true
  origin=
}
trap 'stop_origin; rm -rf "$work"' EXIT

bold='' plain=''
[[ ! -t 1 ]] || bold=$'\e[1m' plain=$'\e[0m'
step() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
failed() {
  printf '\ndemo: %s\n' "$*" >&2
  exit 1
}

# Shows a command as one would type it, and runs it.
run() {
  printf '$ %s\n' "$*" | without_work
  "$@" 2>&1 | without_work
}

# Paths are shown as they are in the repository, and without the temporary directory's name.
without_work() { sed "s|^[^ ]*/examples/|examples/|; s|$work|\$TMP|g"; }

start_origin() {
  make_authority "$work" localhost || failed "openssl could not make the service's certificate"
  coproc ORIGIN { exec python3 examples/origin.py --cert "$work/server.pem" --key "$work/server.key" 2>"$work/asked"; }
  origin=$ORIGIN_PID
  local ready
  read -r ready WEATHER_URL <&"${ORIGIN[0]}" || failed "the service did not start: $(cat "$work/asked")"
  [[ $ready == ready ]] || failed "the service did not start"
}

times_asked() { grep -c GET "$work/asked" || true; }

run_test() { "$test_program" --gtest_brief=1 --gtest_print_time=0 2>&1 | without_work; }

step "1. A real HTTPS service on this machine, signed by an authority of its own"
start_origin
export WEATHER_URL WEATHER_CA=$work/ca.pem WIRETAPE_CASSETTE_DIR=$work/cassettes
run curl --silent --show-error --cacert "$WEATHER_CA" "$WEATHER_URL/today?city=Oslo" ||
  failed "the service does not answer"
echo
[[ $(times_asked) == 1 ]] || failed "the service counts wrong"

step "2. A test of a client of that service (examples/demo_test.cpp)"
sed -n '/\[demo\]/,/\[\/demo\]/{//!p}' examples/demo_test.cpp

step "3. Its first run. There is no cassette yet, so what the client says to the service is recorded"
run_test || failed "the first run failed"
cassette=$WIRETAPE_CASSETTE_DIR/Demo/KnowsTheWeather.yaml
[[ -s $cassette ]] || failed "there is no $cassette"
[[ $(times_asked) == 2 ]] || failed "the service was not asked"
echo "recorded: ${cassette/#"$work"/\$TMP}"

step "4. The service goes away"
stop_origin
run curl --silent --show-error --cacert "$WEATHER_CA" "$WEATHER_URL/today?city=Oslo" &&
  failed "the service still answers"

step "5. The second run of the same test plays the cassette back"
cp "$cassette" "$work/before"
run_test || failed "the second run failed"
cmp "$cassette" "$work/before" || failed "the second run changed the cassette"

step "6. The cassette, for people to read and edit and for git to keep"
cat "$cassette"
if [[ -x $build/wiretape ]]; then
  echo
  run "$build/wiretape" show "$cassette" || failed "wiretape show failed"
fi

step "7. A miss, on purpose: the client now asks for another city, which nobody recorded"
if WEATHER_CITY=Bergen run_test >"$work/miss"; then failed "the miss was not noticed"; fi
cat "$work/miss"
grep -q 'city=Bergen matches nothing in' "$work/miss" || failed "the miss was not explained"
cmp "$cassette" "$work/before" || failed "the miss changed the cassette"

step "What you saw"
cat <<END
A test recorded an HTTPS service with its certificate verified, and passed again when the service was gone.
The cassette did not change, and a request that it does not hold failed the test with the nearest recorded
one beside it. Nothing of this needs more than the line  wiretape::TestDeck deck;  in a test: see README.md.
END

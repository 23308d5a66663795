#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# pkg_config.sh COMPILER PREFIX BUILD VERSION: the outside project by a compiler's command line alone.
set -euo pipefail
compiler=$1 prefix=$2 build=$3 version=$4
outside=$(cd "$(dirname "$0")/outside" && pwd)

# The last one wins: an installed Wiretape elsewhere does not count.
pc=$(find "$prefix" -name wiretape.pc)
export PKG_CONFIG_PATH=${pc%/wiretape.pc}
[[ $(pkg-config --modversion wiretape) == "$version" ]]

mkdir -p "$build"
cd "$build"
define=-DOUTSIDE_VERSION="\"$version\""
for kind in --shared --static; do
  echo "pkg-config $kind"
  # shellcheck disable=SC2046  # words are meant to split
  "$compiler" -std=c++20 "$define" "$outside/outside_test.cpp" -o outside_test \
    $(pkg-config ${kind/--shared/} --cflags --libs wiretape gmock_main)
  WIRETAPE_CASSETTE_DIR=$outside/cassettes WIRETAPE_MODE=none ./outside_test
done

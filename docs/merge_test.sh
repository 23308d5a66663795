#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Whether git merges cassettes as cassettes.md says: merge_test.sh WIRETAPE CASSETTE, where WIRETAPE is the
# program and CASSETTE has one interaction.
set -euo pipefail
wiretape=$1 cassette=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
git() { command git -c user.name=Test -c user.email=test@localhost -c init.defaultBranch=main "$@"; }

# append CITY: adds the interaction again, for another city.
append() { sed -n '/^---$/,$p' "$cassette" | sed -n '/^request:/,$p' | sed "1i ---" | sed "s/Oslo/$1/" >>c.yaml; }

git init --quiet
cp "$cassette" c.yaml
git add c.yaml
git commit --quiet -m base
git checkout --quiet -b theirs
append Paris
git commit --quiet -am theirs
git checkout --quiet main
append Bergen
git commit --quiet -am ours

if git merge theirs >/dev/null; then echo "there was no conflict"; exit 1; fi
if "$wiretape" show c.yaml >/dev/null 2>said; then echo "markers were not refused"; exit 1; fi
grep -q 'a merge conflict was left here' said

git checkout --quiet --conflict=diff3 c.yaml
sed -i -E '/^(<{7}|[|]{7}|={7}|>{7})/d' c.yaml
"$wiretape" show c.yaml | tee shown
[[ $(grep -c 'GET' shown) == 3 ]]
grep -q 'city=Bergen' shown
grep -q 'city=Paris' shown

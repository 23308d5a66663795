#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# How `dev` installs, before a made-up machine: apt, dpkg and sudo that only write down what was asked of them.
set -euo pipefail
dev=$(cd "$(dirname "$0")/../.." && pwd)/dev
machine=$(mktemp -d)
trap 'rm -rf "$machine"' EXIT

# new_machine USER_ID 'MISSING PACKAGES' [apt] [sudo | locked_sudo]: a PATH with these in it.
new_machine() {
  user=$1 missing=$2
  shift 2
  rm -rf "${machine:?}/bin" "$machine/asked"
  mkdir -p "$machine/bin"
  : >"$machine/asked"
  local tool
  for tool in bash dirname cat env nproc; do ln -s "$(command -v "$tool")" "$machine/bin/$tool"; done
  program id "echo $user"
  for tool in "$@"; do
    case $tool in
      apt) program apt-get "echo \"apt-get \$* [\$DEBIAN_FRONTEND]\" >>'$machine/asked'"
           program dpkg-query "case ' $missing ' in *\" \$3 \"*) exit 1 ;; esac; printf installed" ;;
      sudo) program sudo "[[ \$2 == true ]] && exit; shift 2; exec \"\$@\"" ;;
      locked_sudo) program sudo "exit 1" ;;
    esac
  done
}

program() { printf '#!/usr/bin/env bash\n%s\n' "$2" >"$machine/bin/$1"; chmod +x "$machine/bin/$1"; }

# expect SENTENCE EXIT_CODE ASKED OUTPUT_PATTERN
expect() {
  local code=0 output
  output=$(PATH=$machine/bin "$dev" install-deps 2>&1) || code=$?
  local asked
  asked=$(cat "$machine/asked")
  if [[ $code != "$2" || $asked != "$3" || ! $output =~ $4 ]]; then
    printf 'not so: %s\n  exit code: %s (%s)\n  asked of apt: %s\n  output: %s\n' "$1" "$code" "$2" "$asked" "$output"
    exit 1
  fi
  echo "ok: $1"
}

installs=$'apt-get update -qq [noninteractive]\napt-get install -y -qq --no-install-recommends ninja-build ccache [noninteractive]'

new_machine 0 '' apt
expect 'nothing is asked of apt where nothing is missing' 0 '' '^$'

new_machine 0 'ninja-build ccache' apt
expect 'root installs what is missing, and nothing else' 0 "$installs" 'installing ninja-build ccache'

new_machine 1000 'ninja-build ccache' apt sudo
expect 'a user installs by sudo' 0 "$installs" 'installing ninja-build ccache'

new_machine 1000 'ninja-build' apt locked_sudo
expect 'no password is asked for' 2 '' 'Run as root: apt-get update'

new_machine 1000 'ninja-build' apt
expect 'without sudo the command is shown' 2 '' 'Run as root: apt-get update'

new_machine 0 ''
expect 'without apt the packages are named' 2 '' 'no apt here.*ninja-build.*libyaml-cpp-dev'

#!/usr/bin/env bash
# usage: crash.sh POINTS SEED   Kills publications at seeded system calls, with a reader looking on: see crash.py.
set -euo pipefail
[ "$(id -u)" -eq 0 ] || exec sudo --preserve-env "$0" "$@"
here=$(cd "$(dirname "$0")/.." && pwd)
ardoise=$(realpath "${CARGO_TARGET_DIR:-target}/debug/ardoise")
bed=$(mktemp -d -t ardoise-publish-crash.XXXXXX)
source "$here/publish/servers.sh"
trap 'servers_stop; rm -rf "$bed"' EXIT
servers_start
"$venv/python" "$here/publish/crash.py" "$bed" "$ardoise" "$1" "$2" || { tail -n 5 "$bed/log/apache-error"; exit 1; }

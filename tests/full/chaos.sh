#!/usr/bin/env bash
# usage: chaos.sh POINTS SEED [FIRST]   Faults during pull, build, publish and print: see chaos/chaos.py. No other `demo` may run meanwhile: the
# addresses of the make-believe ENT hold its port.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
ardoise=$(realpath "${CARGO_TARGET_DIR:-target}/debug/ardoise")
bed=$(mktemp -d -t ardoise-chaos.XXXXXX)
trap 'rm -rf "$bed"' EXIT
cc -shared -fPIC -O1 -o "$bed/disk.so" "$here/chaos/disk.c" -ldl
python3 "$here/chaos/chaos.py" "$bed" "$ardoise" "$bed/disk.so" "$@"

#!/usr/bin/env bash
# usage: print_crash.sh [POINTS [SEED]]   Kills Ardoise, cupsd or both at seeded points (400 unless told otherwise) of a batch of ten
# classes on a real cupsd, and counts what came out: once, or not at all with the office told; exits 1 otherwise.
# For Debian 12, as root. Not part of continuous integration: it takes minutes. tests/full.sh has 20 points of the same.
set -euo pipefail
cd "$(dirname "$0")/../.."
export ARDOISE_TOOLS=${ARDOISE_TOOLS:-$HOME/.cache/ardoise-tools}
tests/full/install.sh
work=$(mktemp -d -t ardoise-long.XXXXXX)
trap 'rm -rf "$work"' EXIT
tests/full/demo.sh "$work" >/dev/null
tests/full/print/crash.sh "$work" "${1:-400}" "${2:-$RANDOM}"

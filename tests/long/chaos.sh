#!/usr/bin/env bash
# usage: chaos.sh [POINTS [SEED [FIRST]]]   Faults (killed, full, broken or read-only disk, short writes, clock jumps) during pull, build, publish and
# print, at seeded points (500 unless told otherwise). For Debian 12. Not part of continuous integration: it takes about an hour.
# tests/full.sh has 30 points of the same.
set -euo pipefail
cd "$(dirname "$0")/../.."
export ARDOISE_TOOLS=${ARDOISE_TOOLS:-$HOME/.cache/ardoise-tools}
tests/full/install.sh
# As the tests build it: on its own it would be built once more, with other features of its libraries.
cargo test --locked --no-run --quiet
tests/full/chaos.sh "${1:-500}" "${2:-$RANDOM}" "${@:3}"

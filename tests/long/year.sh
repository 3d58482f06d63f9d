#!/usr/bin/env bash
# usage: year.sh [WEEKS [FROM]]   The daemon lives through a school year, or through that many weeks from a day on, against the make-believe ENT
# with its faults: families read what it served, each gazette is printed once, and memory, open files and disk do not grow. Not part of continuous
# integration: a release build, then ten minutes. `cargo test` has six weeks of the same.
set -euo pipefail
cd "$(dirname "$0")/../.."
export ARDOISE_SIMULATED_WEEKS=${1:-44}
# As the unit of systemd has it.
export MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=131072
[ -z "${2:-}" ] || export ARDOISE_SIMULATED_FROM=$2
cargo test --locked --release --test it daemon::year -- --nocapture

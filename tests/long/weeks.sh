#!/usr/bin/env bash
# usage: weeks.sh [COUNT]   Gazettes of 1,000 weeks made at random, or COUNT: none goes over its pages, loses an item or lets words run over
# one another.
set -euo pipefail
cd "$(dirname "$0")/../.."
ARDOISE_GENERATED_WEEKS=${1:-1000} cargo test --locked --lib whatever_a_school_writes_fits

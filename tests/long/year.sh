#!/usr/bin/env bash
# usage: year.sh [WEEKS]   The daemon lives through a school year, or through that many weeks, against the make-believe ENT with its faults:
# families read what it served, each gazette is printed once, and neither memory nor open files grow. About ten seconds a day.
set -euo pipefail
cd "$(dirname "$0")/../.."
ARDOISE_SIMULATED_WEEKS=${1:-44} cargo test --locked --test it daemon::year -- --nocapture

#!/usr/bin/env bash
# usage: papers.sh [FOLDER]   Every paper of the demo school in an ordinary week, a heavy one and in the holidays, with all four profiles
# for each of its eight classes: accessible, sound, in the reading order of the pages, sparing with ink. FOLDER keeps what was built.
# For Debian 12. Not part of continuous integration: it takes half an hour. tests/full.sh judges a third of the same.
set -euo pipefail
cd "$(dirname "$0")/../.."
export ARDOISE_TOOLS=${ARDOISE_TOOLS:-$HOME/.cache/ardoise-tools}
python=$ARDOISE_TOOLS/venv/bin/python
tests/full/install.sh
work=${1:-$(mktemp -d -t ardoise-papers.XXXXXX)}
[ -n "${1:-}" ] || trap 'rm -rf "$work"' EXIT
declare -A instant_of=([ordinary]=2026-11-24T06:30:00Z [heavy]=2026-12-11T16:30:00Z [holidays]=2026-12-18T16:30:00Z)
outputs=() failed=0
for week in ordinary heavy holidays; do
  tests/full/demo.sh "$work/$week" "${instant_of[$week]}" all >/dev/null
  outputs+=("$work/$week/output")
done
gazettes=("$work"/*/output/print/*/*.{standard,clair,grand,dys}.pdf)
[ "${#gazettes[@]}" -eq 96 ] || { echo "FAIL ${#gazettes[@]} gazettes instead of 96" && failed=1; }
for output in "${outputs[@]}"; do tests/full/pdf.sh "$output/print" || failed=1; done
"$python" tests/full/order.py "${outputs[@]}" || failed=1
"$python" tests/full/ink.py "${outputs[@]}" || failed=1
for output in "${outputs[@]}"; do "$python" tests/full/codes.py "$output" || failed=1; done
exit "$failed"

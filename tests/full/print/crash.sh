#!/usr/bin/env bash
# usage: crash.sh FOLDER POINTS SEED   FOLDER holds the demo school (tests/full/demo.sh). Kills Ardoise, cupsd or both at seeded points
# of a batch of ten classes, with CUPS as it is by default and with DirtyCleanInterval 0, and counts what came out.
set -euo pipefail
# cupsd changes to another user for its filters.
[ "$(id -u)" -eq 0 ] || exec sudo --preserve-env "$0" "$@"
here=$(cd "$(dirname "$0")" && pwd)
bed=$(mktemp -d -t ardoise-crash.XXXXXX)
source "$here/bed.sh"
trap 'rm -rf "$bed"' EXIT
ardoise=$(realpath "${CARGO_TARGET_DIR:-target}/debug/ardoise")
status=0
for interval in default 0; do
  line=
  [ "$interval" = default ] || line="DirtyCleanInterval $interval"
  cups_configure "$line"
  echo "CUPS with DirtyCleanInterval $interval:"
  python3 "$here/crash.py" "$bed" "$cups_port" "$ardoise" "$1" $(($2 / 2)) "$3" || status=1
  rm -rf "$bed/cups" "$bed/paper" "$bed/school"
done
exit "$status"

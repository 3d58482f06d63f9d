#!/usr/bin/env bash
# usage: fet.sh FOLDER   A timetable that FET makes of a school that nobody here invented is read, built, and compared with what FET
# itself writes of it in XML.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$1/fet
example=$ARDOISE_TOOLS/fet-data/usr/share/doc/fet-data/examples/FET-5-mornings-afternoons/Algeria-old-format/3/Lycee_Salem_2_data_and_timetable.fet
ardoise=${CARGO_TARGET_DIR:-target}/debug/ardoise
mkdir -p "$work"
QT_QPA_PLATFORM=offscreen fet-cl --inputfile="$example" --outputdir="$work/files" --timelimitseconds=60 --exportcsv=true >/dev/null
"$ARDOISE_TOOLS/venv/bin/python" "$here/fet.py" configure "$work"
"$ardoise" --config "$work/config.toml" --now 2026-11-24T06:30:00Z build
"$ARDOISE_TOOLS/venv/bin/python" "$here/fet.py" compare "$work"

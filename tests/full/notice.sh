#!/usr/bin/env bash
# usage: notice.sh FOLDER   FOLDER holds the demo school with its state (tests/full/demo.sh). In a copy of it an incident begins: the notice for
# the door is accessible (PDF/UA-1, PDF/A-2a), one page long, and says what happened.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
ardoise=$(realpath "${CARGO_TARGET_DIR:-target}/debug/ardoise")
bed=$(mktemp -d -t ardoise-notice.XXXXXX)
trap 'rm -rf "$bed"' EXIT
cp -r "$1"/{content,themes,.ardoise} "$bed/"
printf 'state_dir = ".ardoise/demo"\n' | cat - "$1/config.toml" >"$bed/config.toml"
printf 'L’ENT est en panne depuis ce matin.\n\n- Pour une absence, appelez la **vie scolaire**.\n' >"$bed/content/incident.md"
"$ardoise" --config "$bed/config.toml" --now 2026-11-24T06:30:00Z build
notice=$(echo "$bed"/output/print/*/avis.pdf)
"$here/verapdf.sh" "$notice"
[ "$(pdfinfo "$notice" | awk '/^Pages:/ { print $2 }')" -eq 1 ]
pdftotext "$notice" - | grep -q 'L’ENT est en panne'

#!/usr/bin/env bash
# usage: pdf.sh FOLDER   Every PDF that a build makes is accessible (PDF/UA-1 by three judges) and fit to be kept (PDF/A-2a), sound, in
# French, whole in itself, and gives back its text.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools=${ARDOISE_TOOLS:?the folder for the tools}
# What teachers attached (pieces/) is copied, not made: it must only be sound.
while read -r attached; do
  qpdf --check "$attached" >/dev/null || { echo "FAIL ${attached#"$1"/}: qpdf finds it damaged" && exit 1; }
done < <(find "$1" -path '*/pieces/*.pdf')
mapfile -t files < <(find "$1" -name '*.pdf' -not -path '*/pieces/*' | sort)
[ "${#files[@]}" -gt 0 ] || { echo "no PDF in $1"; exit 1; }
failed=0
refuse() {
  echo "FAIL $1: $2"
  failed=1
}

"$here/verapdf.sh" "${files[@]}" || failed=1
"$tools/venv/bin/python" "$here/parents.py" "${files[@]}" || failed=1

for file in "${files[@]}"; do
  name=${file#"$1"/}
  qpdf --check "$file" >/dev/null || { refuse "$name" "qpdf finds it damaged" && continue; }
  qpdf --qdf --object-streams=disable "$file" - | grep -a '/Lang (fr' >/dev/null || refuse "$name" "it does not say that it is in French"
  # Fields from the right: embedded, subset, Unicode map, object number, generation.
  fonts=$(pdffonts "$file" | tail -n +3) || true
  [ -n "$fonts" ] || refuse "$name" "it has no font, so no text"
  loose=$(awk '$(NF - 4) != "yes" || $(NF - 2) != "yes" { print $1 }' <<<"$fonts")
  [ -z "$loose" ] || refuse "$name" "not embedded, or without a way back to text: $loose"
  python3 - "$file" <<'PYTHON' || refuse "$name" "its text cannot be read back"
import subprocess, sys, unicodedata
text = subprocess.run(["pdftotext", sys.argv[1], "-"], capture_output=True, check=True).stdout.decode()
lost = [c for c in text if c == "\ufffd" or unicodedata.category(c) in ("Co", "Cn")]
sys.exit(bool(lost) or not set(text.lower()) & set("àâçéèêëîïôùûœ"))
PYTHON
  "$tools/venv/bin/outloud" -q "$file" || refuse "$name" "outloud refuses it"
  # 0 is good and 1 is a remark.
  status=0
  remarks=$("$tools/venv/bin/pdfua" check "$file" 2>&1) || status=$?
  [ "$status" -lt 2 ] || { refuse "$name" "pdfua refuses it" && echo "$remarks"; }
done
[ "$failed" -eq 0 ] || exit 1
echo "${#files[@]} PDF files are accessible"

#!/usr/bin/env bash
# usage: side_by_side.sh   The gazettes of the demo school beside what other tools make of the same classes' pages: Typst called from
# Python, WeasyPrint, and Chromium printing. Prints time, size, pages and the verdict on PDF/UA-1. For Debian 12, as root or with sudo.
# Not part of continuous integration: it compares, it does not judge.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
export ARDOISE_TOOLS=${ARDOISE_TOOLS:-$HOME/.cache/ardoise-tools}
tests/full/install.sh
python=$ARDOISE_TOOLS/side-by-side/bin/python
if [ ! -x "$python" ]; then
  python3 -m venv "$ARDOISE_TOOLS/side-by-side"
  "$python" -m pip install -q --disable-pip-version-check typst==0.15.2 weasyprint==70.0 html5lib==1.1
fi
ldconfig -p | grep -q libpangoft2 || apt-get install -y -qq --no-install-recommends libpangoft2-1.0-0 >/dev/null
work=$(mktemp -d -t ardoise-side.XXXXXX)
trap 'rm -rf "$work"' EXIT
tests/full/demo.sh "$work" >/dev/null
mkdir "$work/made"
"$python" "$here/side_by_side/others.py" "$work/output/sites" "$work/made"
NODE_PATH=$ARDOISE_TOOLS/node/node_modules node "$here/side_by_side/chromium.mjs" "$work/output/sites" "$work/made"
for class in "$work"/output/print/*/*.standard.pdf; do
  name=$(basename "$class" .standard.pdf)
  cp "$class" "$work/made/ardoise.${name#gazette-}.pdf"
done
for tool in ardoise typst weasyprint chromium; do
  files=("$work/made/$tool".*.pdf)
  accessible=$(tests/full/verapdf.sh "${files[@]}" 2>/dev/null | grep -c '^ok *ua1' || true)
  bytes=$(cat "${files[@]}" | wc -c)
  pages=$(for file in "${files[@]}"; do qpdf --show-npages "$file"; done | paste -sd+ | bc)
  time=$(cat "$work/made/$tool.time" 2>/dev/null || echo "see cargo bench --bench papers")
  printf '%-11s %2d files %3d pages %8d bytes   PDF/UA-1: %d   %s\n' "$tool" "${#files[@]}" "$pages" "$bytes" "$accessible" "$time"
done

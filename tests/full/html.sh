#!/usr/bin/env bash
# usage: html.sh FOLDER   Every page of the folder is valid HTML with valid CSS (the Nu checker; its warnings count too).
# One warning is no matter: the checker reads files, which have no origin that a policy's 'self' could mean.
set -euo pipefail
count=$(find "$1" -name '*.html' | wc -l)
[ "$count" -gt 0 ] || { echo "no page in $1"; exit 1; }
java -jar "${ARDOISE_TOOLS:?}/node/node_modules/vnu-jar/build/dist/vnu.jar" \
  --no-langdetect --also-check-css --skip-non-html --Werror \
  --filterpattern '.*violates Content Security Policy .*: image .* blocked by “img-src” directive.*' "$1"
echo "$count pages are valid"

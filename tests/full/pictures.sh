#!/usr/bin/env bash
# usage: pictures.sh OUTPUT ARTIFACTS   The first page of one class's gazette as a picture, for the eye of a reviewer.
set -euo pipefail
mkdir -p "$2"
gazette=$(find "$1/sites" -name gazette.pdf | sort | head -n 1)
[ -n "$gazette" ] || { echo "no gazette in $1/sites"; exit 1; }
pdftoppm -png -r 80 -f 1 -l 1 -singlefile "$gazette" "$2/gazette-1"

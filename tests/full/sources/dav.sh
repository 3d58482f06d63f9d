#!/usr/bin/env bash
# usage: dav.sh FOLDER   Documents are read from a WebDAV server that nobody here wrote (WsgiDAV), with a password; a file that goes,
# a file that changes and a wrong password are told apart.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../../.." && pwd)
work=$1/dav
ardoise=${CARGO_TARGET_DIR:-$repository/target}/debug/ardoise
mkdir -p "$work/share/6A/Français" "$work/share/Tous"
cp "$repository/src/demo/files/sortie-musee.pdf" "$work/share/6A/Français/Sortie – été.pdf"
cp "$repository/src/demo/files/chat.jpg" "$work/share/6A/le chat & moi #1.jpg"
echo "Liste des fournitures" >"$work/share/Tous/liste 100%.txt"
echo "brouillon" >"$work/share/Tous/.brouillon.txt"
cat >"$work/config.toml" <<TOML
[school]
name = "Collège"
[[classes]]
id = "6a"
label = "6e A"
level = "6e"
[[classes]]
id = "5b"
label = "5e B"
level = "5e"
[[sources]]
id = "documents"
type = "webdav"
url = { env = "DAV_URL" }
user = "ardoise"
password = { env = "DAV_PASSWORD" }
[[sources.folders]]
path = "6A"
class = "6a"
[[sources.folders]]
path = "Tous"
TOML
"$ARDOISE_TOOLS/venv/bin/python" "$here/dav.py" "$work/share" "$work/port" >"$work/server.log" 2>&1 &
server=$!
trap 'kill "$server"' EXIT
until [ -s "$work/port" ]; do kill -0 "$server"; sleep 0.1; done
export DAV_URL="http://127.0.0.1:$(cat "$work/port")/" DAV_PASSWORD=un-mot-de-passe

run() { "$ardoise" --config "$work/config.toml" --now "$1" "${@:2}"; }
documents() { sed 's/<[^>]*>/\n/g' "$work/output/sites/$1/documents.html" | grep -E '\((PDF|image|texte|fichier)' || true; }
names() { documents "$1" | sed -e 's/ ([^(]*$//' -e 's/&amp;/\&/' | sort; }
expect() { [ "$1" = "$2" ] || { printf 'expected:\n%s\nfound:\n%s\n' "$2" "$1" >&2; exit 1; }; }

run 2026-11-24T06:30:00Z check --online
run 2026-11-24T06:30:00Z pull
run 2026-11-24T06:30:00Z build
expect "$(names 6a)" "$(printf '%s\n' "le chat & moi #1.jpg" "liste 100%.txt" "Sortie – été.pdf" | sort)"
expect "$(names 5b)" "liste 100%.txt"
[ "$(find "$work/output/sites/6a/pieces" -name '*.pdf' | wc -l)" = 1 ]
! grep -rq -e un-mot-de-passe -e "$DAV_URL" "$work/output"

rm "$work/share/6A/le chat & moi #1.jpg"
echo "Liste corrigée" >"$work/share/Tous/liste 100%.txt"
run 2026-11-24T07:30:00Z pull
run 2026-11-24T07:30:00Z build
expect "$(names 6a)" "$(printf '%s\n' "liste 100%.txt" "Sortie – été.pdf" | sort)"
grep -rq "Liste corrigée" "$work/output/sites/5b/pieces"

before=$(documents 6a)
status=0
DAV_PASSWORD=faux run 2026-11-24T08:30:00Z pull --json >"$work/refused.json" || status=$?
[ "$status" = 1 ] && grep -q credentials "$work/refused.json"
run 2026-11-24T08:30:00Z build
expect "$(documents 6a)" "$before"
echo "WsgiDAV was read three times"

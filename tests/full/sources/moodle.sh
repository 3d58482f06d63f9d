#!/usr/bin/env bash
# usage: moodle.sh FOLDER   The make-believe Moodle is read by moodlepy, which nobody here wrote, and by ardoise: both find the same.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$1/moodle
ardoise=${CARGO_TARGET_DIR:-target}/debug/ardoise
# The token of the make-believe Moodle is always the same.
token=ab869da1227cb731399aa7557498348c
mkdir -p "$work"
cat >"$work/config.toml" <<'TOML'
[school]
name = "Collège"
[[classes]]
id = "6a"
label = "6e A"
level = "6e"
[[sources]]
id = "moodle"
type = "moodle"
url = { env = "MOODLE_URL" }
token = { env = "MOODLE_TOKEN" }
[[sources.courses]]
id = 7
class = "6a"
[[sources.courses]]
id = 9
class = "6a"
TOML
"$ardoise" --config "$work/config.toml" --now 2026-11-24T06:30:00Z demo --port 0 >"$work/log" 2>&1 &
demo=$!
trap 'kill "$demo"' EXIT
until grep -q "serving at" "$work/log"; do
  kill -0 "$demo" || { cat "$work/log" >&2; exit 1; }
  sleep 0.2
done
address=$(sed -n 's/^the make-believe ENT answers at //p' "$work/log")
echo "$token" | "$ARDOISE_TOOLS/venv/bin/python" "$here/as_moodlepy.py" "$address" "$work/.ardoise/demo/ardoise.sqlite"

#!/usr/bin/env bash
# usage: service.sh FOLDER   systemd understands the unit, and finds nothing in it that the daemon does not need: an exposure of 2.0 at most.
set -euo pipefail
cd "$(dirname "$0")/../.."
unit=$1/ardoise.service
sed "s#/usr/bin/ardoise#$(realpath "${CARGO_TARGET_DIR:-target}/debug/ardoise")#" src/system/ardoise.service >"$unit"
systemd-analyze verify "$unit"
exposure=$(systemd-analyze security --offline=true --no-pager "$unit" | grep -oE 'service: [0-9.]+' | cut -d' ' -f2)
echo "exposure: $exposure"
awk -v exposure="$exposure" 'BEGIN { exit !(exposure != "" && exposure <= 2.0) }'

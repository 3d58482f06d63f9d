#!/usr/bin/env bash
# usage: demo.sh FOLDER [INSTANT [all]]   Builds the demo school into FOLDER/output from a copy of its configuration, content and theme,
# at a fixed time: a Tuesday morning of an ordinary week, or INSTANT. With `all`, each class has a gazette in all four profiles.
set -euo pipefail
work=$1
now=${2:-2026-11-24T06:30:00Z}
mkdir -p "$work"
ardoise=${CARGO_TARGET_DIR:-target}/debug/ardoise
# As the tests build it: on its own it would be built once more, with other features of its libraries.
cargo test --locked --no-run --quiet
cp -r config.toml content themes "$work/"
[ "${3:-}" != all ] || awk -f tests/full/profiles.awk config.toml >"$work/config.toml"
"$ardoise" --config "$work/config.toml" --now "$now" demo --once

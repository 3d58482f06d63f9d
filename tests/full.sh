#!/usr/bin/env bash
# The full tier: everything that `cargo test` leaves out because it needs more than Rust. Starts from a clean Debian machine,
# as root or with sudo; installs its tools once into $ARDOISE_TOOLS (default ~/.cache/ardoise-tools). No step is ever skipped.
# What is worth looking at (screenshots, weights) goes to $ARDOISE_ARTIFACTS, or to a temporary folder that is printed.
set -euo pipefail
cd "$(dirname "$0")/.."
export ARDOISE_TOOLS=${ARDOISE_TOOLS:-$HOME/.cache/ardoise-tools} CARGO_TERM_COLOR=never
artifacts=${ARDOISE_ARTIFACTS:-$(mktemp -d -t ardoise-artifacts.XXXXXX)}
work=$(mktemp -d -t ardoise-full.XXXXXX)
trap 'rm -rf "$work"' EXIT
summary=()
failed=0

# step NAME COMMAND…: a failing step is remembered and the next ones still run, so that one run tells everything.
step() {
  local name=$1 started=$SECONDS verdict=ok
  shift
  echo "== $name"
  "$@" || verdict=FAIL
  [ "$verdict" = ok ] || failed=1
  summary+=("$(printf '%-4s %4d s  %s' "$verdict" $((SECONDS - started)) "$name")")
  echo "${summary[-1]}"
}

step "tools" tests/full/install.sh
step "format" cargo fmt --check
step "clippy" cargo clippy --locked --all-targets -- -D warnings
step "rustdoc" env RUSTDOCFLAGS=-Dwarnings cargo doc --locked --no-deps
step "spelling" "$ARDOISE_TOOLS/venv/bin/typos"
step "demo school" tests/full/demo.sh "$work"
step "demo school, heavy week" tests/full/demo.sh "$work/heavy" 2026-12-11T16:30:00Z
step "demo school, holidays" tests/full/demo.sh "$work/holidays" 2026-12-18T16:30:00Z
step "valid HTML" tests/full/html.sh "$work/output/sites"
step "pages in a browser" node tests/full/pages.mjs "$work/output/sites" "$artifacts"
step "weight" node tests/full/weight.mjs "$artifacts" "$work/output/sites" "$work/heavy/output/sites"
step "offline" node tests/full/offline.mjs "$work/output/sites/6a"
step "Lighthouse" node tests/full/lighthouse.mjs "$work/output/sites"
step "screen reader" node tests/full/spoken.mjs "$work/output/sites"
step "feeds, calendar, plain text" "$ARDOISE_TOOLS/venv/bin/python" tests/full/feeds.py "$work/output/sites"
step "oracles of calendars and feeds" "$ARDOISE_TOOLS/venv/bin/python" tests/full/oracles.py "${CARGO_TARGET_DIR:-target}/debug/ardoise"
step "timetable of FET" tests/full/sources/fet.sh "$work"
step "documents by WebDAV" tests/full/sources/dav.sh "$work"
step "Moodle as moodlepy reads it" tests/full/sources/moodle.sh "$work"
step "accessible PDF" tests/full/pdf.sh "$work/output"
step "accessible gazettes of other weeks" tests/full/verapdf.sh "$work"/{heavy,holidays}/output/print/*/*.{standard,clair,grand,dys}.pdf
step "notice for the door" tests/full/notice.sh "$work"
step "reading order" "$ARDOISE_TOOLS/venv/bin/python" tests/full/order.py "$work/output" "$work"/{heavy,holidays}/output
step "ink" "$ARDOISE_TOOLS/venv/bin/python" tests/full/ink.py "$work/output" "$work"/{heavy,holidays}/output
step "QR codes" "$ARDOISE_TOOLS/venv/bin/python" tests/full/codes.py "$work/output"
step "generated weeks" tests/long/weeks.sh 100
step "picture of the gazette" tests/full/pictures.sh "$work/output" "$artifacts"
step "printing" tests/full/print.sh "$work"
step "printing, killed" tests/full/print/crash.sh "$work" 20 1
step "publishing" tests/full/publish.sh
step "publishing, killed" tests/full/publish/crash.sh 30 1
step "bad disks and clocks" tests/full/chaos.sh 30 1
step "withdrawing" "$ARDOISE_TOOLS/venv/bin/python" tests/full/withdraw.py "${CARGO_TARGET_DIR:-target}/debug/ardoise" "$work"
step "withdrawing from S3 and nginx" "$ARDOISE_TOOLS/venv/bin/python" tests/full/withdraw_served.py "${CARGO_TARGET_DIR:-target}/debug/ardoise" "$work"
step "export" "$ARDOISE_TOOLS/venv/bin/python" tests/full/export.py "${CARGO_TARGET_DIR:-target}/debug/ardoise" "$work"
step "operator" tests/full/operator.sh
step "service of systemd" tests/full/service.sh "$work"
step "web servers" tests/full/host.sh "$work"

printf '%s\n' "== summary of tests/full.sh" "${summary[@]}" "artifacts are in $artifacts"
exit "$failed"

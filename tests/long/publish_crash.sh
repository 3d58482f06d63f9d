#!/usr/bin/env bash
# usage: publish_crash.sh [POINTS [SEED]]   Kills publications at seeded points (500 unless told otherwise) on a folder, a stick, S3,
# WebDAV and SFTP; exits 1 if a reader ever saw half a release or a run after it did not converge. For Debian 12, as root. Not part of
# continuous integration: it takes minutes. tests/full.sh has 30 points of the same.
set -euo pipefail
cd "$(dirname "$0")/../.."
export ARDOISE_TOOLS=${ARDOISE_TOOLS:-$HOME/.cache/ardoise-tools}
tests/full/install.sh
# As the tests build it: on its own it would be built once more, with other features of its libraries.
cargo test --locked --no-run --quiet
tests/full/publish/crash.sh "${1:-500}" "${2:-$RANDOM}"

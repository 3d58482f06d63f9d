#!/usr/bin/env bash
# usage: publish.sh   Publishes to real servers: moto and rclone (S3), apache2 mod_dav and rclone (WebDAV), OpenSSH (SFTP), a
# folder and a stick. What arrived is looked at from the outside, never through Ardoise.
set -euo pipefail
# apache2 changes to another user.
[ "$(id -u)" -eq 0 ] || exec sudo --preserve-env "$0" "$@"
here=$(cd "$(dirname "$0")" && pwd)
ardoise=$(realpath "${CARGO_TARGET_DIR:-target}/debug/ardoise")
bed=$(mktemp -d -t ardoise-publish.XXXXXX)
source "$here/publish/servers.sh"
trap 'servers_stop; rm -rf "$bed"' EXIT
servers_start
"$venv/python" "$here/publish/contract.py" "$bed" "$ardoise"

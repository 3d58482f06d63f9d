#!/usr/bin/env bash
# usage: debian.sh [PACKAGE]   Builds the Debian package (or takes PACKAGE), and installs, runs, upgrades and purges it in a clean Debian 12
# (debootstrap, chroot): the daemon serves the school, an upgrade keeps its state, and after a purge nothing is left but what people wrote.
# For Debian 12, as root. Not part of continuous integration: a release build takes ten minutes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
[ "$(id -u)" -eq 0 ] || { echo "debian.sh makes a chroot, which needs root"; exit 1; }
tools=${ARDOISE_TOOLS:-$HOME/.cache/ardoise-tools}
mkdir -p "$tools"
for program in debootstrap curl; do
  command -v "$program" >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$program" >/dev/null
done
[ -x "$tools/cargo-deb/bin/cargo-deb" ] || cargo install --quiet --locked --no-default-features --root "$tools/cargo-deb" cargo-deb
bed=$(mktemp -d -t ardoise-debian.XXXXXX)
root=$bed/root
daemon=
finish() {
  [ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true
  wait
  ! mountpoint -q "$root/proc" || umount "$root/proc"
  rm -rf "$bed"
}
trap finish EXIT
failed=0
check() { # NAME TRUTH
  if [ "$2" -eq 0 ]; then echo "ok   $1"; else echo "FAIL $1"; failed=1; fi
}
in_root() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }

# Two packages of the same program: the second is an upgrade.
deb() { "$tools/cargo-deb/bin/cargo-deb" deb --locked --quiet --output "$bed/$1.deb" "${@:2}"; }
if [ -n "${1:-}" ]; then cp "$1" "$bed/first.deb"; else deb first; fi
deb second --no-build --deb-version 99.0.0-1
dpkg-deb --info "$bed/first.deb" | sed 's/^/     /'
ls -l "$bed/first.deb" | awk '{ print "     " $5 " bytes" }'

# A clean machine, with the archive's own mirror and no other package than those of a minimal system.
debootstrap --variant=minbase bookworm "$root" >"$bed/debootstrap.log" || { tail "$bed/debootstrap.log"; exit 1; }
mount -t proc proc "$root/proc"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp "$bed"/*.deb "$root/srv/"
in_root apt-get update -qq
in_root apt-get install -y -qq ca-certificates openssh-client >/dev/null 2>&1
in_root useradd --system --no-create-home ardoise
mkdir -p "$root/var/lib/private"
chmod o+x "$root/var/lib/private"
# Everything but what the package manager notes for itself.
listed() { find "$root" -xdev \( -path "$root/var/lib/dpkg" -o -path "$root/var/log" -o -path "$root/var/cache" -o -path "$root/srv" -o -path "$root/root" \
  -o -path "$root/var/lib/apt" -o -path "$root/proc" -o -path "$root/tmp" \) -prune -o -printf '%P\n' | sort; }
listed >"$bed/before"

in_root apt-get install -y -qq /srv/first.deb >"$bed/install.log" 2>&1 && code=0 || code=$?
[ "$code" -eq 0 ] || tail "$bed/install.log"
check "it installs with its dependencies" "$code"
check "it says who it is" "$(in_root ardoise --version | grep -q '^ardoise '; echo $?)"
unit=$root/lib/systemd/system/ardoise.service
[ -e "$unit" ] || unit=$root/usr/lib/systemd/system/ardoise.service
check "the service is there and not enabled" "$([ -e "$unit" ] && [ ! -e "$root/etc/systemd/system/multi-user.target.wants/ardoise.service" ]; echo $?)"
check "ldd finds every library" "$(! in_root ldd /usr/bin/ardoise | grep -q 'not found'; echo $?)"

# A school, its portal (the make-believe one), and the daemon as the unit starts it, as far as a chroot can.
cp -r config.toml content themes "$root/tmp/"
now=(--now 2026-11-24T07:00:00Z)
chroot "$root" sh -c "cd /tmp && exec ardoise ${now[*]} demo --port 8475" >"$bed/portal.log" 2>&1 &
portal_process=$!
until grep -q 'make-believe ENT answers' "$bed/portal.log"; do kill -0 "$portal_process"; sleep 0.2; done
portal=$(grep -oE 'http://127.0.0.1:[0-9]+' "$bed/portal.log" | head -n 1)
in_root ardoise init /etc/ardoise --uai 0459999Z --portal "$portal" >/dev/null
install -D -m 600 /dev/stdin "$root/etc/ardoise/secrets/edt" <<<secret
printf '\n[serve]\nlisten = "127.0.0.1:8476"\n' >>"$root/etc/ardoise/config.toml"
in_root install -d -o ardoise -m 700 /var/lib/private/ardoise
ln -s private/ardoise "$root/var/lib/ardoise"
serve() { # starts the daemon and waits until it shows pages
  chroot --userspec=ardoise "$root" env -i PATH=/usr/bin STATE_DIRECTORY=/var/lib/private/ardoise LANG=C.UTF-8 \
    sh -c "cd /etc/ardoise && exec ardoise ${now[*]} --config /etc/ardoise/config.toml run" >>"$bed/run.log" 2>&1 &
  daemon=$!
  for _ in $(seq 300); do
    curl -fsS --max-time 5 http://127.0.0.1:8476/healthz >"$bed/health" 2>/dev/null && [ -e "$root/var/lib/private/ardoise/output/manifest.json" ] && return 0
    kill -0 "$daemon" || return 1
    sleep 0.2
  done
  return 1
}
stop() { kill "$daemon"; wait "$daemon" && code=0 || code=$?; daemon=; return "$code"; }
serve && code=0 || code=$?
check "the daemon builds and serves the school" "$code"
stop && code=0 || code=$?
check "it stops when it is asked to" "$code"
state() { find "$root/var/lib/private/ardoise" "$root/etc/ardoise" -type f ! -name '*.lock' ! -name '*-shm' ! -name '*-wal' -printf '%P %s\n' | sort; }
state >"$bed/state"

in_root apt-get install -y -qq /srv/second.deb >"$bed/upgrade.log" 2>&1 && code=0 || code=$?
[ "$code" -eq 0 ] || tail "$bed/upgrade.log"
check "it upgrades" "$code"
check "the newer package is installed" "$([ "$(in_root dpkg-query -W -f '${Version}' ardoise)" = 99.0.0-1 ]; echo $?)"
check "state, configuration and secrets are as before" "$(state | cmp - "$bed/state"; echo $?)"
serve && stop && code=0 || code=$?
check "the daemon goes on with them" "$code"

printf 'Une note.\n' >"$root/etc/ardoise/content/note.md"
kill "$portal_process" && wait "$portal_process" || true
in_root apt-get purge -y -qq ardoise >"$bed/purge.log" 2>&1 && code=0 || code=$?
[ "$code" -eq 0 ] || tail "$bed/purge.log"
check "it can be purged" "$code"
listed | comm -13 "$bed/before" - | tee "$bed/left" | head -n 20 | sed 's/^/     left: /'
for path in '' /content /content/bienvenue.md /content/note.md /themes /themes/LISEZMOI.txt /themes/default; do
  echo "etc/ardoise$path"
done >"$bed/expected"
check "nothing is left but what people may have written" "$(cmp "$bed/left" "$bed/expected"; echo $?)"
[ "$failed" -eq 0 ] || tail -n 5 "$bed/run.log" "$bed/portal.log"
exit "$failed"

#!/usr/bin/env bash
# usage: operator.sh   Does what the README tells an operator, command by command, from an empty folder to a daemon that publishes to an S3
# bucket (moto) and prints on a queue of CUPS. The make-believe ENT is the school's portal.
set -euo pipefail
# cupsd changes to another user for its filters.
[ "$(id -u)" -eq 0 ] || exec sudo --preserve-env "$0" "$@"
here=$(cd "$(dirname "$0")" && pwd)
ardoise=$(realpath "${CARGO_TARGET_DIR:-target}/debug/ardoise")
bed=$(mktemp -d -t ardoise-operator.XXXXXX)
log=$bed/log
mkdir "$log"
source "$here/print/bed.sh"
venv=$ARDOISE_TOOLS/venv/bin
running=()
stop() { for process in "${running[@]}"; do kill "$process" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$bed"; }
trap stop EXIT
failed=0
check() { # NAME TRUTH
  if [ "$2" -eq 0 ]; then echo "ok   $1"; else echo "FAIL $1"; failed=1; fi
}
# Below those that the kernel gives to connections: none of the requests of this script can be at one of them.
demo_port=18641 moto_port=18642 serve_port=18643
now=(--now 2026-11-24T07:00:00Z)

# What exists already: a portal, a bucket, a queue.
mkdir "$bed/ent" && cp "$here/../../config.toml" "$bed/ent/" && cp -r "$here/../../content" "$here/../../themes" "$bed/ent/"
(cd "$bed/ent" && exec "$ardoise" "${now[@]}" demo --port "$demo_port") >"$log/ent" 2>&1 & running+=($!)
"$venv/moto_server" -H 127.0.0.1 -p "$moto_port" >"$log/moto" 2>&1 & running+=($!)
cups_configure
cupsd -f -c "$bed/cups/etc/cupsd.conf" -s "$bed/cups/etc/cups-files.conf" >"$log/cups" 2>&1 & running+=($!)
wait_for_port "$cups_port"
wait_for_port "$moto_port"
until grep -q 'make-believe ENT answers' "$log/ent"; do kill -0 "${running[0]}"; sleep 0.2; done
portal=$(grep -oE 'http://127.0.0.1:[0-9]+' "$log/ent" | head -n 1)
AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret "$venv/python" -c "
import boto3
boto3.client('s3', endpoint_url='http://127.0.0.1:$moto_port', region_name='eu-west-3').create_bucket(
    Bucket='classes', CreateBucketConfiguration={'LocationConstraint': 'eu-west-3'})"
lpadmin -h "127.0.0.1:$cups_port" -p secretariat -v "tofolder:$bed/paper" -E -m raw

# The README.
school=$bed/etc
"$ardoise" init "$school" --uai 0459999Z --portal "$portal" >"$log/init"
cd "$school"
echo key | install -D -m 600 /dev/stdin secrets/s3.key
echo geheim-7d31c9 | install -D -m 600 /dev/stdin secrets/s3.secret
check "init writes a configuration and a note" "$([ -s config.toml ] && [ -s content/bienvenue.md ]; echo $?)"
{
  printf 'state_dir = "%s"\noutput_dir = "%s"\n' "$bed/var" "$bed/var/output"
  cat config.toml
  cat <<TOML

[[sources]]
id = "annonces"
type = "netocentre-news"
portal = "$portal"
[[targets]]
id = "cdn"
type = "s3"
bucket = "classes"
endpoint = "http://127.0.0.1:$moto_port"
region = "eu-west-3"
key = { file = "secrets/s3.key" }
secret = { file = "secrets/s3.secret" }
[[printers]]
id = "secretariat"
uri = "ipp://127.0.0.1:$cups_port/printers/secretariat"
[schedule]
print = "mardi 8:00"
[serve]
listen = "127.0.0.1:$serve_port"
TOML
} >config.new && mv config.new config.toml
run() { # COMMAND…: in the school's folder, at its time
  "$ardoise" "${now[@]}" "$@" >"$log/$1" 2>&1 && code=0 || code=$?
  [ "$code" -eq 0 ] || sed 's/^/     /' "$log/$1"
  check "ardoise $*" "$code"
}
run check --online
run pull
run build
run publish --dry-run
run publish
objects() { AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret "$venv/python" -c "
import boto3
found = boto3.client('s3', endpoint_url='http://127.0.0.1:$moto_port', region_name='eu-west-3').list_objects_v2(Bucket='classes')
print(sum(item['Key'].endswith('index.html') for item in found.get('Contents', [])))"; }
check "the pages are in the bucket" "$([ "$(objects)" -gt 0 ]; echo $?)"
run print --dry-run
run print --trial
check "one sheet came out of the queue" "$([ "$(find "$bed/paper" -name '*.prn' | wc -l)" -eq 1 ]; echo $?)"
printf '+++\ntitle = "Kermesse"\n+++\nSamedi.\n' >content/kermesse.md
"$ardoise" "${now[@]}" run >"$log/run" 2>&1 & daemon=$!
running+=("$daemon")
health() { curl -s --max-time 5 "http://127.0.0.1:$serve_port/healthz"; }
for _ in $(seq 300); do
  [ "$(find "$bed/paper" -name '*.prn' | wc -l)" -gt 1 ] && break
  kill -0 "$daemon" || break
  sleep 0.2
done
check "the daemon prints the gazette" "$([ "$(find "$bed/paper" -name '*.prn' | wc -l)" -eq 2 ]; echo $?)"
check "the daemon answers" "$(health | grep -q '"cdn"'; echo $?)"
run status
run backup "$bed/ardoise.tar.gz"
kill "$daemon" || true
wait "$daemon" && code=0 || code=$?
check "the daemon ends when it is asked to" "$code"
secrets=$(grep -rlF geheim-7d31c9 "$log" "$bed/var" || true)
check "no log and no state holds the secret" "$([ -z "$secrets" ]; echo $?)"
[ "$failed" -eq 0 ] || tail -n 5 "$log/run" "$log/cups"
exit "$failed"

#!/usr/bin/env bash
# usage: host.sh FOLDER   FOLDER holds the demo school with its state (tests/full/demo.sh). The real nginx, Apache and Caddy show its sites
# with the configuration that `ardoise host-kit` writes: every answer has every header, compressed files come, passwords are asked for.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
ardoise=$(realpath "${CARGO_TARGET_DIR:-target}/debug/ardoise")
now=2026-11-24T06:30:00Z
PATH=$PATH:/usr/sbin
bed=$(mktemp -d -t ardoise-host.XXXXXX)
chmod 755 "$bed"
running=
trap '[ -z "$running" ] || kill "$running" 2>/dev/null; rm -rf "$bed"' EXIT
failed=0
port=$((20000 + RANDOM % 10000))
python=$ARDOISE_TOOLS/venv/bin/python

cp -r "$1/content" "$1/themes" "$bed/"
"$python" "$here/host/school.py" "$1/config.toml" "http://localhost:$port/" >"$bed/config.toml"
cp -r "$1/.ardoise/demo" "$bed/.ardoise"
run() { "$ardoise" --config "$bed/config.toml" --now "$now" "$@"; }
run build >/dev/null
run host-kit "$bed/kit" --root "$bed/www" --kit "$bed/kit" >/dev/null
# What publishing does: each site in the folder that its access sheet names.
mkdir "$bed/www"
for site in 6a 6b; do
  text=$(pdftotext "$bed/output/sites/$site/acces.pdf" -)
  folder=$(grep -oE "localhost:$port/[a-z0-9-]+/" <<<"$text" | head -n 1 | cut -d/ -f2)
  cp -r "$bed/output/sites/$site" "$bed/www/$folder"
  [ "$site" = 6a ] && secret=$folder || password=$(grep -oE '([a-z2-9]{4}-){2}[a-z2-9]{4}$' <<<"$text" | head -n 1)
done
find "$bed/output/sites" -maxdepth 1 -type f -exec cp {} "$bed/www/" \;
chmod -R a+rX "$bed"

up() { # until the port answers or the server is gone
  running=$1
  for _ in $(seq 100); do
    curl -s -o /dev/null "http://localhost:$port/" && return
    kill -0 "$running" || break
    sleep 0.1
  done
  echo "FAIL the server did not start"; cat "$bed/log"; exit 1
}
down() { kill "$running"; wait "$running" 2>/dev/null || true; running=; }
check() { "$python" "$here/host/answers.py" "$1" "$port" "$secret" "$password" "$bed/www" || failed=1; }

cat >"$bed/nginx.conf" <<CONF
load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
daemon off; pid $bed/nginx.pid; error_log $bed/log;
events { worker_connections 512; }
http { include $bed/kit/nginx.conf; }
CONF
nginx -c "$bed/nginx.conf" & up $!
check nginx
node "$here/lighthouse.mjs" "$bed/output/sites" "http://localhost:$port/$secret/" || failed=1
rates() { wrk -t1 -c16 -d"$1" -H 'Accept-Encoding: gzip' "$2" | awk '/Requests\/sec/ { print $2 }'; }
echo "nginx: $(rates 3 "http://localhost:$port/$secret/") requests a second"
down

for module in mpm_event authz_core authz_user authn_core authn_file auth_basic mime dir headers rewrite alias; do
  echo "LoadModule ${module}_module /usr/lib/apache2/modules/mod_$module.so"
done >"$bed/apache.conf"
cat >>"$bed/apache.conf" <<CONF
ServerRoot $bed
ServerName localhost
PidFile $bed/apache.pid
ErrorLog $bed/log
User www-data
Group www-data
Listen $port
TypesConfig /etc/mime.types
Include $bed/kit/apache.conf
CONF
apache2 -t -f "$bed/apache.conf"
apache2 -D FOREGROUND -f "$bed/apache.conf" & up $!
check Apache
down

HOME=$bed caddy validate --adapter caddyfile --config "$bed/kit/Caddyfile" >"$bed/log" 2>&1 || { cat "$bed/log"; failed=1; }
HOME=$bed caddy run --adapter caddyfile --config "$bed/kit/Caddyfile" >"$bed/log" 2>&1 & up $!
check Caddy
down

# With HTTPS: the ciphers and the rest are understood.
sed -i 's#^public_url = .*#public_url = "https://localhost/"#' "$bed/config.toml"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -days 30 \
  -keyout "$bed/privkey.pem" -out "$bed/fullchain.pem" 2>/dev/null
run build >/dev/null
run host-kit "$bed/kit" --root "$bed/www" --kit "$bed/kit" --certificates "$bed" >/dev/null
nginx -t -q -c "$bed/nginx.conf" || failed=1
for module in ssl socache_shmcb; do
  sed -i "1i LoadModule ${module}_module /usr/lib/apache2/modules/mod_$module.so" "$bed/apache.conf"
done
apache2 -t -f "$bed/apache.conf" || failed=1
HOME=$bed caddy validate --adapter caddyfile --config "$bed/kit/Caddyfile" >"$bed/log" 2>&1 || { cat "$bed/log"; failed=1; }
exit "$failed"

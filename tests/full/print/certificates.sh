#!/usr/bin/env bash
# usage: certificates.sh FOLDER   An authority of its own in ca.pem, and a certificate for localhost where ippeveprinter looks for it.
set -euo pipefail
mkdir -p "$1"
cd "$1"
openssl req -x509 -newkey rsa:2048 -nodes -days 7300 -subj "/CN=Essai" -keyout ca.key -out ca.pem 2>/dev/null
openssl req -newkey rsa:2048 -nodes -subj "/CN=localhost" -keyout localhost.key -out localhost.csr 2>/dev/null
printf 'subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n' >localhost.ext
openssl x509 -req -in localhost.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 7300 -extfile localhost.ext -out localhost.crt 2>/dev/null

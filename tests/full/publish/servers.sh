# Sourced: the servers that sites are published to, all on loopback, each with its files below $bed. Needs $bed and $ARDOISE_TOOLS.
# Ports are free ones; what every test needs to know of a server is written to $bed/servers.json.

venv=$ARDOISE_TOOLS/venv/bin
pids=()

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# serve NAME PORT COMMAND…: starts it and waits until it listens.
serve() {
  local name=$1 port=$2
  shift 2
  "$@" >"$bed/log/$name" 2>&1 &
  pids+=($!)
  for _ in $(seq 200); do
    (echo >"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return 0
    sleep 0.1
  done
  echo "$name does not start"
  cat "$bed/log/$name"
  return 1
}

servers_start() {
  mkdir -p "$bed"/{log,rclone-s3/ardoise,rclone-dav,dav,dav-lock}
  moto_port=$(free_port)
  # It knows conditional writes, but reads the slashes of a query as they are when it checks signatures; rclone checks those.
  serve moto "$moto_port" "$venv/moto_server" -H 127.0.0.1 -p "$moto_port"
  rclone_s3_port=$(free_port)
  serve rclone-s3 "$rclone_s3_port" "$venv/rclone" serve s3 --addr "127.0.0.1:$rclone_s3_port" --auth-key ardoise,secretsecret \
    --config /dev/null "$bed/rclone-s3"
  rclone_ro_port=$(free_port)
  serve rclone-s3-read-only "$rclone_ro_port" "$venv/rclone" serve s3 --addr "127.0.0.1:$rclone_ro_port" \
    --auth-key ardoise,secretsecret --config /dev/null --read-only "$bed/rclone-s3"
  rclone_dav_port=$(free_port)
  serve rclone-dav "$rclone_dav_port" "$venv/rclone" serve webdav --addr "127.0.0.1:$rclone_dav_port" --user ardoise \
    --pass secretsecret --config /dev/null "$bed/rclone-dav"
  apache_start
  sshd_start
  cat >"$bed/servers.json" <<JSON
{
  "moto": {"type": "s3", "endpoint": "http://127.0.0.1:$moto_port", "key": "ardoise", "secret": "secretsecret"},
  "rclone-s3": {"type": "s3", "endpoint": "http://127.0.0.1:$rclone_s3_port", "key": "ardoise", "secret": "secretsecret",
    "root": "$bed/rclone-s3/ardoise", "read_only": "http://127.0.0.1:$rclone_ro_port"},
  "apache": {"type": "webdav", "url": "http://127.0.0.1:$apache_port/", "password": "secretsecret", "root": "$bed/dav",
    "log": "$bed/log/apache-access"},
  "rclone-dav": {"type": "webdav", "url": "http://127.0.0.1:$rclone_dav_port/", "password": "secretsecret", "root": "$bed/rclone-dav"},
  "openssh": {"type": "sftp", "url": "sftp://root@127.0.0.1:$sshd_port$bed/sftp", "key": "$bed/ssh/key", "root": "$bed/sftp",
    "known_hosts": "$bed/ssh/known hosts", "log": "$bed/log/sftp-server", "no_key": "$bed/ssh/other",
    "no_hosts": "$bed/ssh/nobody", "other_hosts": "$bed/ssh/impostor", "nowhere": "sftp://root@127.0.0.1:$sshd_port$bed/nowhere",
    "silent": "sftp://root@127.0.0.1:$(free_port)$bed/sftp", "read_only": "sftp://root@127.0.0.1:$sshd_ro_port$bed/sftp"}
}
JSON
}

apache_start() {
  apache_port=$(free_port)
  local user=www-data
  htpasswd -bc "$bed/dav-users" ardoise secretsecret 2>/dev/null
  chown -R "$user" "$bed/dav" "$bed/dav-lock"
  chmod 755 "$bed"
  cat >"$bed/apache.conf" <<CONF
ServerRoot /usr/lib/apache2
ServerName 127.0.0.1
PidFile $bed/apache.pid
Listen 127.0.0.1:$apache_port
User $user
Group $user
ErrorLog $bed/log/apache-error
LogFormat "%m %>s" short
CustomLog $bed/log/apache-access short
LoadModule mpm_event_module modules/mod_mpm_event.so
LoadModule authn_core_module modules/mod_authn_core.so
LoadModule authn_file_module modules/mod_authn_file.so
LoadModule authz_core_module modules/mod_authz_core.so
LoadModule authz_user_module modules/mod_authz_user.so
LoadModule auth_basic_module modules/mod_auth_basic.so
LoadModule dav_module modules/mod_dav.so
LoadModule dav_fs_module modules/mod_dav_fs.so
LoadModule mime_module modules/mod_mime.so
TypesConfig /etc/mime.types
DavLockDB $bed/dav-lock/db
DocumentRoot $bed/dav
<Directory $bed/dav>
  Dav On
  AuthType Basic
  AuthName ardoise
  AuthUserFile $bed/dav-users
  Require valid-user
</Directory>
CONF
  serve apache "$apache_port" apache2 -f "$bed/apache.conf" -DFOREGROUND
}

# sshd_config PORT PROGRAM: a server that only lets the key of $bed/ssh in and gives it PROGRAM.
sshd_config() {
  cat <<CONF
Port $1
ListenAddress 127.0.0.1
HostKey $bed/ssh/host
PidFile none
AuthorizedKeysFile $bed/ssh/authorized_keys
StrictModes no
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
Subsystem sftp $2
CONF
}

sshd_start() {
  sshd_port=$(free_port)
  sshd_ro_port=$(free_port)
  mkdir -p "$bed"/{ssh,sftp} /run/sshd
  local name
  for name in host key other; do ssh-keygen -q -t ed25519 -N "" -f "$bed/ssh/$name"; done
  cp "$bed/ssh/key.pub" "$bed/ssh/authorized_keys"
  for name in "$sshd_port" "$sshd_ro_port"; do
    echo "[127.0.0.1]:$name $(cut -d' ' -f1,2 "$bed/ssh/host.pub")" >>"$bed/ssh/known hosts"
    echo "[127.0.0.1]:$name $(cut -d' ' -f1,2 "$bed/ssh/other.pub")" >>"$bed/ssh/impostor"
  done
  touch "$bed/ssh/nobody"
  printf '#!/bin/sh\nexec /usr/lib/openssh/sftp-server -e -l INFO "$@" 2>>"%s"\n' "$bed/log/sftp-server" >"$bed/ssh/sftp-server"
  chmod 755 "$bed/ssh/sftp-server"
  sshd_config "$sshd_port" "$bed/ssh/sftp-server" >"$bed/ssh/config"
  sshd_config "$sshd_ro_port" "$bed/ssh/sftp-server -R" >"$bed/ssh/config-read-only"
  serve openssh "$sshd_port" /usr/sbin/sshd -D -e -f "$bed/ssh/config"
  serve openssh-read-only "$sshd_ro_port" /usr/sbin/sshd -D -e -f "$bed/ssh/config-read-only"
}

servers_stop() {
  local pid
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
}

# Sourced: real printers on loopback, each with its own folders below $bed. cupsd with a queue `salle` before an ippeveprinter, a queue
# `dossier` whose backend puts each job's bytes into a folder, and the ippeveprinter itself. Nothing outside $bed is touched but the
# CUPS backend, which CUPS runs only from its own ServerBin: a private copy of links serves for it.
bed=${bed:?the folder of the printers}
PATH=$PATH:/usr/sbin
cups_port=${cups_port:-16310} eve_port=${eve_port:-18631} eves_port=${eves_port:-18632}
export CUPS_SERVER=127.0.0.1:$cups_port
queue=ipp://127.0.0.1:$cups_port/printers
printer=ipp://127.0.0.1:$eve_port/ipp/print

wait_for_port() {
  for _ in $(seq 200); do
    (echo >"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0
    sleep 0.05
  done
  echo "port $1 never opened" >&2
  return 1
}

# The configuration of cupsd; the first argument is a line more.
cups_configure() {
  mkdir -p "$bed"/cups/{etc,run,cache,spool,tmp,log,bin} "$bed/paper"
  chmod 711 "$bed" "$bed"/cups
  chmod 777 "$bed/paper"
  for part in /usr/lib/cups/*; do
    [ -e "$bed/cups/bin/$(basename "$part")" ] || cp -rs "$part" "$bed/cups/bin/"
  done
  cat >"$bed/cups/bin/backend/tofolder" <<BACKEND
#!/bin/sh
# Each job becomes FOLDER/job-ID.prn with its options beside it. ID is CUPS' number.
[ \$# -eq 0 ] && { echo 'direct tofolder "Unknown" "A folder"'; exit 0; }
folder=\${DEVICE_URI#tofolder:}
if [ -e "\$folder/OFFLINE" ]; then echo "STATE: +offline-report" >&2; sleep 1; exit 1; fi
echo "STATE: -offline-report" >&2
name=job-\$1-\$\$
if [ -n "\$6" ]; then cat "\$6"; else cat; fi >"\$folder/\$name.part"
[ -e "\$folder/SLOW" ] && sleep 2
printf 'title=%s\ncopies=%s\noptions=%s\n' "\$3" "\$4" "\$5" >"\$folder/\$name.txt"
mv "\$folder/\$name.part" "\$folder/\$name.prn"
BACKEND
  chmod 755 "$bed/cups/bin/backend/tofolder"
  cat >"$bed/cups/etc/cups-files.conf" <<FILES
SystemGroup root lpadmin
User lp
Group lp
FileDevice Yes
ServerRoot $bed/cups/etc
ServerBin $bed/cups/bin
StateDir $bed/cups/run
CacheDir $bed/cups/cache
RequestRoot $bed/cups/spool
TempDir $bed/cups/tmp
AccessLog $bed/cups/log/access
ErrorLog $bed/cups/log/error
PageLog $bed/cups/log/page
LogFileGroup root
SyncOnClose Yes
FILES
  cat >"$bed/cups/etc/cupsd.conf" <<CUPSD
LogLevel debug
Listen 127.0.0.1:$cups_port
Listen $bed/cups/run/cups.sock
Browsing No
WebInterface No
DefaultAuthType None
DefaultEncryption Never
MaxLogSize 0
PreserveJobHistory Yes
PreserveJobFiles No
JobRetryInterval 1
ErrorPolicy retry-job
${1:-}
<Location />
  Order allow,deny
  Allow from 127.0.0.1
</Location>
<Location /admin>
  Order allow,deny
  Allow from 127.0.0.1
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  SubscriptionPrivateAccess default
  SubscriptionPrivateValues default
  <Limit All>
    Order allow,deny
    Allow from 127.0.0.1
  </Limit>
</Policy>
CUPSD
}

cups_start() {
  cupsd -f -c "$bed/cups/etc/cupsd.conf" -s "$bed/cups/etc/cups-files.conf" >>"$bed/cups/log/out" 2>&1 &
  cups_pid=$!
  wait_for_port "$cups_port"
}

cups_stop() { # SIGNAL
  kill "-${1:-TERM}" "$cups_pid" 2>/dev/null || true
  wait "$cups_pid" 2>/dev/null || true
}

# lpadmin sometimes finds cupsd still starting.
add_queue() { # NAME DEVICE [OPTION…]
  local name=$1 device=$2
  shift 2
  for _ in 1 2 3 4 5; do
    lpadmin -p "$name" -v "$device" -E "$@" 2>>"$bed/cups/log/out" && return 0
    sleep 0.5
  done
  echo "the queue $name cannot be made" >&2
  return 1
}

# ippeveprinter wants a D-Bus; OPTIONS may hold another port or a certificate folder.
eve_start() { # PORT NAME [OPTION…]
  local port=$1 name=$2
  shift 2
  if [ ! -S "$bed/dbus.sock" ]; then
    cat >"$bed/dbus.conf" <<DBUS
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=$bed/dbus.sock</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/><allow user="*"/></policy></busconfig>
DBUS
    dbus-daemon --config-file="$bed/dbus.conf" --nofork --nopidfile >>"$bed/dbus.log" 2>&1 &
    dbus_pid=$!
    for _ in $(seq 100); do [ -S "$bed/dbus.sock" ] && break; sleep 0.05; done
  fi
  mkdir -p "$bed/eve-$port"
  DBUS_SYSTEM_BUS_ADDRESS=unix:path=$bed/dbus.sock ippeveprinter -v -p "$port" -d "$bed/eve-$port" -k \
    -f application/pdf,image/pwg-raster,image/urf -r off -n localhost -2 -s 60,60 "$@" "$name" >>"$bed/eve-$port.log" 2>&1 &
  eve_pid=$!
  wait_for_port "$port"
}

bed_stop() {
  cups_stop KILL
  for pid in "${eve_pid:-}" "${eves_pid:-}" "${dbus_pid:-}"; do
    [ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null || true
  done
  wait 2>/dev/null || true
}

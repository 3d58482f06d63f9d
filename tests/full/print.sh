#!/usr/bin/env bash
# usage: print.sh FOLDER   FOLDER holds the demo school with its state (tests/full/demo.sh). Prints on a real cupsd and on real
# ippeveprinters: what was chosen arrives, every trouble is told in French, nothing is lost and nothing comes out twice.
set -euo pipefail
# cupsd changes to another user for its filters.
[ "$(id -u)" -eq 0 ] || exec sudo --preserve-env "$0" "$@"
here=$(cd "$(dirname "$0")" && pwd)
source_school=$1
ardoise=${CARGO_TARGET_DIR:-target}/debug/ardoise
bed=$(mktemp -d -t ardoise-print.XXXXXX)
source "$here/print/bed.sh"
source "$here/print/school.sh"
trap 'bed_stop; rm -rf "$bed"' EXIT
failed=0

# told WHAT TEXT…: the last answer holds each text.
told() {
  local what=$1
  shift
  for text in "$@"; do
    # The apostrophe and the narrow spaces of the catalogue are what they are: texts are given word for word.
    grep -qF -- "$text" "$bed/said" && continue
    echo "FAIL $what: « $text » is not said"
    sed 's/^/     /' "$bed/said"
    failed=1
    return
  done
  echo "ok   $what"
}
same() { # WHAT EXPECTED FOUND
  if [ "$2" = "$3" ]; then echo "ok   $1"; else echo "FAIL $1: $3 instead of $2"; failed=1; fi
}

cups_configure
cups_start
eve_start "$eve_port" "ENT Test" && eve=$eve_pid
add_queue dossier "tofolder:$bed/paper" -m raw
add_queue salle "$printer" -m everywhere

school copies "$printer" 'copies = 3'
run print --class 6a
told "copies arrive, and the printer itself says so" "3 exemplaires envoyés" "3 exemplaires imprimés"
facts=$(ipptool -tv "$printer" "$here/print/job.test" 2>&1) || { echo "$facts"; failed=1; }
for fact in 'copies (integer) = 3' 'sides (keyword) = two-sided-long-edge' 'media (keyword) = iso_a4_210x297mm'; do
  same "the printer was told $fact" "$fact" "$(grep -oF "$fact" <<<"$facts" | head -n 1)"
done
run print --class 6a
told "a second time sends nothing" "impression déjà faite. Rien n’est envoyé."
same "one document came out" 1 "$(ls "$bed/eve-$eve_port"/*.pdf | wc -l)"

school queue "$queue/salle"
run print --class 6a
told "the printer behind a queue vouches for it" "1 exemplaire imprimé"

school trial "$queue/dossier" 'copies = 5'
run print --class 6a --trial
told "a trial is one copy, then a pause" "1 exemplaire envoyé" "C’était un essai"
run print --class 6a
told "a trial does not count as printed" "5 exemplaires envoyés" "la file d’attente dit que c’est imprimé"
same "a queue without a printer to ask: a trial and a run" 2 "$(papers trial)"

school paused "$queue/dossier"
cupsdisable dossier
run print --class 6a --wait 2
told "a paused queue" "L’imprimante est en pause." "Tout n’est pas sorti"
same "exit code while it waits" 1 "$code"
cupsenable dossier
run print --class 6a
told "the paused job comes out by itself" "c’est imprimé"
same "once" 1 "$(papers paused)"

school rejecting "$queue/dossier"
cupsreject dossier
run print --class 6a
told "a queue that takes nothing" "rien n’est parti." "n’accepte pas de travaux"
cupsaccept dossier
run print --class 6a
told "what was refused is sent later" "1 exemplaire envoyé"
same "once" 1 "$(papers rejecting)"

school offline "$queue/dossier"
touch "$bed/paper/OFFLINE"
run print --class 6a --wait 4
told "a queue that cannot reach its printer" "La file d’attente ne joint pas l’imprimante."
rm "$bed/paper/OFFLINE"
run print --class 6a --wait 30
told "it comes out when the printer is back" "c’est imprimé"
same "once" 1 "$(papers offline)"

school held "$queue/dossier" 'hold = true'
run print --class 6a
told "held by the configuration" "l’imprimante attend votre accord"
same "nothing came out" 0 "$(papers held)"
run print --release
told "released" "la feuille est libérée." "c’est imprimé"
same "once" 1 "$(papers held)"

school canceled "$queue/dossier"
run print --class 6a --hold
run print --cancel
told "taken back" "annulation demandée." "impression annulée."
run print --class 6a
told "it is not sent again by itself" "impression interrompue."
same "nothing came out" 0 "$(papers canceled)"
run print --class 6a --reprint
same "the office decides" 1 "$(papers canceled)"

school deleted "$queue/partie"
add_queue partie "tofolder:$bed/paper" -m raw
lpadmin -x partie
run print --class 6a
told "a queue that is gone" "Cette file d’attente n’existe pas ou plus."

school busy "$printer"
run print --class 6a --class 6b --wait 60
told "two sheets at one printer, one after the other" "6e A, gazette" "6e B, gazette" "1 exemplaire imprimé"
same "exit code" 0 "$code"

school off "$printer"
kill "$eve"
wait "$eve" 2>/dev/null || true
run print --class 6a
told "a printer that is off" "rien n’est parti." "L’imprimante ne répond pas."
same "exit code" 1 "$code"
eve_start "$eve_port" "ENT Test"
run print --class 6a
told "it is sent when the printer is on" "1 exemplaire imprimé"

school stale "$queue/dossier"
now=2026-11-29T09:00:00Z run print --class 6a --week 2026-W48
told "old data" "pas d’envoi, ses données sont anciennes"
same "exit code" 1 "$code"
now=2026-11-29T09:00:00Z run print --class 6a --week 2026-W48 --accept-stale
told "somebody said yes" "c’est imprimé"

school killed "$queue/dossier"
cupsdisable dossier
run print --class 6a --wait 1
cups_stop KILL
cups_start
cupsenable dossier
run print --class 6a --wait 1
told "cupsd lost an accepted job: the office is told" "on ne sait pas si la feuille est sortie"
same "and nothing is sent again" 0 "$(papers killed)"
run print --class 6a --reprint
told "until it decides" "c’est imprimé"
same "once" 1 "$(papers killed)"

"$here/print/certificates.sh" "$bed/tls"
eve_main=$eve_pid
eve_start "$eves_port" "ENT TLS" -K "$bed/tls" && eves_pid=$eve_pid eve_pid=$eve_main
school untrusted "ipps://ardoise:geheim@localhost:$eves_port/ipp/print"
run print --class 6a
told "a certificate that nobody vouches for" "rien n’est parti." "Le certificat de l’imprimante n’est pas reconnu."
same "the password is not shown" 0 "$(grep -c geheim "$bed/said" || true)"
school trusted "ipps://ardoise:geheim@localhost:$eves_port/ipp/print" "ca = \"$bed/tls/ca.pem\""
run print --class 6a
told "the same certificate with its authority" "1 exemplaire imprimé"

school folder "feuilles" 'copies = 12'
run print --class 6a
told "a folder for an office that prints by hand" "fichier déposé dans le dossier, à imprimer en 12 exemplaires."
same "one file" 1 "$(find "$bed/school/folder/feuilles" -name '12 × 6e A*.pdf' | wc -l)"

[ "$failed" -eq 0 ] || exit 1

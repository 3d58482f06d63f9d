# Sourced: a school of its own for each scenario, and Ardoise run for it. Needs $source_school, $ardoise and $bed.

# school NAME URI [LINE…]: a fresh copy of the demo school that prints there; `copies = N` goes to the class, the rest to the printer.
school() {
  name=$1
  local uri=$2 copies='copies = 1' lines=() folder=$bed/school/$1
  shift 2
  for line in "$@"; do
    if [[ $line = copies* ]]; then copies=$line; else lines+=("$line"); fi
  done
  mkdir -p "$folder/.ardoise"
  cp -r "$source_school"/{content,themes,output} "$folder/"
  cp -r "$source_school/.ardoise/demo/." "$folder/.ardoise/"
  # The sheet of each school is told apart by the week's manifest only through its job; its copies come from the manifest.
  python3 - "$source_school/config.toml" "$folder" "$uri" "$copies" "${lines[@]}" <<'PYTHON'
import json, pathlib, sys
config, folder, uri, copies, *lines = sys.argv[1:]
folder = pathlib.Path(folder)
printer = "\n".join(['[[printers]]', 'id = "copieur"', f'uri = "{uri}"', *lines])
(folder / "config.toml").write_text(pathlib.Path(config).read_text() + "\n" + printer + "\n")
path = folder / "output/manifest.json"
manifest = json.loads(path.read_text())
for sheet in manifest["sheets"].values():
    # One gazette for each class.
    sheet["copies"] = int(copies.split("=")[1]) if sheet["profile"] == "standard" else 0
path.write_text(json.dumps(manifest))
PYTHON
}

# run VERB…: Ardoise in the school of the scenario; what it says goes to $bed/said, its exit code to $code.
run() {
  code=0
  "$ardoise" --config "$bed/school/$name/config.toml" --now "${now:-2026-11-24T07:00:00Z}" "$@" >"$bed/said" 2>&1 || code=$?
}

# papers NAME: how many documents of the school came out of the queue `dossier`: those whose key is in its ledger.
papers() {
  local count=0 key
  for key in $(python3 - "$bed/school/$1/.ardoise/ardoise.sqlite" <<'PYTHON'
import sqlite3, sys
print(*[key for key, in sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute("SELECT key FROM print_job")])
PYTHON
  ); do
    count=$((count + $(grep -l -- "-$key" "$bed"/paper/*.txt 2>/dev/null | wc -l)))
  done
  echo "$count"
}

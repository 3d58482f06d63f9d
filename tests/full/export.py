"""usage: export.py ARDOISE FOLDER

FOLDER holds the demo school with its state (tests/full/demo.sh). It is exported, and the export is read back by what knows nothing of Ardoise:
JSON, the calendars by the library icalendar, the pages by counting headings, the files by their paths. All must tell the same numbers, which are
those that `ardoise status` tells.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import icalendar

ARDOISE, SOURCE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
NOW = "2026-11-24T06:30:00Z"
PAGES = {
    "devoirs": "homework",
    "contenus": "contents",
    "annonces": "announcements",
    "menus": "menus",
    "documents": "documents",
}
failed = []


def check(what, truth, seen=""):
    print(f"{'ok  ' if truth else 'FAIL'} {what}{'' if truth else f': {seen}'}")
    if not truth:
        failed.append(what)


def is_for(item, school_class):
    audience = item["audience"]
    if audience == "school":
        return True
    kind, value = next(iter(audience.items()))
    if kind == "level":
        return value == school_class["level"]
    return (value["class"] if kind == "group" else value) == school_class["id"]


def count_class(folder, elements, school_class):
    name = school_class["id"]
    wanted = {kind: [item for item in elements[kind] if is_for(item, school_class)] for kind in [*PAGES.values(), "lessons"]}
    for page, kind in PAGES.items():
        text = (folder / f"{page}.md").read_text()
        headings = len(re.findall("^## ", text, re.MULTILINE))
        check(f"{name}: {len(wanted[kind])} {kind} in {page}.md", headings == len(wanted[kind]), headings)
        missing = [item["id"] for item in wanted[kind] if item["id"] not in text.replace("\\", "")]
        check(f"{name}: each of them by its name", not missing, missing[:3])
    lessons = icalendar.Calendar.from_ical((folder / "cours.ics").read_bytes())
    events = [event for event in lessons.walk("VEVENT")]
    expected = len(wanted["lessons"]) + len(elements["days_off"])
    check(f"{name}: {expected} entries in cours.ics", len(events) == expected, len(events))
    starts = sorted(event.decoded("dtstart").isoformat() for event in events)[:1]
    check(f"{name}: each has a beginning and an end", all("dtstart" in e and "dtend" in e for e in events), starts)
    tasks = icalendar.Calendar.from_ical((folder / "devoirs.ics").read_bytes()).walk("VTODO")
    check(f"{name}: {len(wanted['homework'])} tasks in devoirs.ics", len(tasks) == len(wanted["homework"]), len(tasks))
    for page in folder.glob("*.md"):
        links = re.findall(r"\]\(<?(\.\./\.\./fichiers/[^)>]+)", page.read_text())
        lost = [link for link in links if not (folder / link).is_file()]
        check(f"{name}: {len(links)} files of {page.name} are there", not lost, lost[:3])


def main():
    work = pathlib.Path(tempfile.mkdtemp(prefix="ardoise-export."))
    try:
        config = work / "operator.toml"
        config.write_text('state_dir = ".ardoise/demo"\n' + (SOURCE / "config.toml").read_text())
        for name in ["content", "themes", ".ardoise"]:
            shutil.copytree(SOURCE / name, work / name)
        run = [ARDOISE, "--config", config, "--now", NOW, "--json"]
        told = json.loads(subprocess.run([*run, "export", work / "sortie"], check=True, capture_output=True).stdout)
        elements = json.loads((work / "sortie/elements.json").read_text())
        check("eight classes", len(elements["classes"]) == 8, len(elements["classes"]))
        for kind, number in told["items"].items():
            check(f"{number} {kind} in elements.json", len(elements[kind]) == number, len(elements[kind]))
        for school_class in elements["classes"]:
            count_class(work / "sortie/classes" / school_class["id"], elements, school_class)
        check("the README is French", "EXPORT D’ARDOISE" in (work / "sortie/LISEZMOI.txt").read_text())
        notes = [path for path in (SOURCE / "content").rglob("*") if path.is_file()]
        kept = [path for path in (work / "sortie/originaux/content").rglob("*") if path.is_file()]
        check(f"{len(notes)} notes as they were written", len(notes) == len(kept), len(kept))
        files = sum(1 for path in (work / "sortie").rglob("*") if path.is_file())
        check(f"{files} files in all, as it was told", files == told["files"], told["files"])
    finally:
        shutil.rmtree(work)
    return 1 if failed else 0


sys.exit(main())

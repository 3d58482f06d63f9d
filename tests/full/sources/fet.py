"""usage: fet.py configure|compare FOLDER

Writes a configuration for the classes that FET lists, with clock times for its hours; then compares the calendars of their sites with
the XML that FET writes of the same timetable, hour by hour.
"""
import csv
import glob
import sys
import xml.etree.ElementTree as tree
from datetime import date, timedelta

import icalendar

DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
HOURS = {"matin": [8, 9, 10, 11], "soir": [14, 15, 16, 17]}
MONDAY = date(2026, 11, 30)


def hour(day, label):
    """The hour of the clock that the configuration gives to a label of FET."""
    return HOURS[day.split()[1]][int(label.split()[1]) - 1]


def rows(folder):
    [path] = glob.glob(f"{folder}/files/csv/*/*_timetable.csv")
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def configure(folder):
    lines = ['[school]', 'name = "Lycée"', '[site]', 'public_url = "https://lycee.example/"']
    found = rows(folder)
    names = sorted({name for row in found for name in row["Students Sets"].split("+")})
    for name in names:
        lines += ["[[classes]]", f'id = "{name.lower()}"', f'label = "{name}"', f'level = "{name[0]}"']
    lines += ["[[sources]]", 'id = "edt"', 'type = "timetable-file"', 'format = "fet"', 'path = "files"', "[sources.hours]"]
    for day, label in sorted({(row["Day"], row["Hour"]) for row in found if row["Day"]}):
        start = hour(day, label)
        lines.append(f'"{day}/{label}" = "{start:02}:00-{start + 1:02}:00"')
    with open(f"{folder}/config.toml", "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    print(len(names), "classes,", len(found), "hours")


def by_fet(folder):
    """(class, day, hour) → subject, as FET's XML for pupils says."""
    [path] = glob.glob(f"{folder}/files/timetables/*/*_subgroups.xml")
    told = set()
    for group in tree.parse(path).getroot().iter("Subgroup"):
        for day in group.iter("Day"):
            for slot in day.iter("Hour"):
                subject = slot.find("Subject")
                if subject is not None:
                    start = hour(day.get("name"), slot.get("name"))
                    place = DAYS.index(day.get("name").split()[0])
                    told.add((group.get("name").split()[0].lower(), place, start, subject.get("name")))
    return told


def by_us(folder):
    told = set()
    for path in glob.glob(f"{folder}/output/sites/*/calendrier.ics"):
        name = path.split("/")[-2]
        with open(path, "rb") as file:
            calendar = icalendar.Calendar.from_ical(file.read())
        for event in calendar.walk("VEVENT"):
            start, end = event.decoded("DTSTART"), event.decoded("DTEND")
            if not hasattr(start, "hour") or not MONDAY <= start.date() < MONDAY + timedelta(7):
                continue
            start, end = start.astimezone(zone()), end.astimezone(zone())
            for at in range(start.hour, end.hour):
                told.add((name, start.weekday(), at, str(event["SUMMARY"])))
    return told


def zone():
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/Paris")


def compare(folder):
    fet, ours = by_fet(folder), by_us(folder)
    hours = lambda told: {entry[:3] for entry in told}
    assert fet and hours(fet) == hours(ours), (sorted(hours(fet) ^ hours(ours))[:10], len(fet), len(ours))
    pairs = {}
    subjects = {entry[:3]: entry[3] for entry in fet}
    for entry in ours:
        pairs.setdefault(subjects[entry[:3]], set()).add(entry[3])
    mixed = {fet_name: names for fet_name, names in pairs.items() if len(names) != 1}
    assert not mixed, mixed
    print(len(fet), "hours of a week of", len({entry[0] for entry in fet}), "classes agree, in", len(pairs), "subjects")


if __name__ == "__main__":
    {"configure": configure, "compare": compare}[sys.argv[1]](sys.argv[2])

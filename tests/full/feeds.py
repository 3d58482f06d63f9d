"""usage: feeds.py SITES   What programs read of every site, by parsers that others wrote: Atom feeds, the calendar and the plain text."""

import datetime
import pathlib
import sys
import unicodedata
import urllib.parse

import feedparser
import icalendar
import vobject

COLUMNS = 72
OCTETS = 75


def atom(path):
    """Problems of a feed: what RFC 4287 asks of a feed and its entries, and links that lead to a page of the site."""
    feed = feedparser.parse(path.read_bytes())
    if feed.bozo or feed.version != "atom10":
        yield f"not an Atom feed: {feed.get('bozo_exception', feed.version)}"
    for name in ("id", "title", "updated_parsed", "author"):
        if not feed.feed.get(name):
            yield f"the feed has no {name}"
    if path.name == "flux.xml" and not feed.entries:
        yield "no entry in the feed of everything"
    ids = [entry.get("id") for entry in feed.entries]
    if len(set(ids)) != len(ids):
        yield "two entries have the same id"
    for entry in feed.entries:
        for name in ("id", "title", "updated_parsed", "link", "summary"):
            if not entry.get(name):
                yield f"{entry.get('title')}: no {name}"
        page = path.parent / urllib.parse.urlsplit(entry.get("link", "")).path
        if not page.is_file():
            yield f"{entry.get('title')}: leads nowhere: {entry.get('link')}"


def calendar(path):
    """Problems of a calendar for two readers, and of its lines (RFC 5545, 3.1)."""
    data = path.read_bytes()
    lines = data.split(b"\r\n")
    if b"\n" in data.replace(b"\r\n", b"") or lines[-1] != b"":
        yield "a line does not end with CRLF"
    yield from (f"{len(line)} octets in a line: {line[:40]!r}" for line in lines if len(line) > OCTETS)
    entries = list(icalendar.Calendar.from_ical(data).walk())
    yield from (f"icalendar: {error}" for entry in entries for error in entry.errors)
    dated = [entry for entry in entries if entry.name in ("VEVENT", "VTODO")]
    uids = [str(entry["UID"]) for entry in dated]
    if not uids or len(set(uids)) != len(uids):
        yield "no entry, or two with the same UID"
    for entry in dated:
        if "DTSTAMP" not in entry or "SUMMARY" not in entry:
            yield f"{entry['UID']}: no DTSTAMP or SUMMARY"
        if entry.name == "VEVENT" and not entry["DTEND"].dt > entry["DTSTART"].dt:
            yield f"{entry['UID']}: does not end after it began"
    if not any(isinstance(entry["DTSTART"].dt, datetime.datetime) for entry in dated if entry.name == "VEVENT"):
        yield "no lesson"
    other = vobject.readOne(data.decode())
    other.validate(raiseException=True)
    if sorted(entry.uid.value for entry in other.getChildren() if entry.name in ("VEVENT", "VTODO")) != sorted(uids):
        yield "vobject reads other entries than icalendar"


def plain(path):
    """Problems of a text for terminals: UTF-8, no control characters, lines that fit."""
    text = path.read_bytes().decode()
    if not text.endswith("\n"):
        yield "the last line does not end"
    for number, line in enumerate(text.splitlines(), 1):
        if any(unicodedata.category(sign) == "Cc" for sign in line):
            yield f"line {number}: a control character"
        if width(line) > COLUMNS and len(line.lstrip("-! ").split(" ")) > 1:
            yield f"line {number}: {width(line)} columns"


def width(line):
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in line)
    return len(line) + wide - sum(bool(unicodedata.combining(sign)) for sign in line)


def main(root):
    """Judges each file and prints a row for it; the cancelled lessons of the demo school are somewhere."""
    kinds = {"flux*.xml": atom, "calendrier.ics": calendar, "texte.txt": plain}
    failures, seen = 0, {}
    for pattern, judge in kinds.items():
        files = sorted(root.glob(f"*/{pattern}"))
        seen[pattern] = files
        for path in files:
            problems = list(told(judge, path))
            failures += bool(problems)
            print("FAIL" if problems else "ok  ", path.relative_to(root))
            print(*(f"       {problem}\n" for problem in problems[:8]), sep="", end="")
    sites = len(list(root.glob("*/index.html")))
    for pattern, files in seen.items():
        if sites == 0 or len(files) < sites:
            failures += 1
            print(f"FAIL {sites} sites, but {len(files)} times {pattern}")
    if not any(b"\r\nSTATUS:CANCELLED\r\n" in path.read_bytes() for path in seen["calendrier.ics"]):
        failures += 1
        print("FAIL no calendar has a cancelled lesson")
    return 1 if failures else 0


def told(judge, path):
    """A parser that gives up is a problem of the file."""
    try:
        yield from judge(path)
    except Exception as error:
        yield f"{type(error).__name__}: {error}"


sys.exit(main(pathlib.Path(sys.argv[1])))

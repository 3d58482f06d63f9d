"""Recurring calendars, each with a trap, and what recurring-ical-events says that they give."""

import datetime
import zoneinfo

import icalendar
import recurring_ical_events

PARIS = zoneinfo.ZoneInfo("Europe/Paris")

# The examples of RFC 5545 (3.8.5.3), moved into the school year, and rules that schools write.
RULES = [
    "FREQ=DAILY;COUNT=10",
    "FREQ=DAILY;UNTIL=20261224T000000Z",
    "FREQ=DAILY;INTERVAL=2",
    "FREQ=DAILY;INTERVAL=10;COUNT=5",
    "FREQ=YEARLY;UNTIL=20290131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
    "FREQ=DAILY;UNTIL=20270131T140000Z;BYMONTH=1",
    "FREQ=WEEKLY;COUNT=10",
    "FREQ=WEEKLY;UNTIL=20261224T000000Z",
    "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
    "FREQ=WEEKLY;UNTIL=20261207T000000Z;WKST=SU;BYDAY=TU,TH",
    "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
    "FREQ=WEEKLY;INTERVAL=2;UNTIL=20261224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
    "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
    "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
    "FREQ=MONTHLY;UNTIL=20271224T000000Z;BYDAY=1FR",
    "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
    "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
    "FREQ=MONTHLY;BYMONTHDAY=-3",
    "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
    "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
    "FREQ=MONTHLY;INTERVAL=3;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
    "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
    "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
    "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
    "FREQ=YEARLY;BYDAY=20MO",
    "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
    "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
    "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
    "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
    "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
    "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
    "FREQ=HOURLY;INTERVAL=3;UNTIL=20261124T170000Z",
    "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
    "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
    "FREQ=DAILY;BYHOUR=9,10,11;BYMINUTE=0,30;COUNT=30",
    "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
    "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
    "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
    "FREQ=WEEKLY;BYDAY=MO,TU,TH,FR;UNTIL=20270702T220000Z",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO",
]

# How an event says when it is: the parameter of its times, and their form.
FORMS = [
    ("paris", ";TZID=Europe/Paris", "{}T{}"),
    ("utc", "", "{}T{}Z"),
    ("day", ";VALUE=DATE", "{}"),
]


def vevent(*lines):
    return "\r\n".join(("BEGIN:VEVENT", "DTSTAMP:20260901T080000Z", *lines, "END:VEVENT"))


def calendar(*components, head=()):
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//FR", *head, *components, "END:VCALENDAR", ""))


def ruled():
    """Each rule for an event in Paris, every third also in UTC and for whole days."""
    for number, rule in enumerate(RULES):
        for form, parameter, pattern in FORMS:
            narrow = any(word in rule for word in ("HOURLY", "MINUTELY", "BYHOUR"))
            if (form != "paris" and number % 3) or (form == "day" and (narrow or "UNTIL" in rule)):
                continue
            start, end = pattern.format("20261124", "080000"), pattern.format("20261124", "085500")
            lines = [f"UID:{number}@test", f"DTSTART{parameter}:{start}", f"RRULE:{rule}", f"SUMMARY:Regle {number}"]
            if form != "day":
                lines.insert(2, f"DTEND{parameter}:{end}")
            yield f"{form} {rule}", calendar(vevent(*lines))


def trapped():
    """What goes around a rule: exceptions, changed instances, further dates, odd zones, the days on which clocks change."""
    base = ["UID:1@test", "DTSTART;TZID=Europe/Paris:20261124T080000", "DTEND;TZID=Europe/Paris:20261124T090000", "SUMMARY:Cours"]
    daily, weekly = [*base, "RRULE:FREQ=DAILY;COUNT=10"], [*base, "RRULE:FREQ=WEEKLY;COUNT=20"]
    moved = ["UID:1@test", "RECURRENCE-ID;TZID=Europe/Paris:20261126T080000", "SUMMARY:Cours"]
    later = ["DTSTART;TZID=Europe/Paris:20261126T140000", "DTEND;TZID=Europe/Paris:20261126T153000"]
    yield "exdate", calendar(vevent(*daily, "EXDATE;TZID=Europe/Paris:20261126T080000"))
    yield "exdate in utc", calendar(vevent(*daily, "EXDATE:20261126T070000Z"))
    yield "exdate list", calendar(vevent(*daily, "EXDATE;TZID=Europe/Paris:20261126T080000,20261128T080000"))
    yield "two exdates", calendar(vevent(*daily, "EXDATE:20261126T070000Z", "EXDATE:20261127T070000Z"))
    yield "exdate of nothing", calendar(vevent(*daily, "EXDATE:20261126T093000Z"))
    yield "exdate of the first", calendar(vevent(*daily, "EXDATE;TZID=Europe/Paris:20261124T080000"))
    yield "exdate over the change", calendar(vevent(*[line.replace("1124", "1020") for line in weekly], "EXDATE;TZID=Europe/Paris:20261027T080000"))
    yield "rdate", calendar(vevent(*base, "RDATE;TZID=Europe/Paris:20261201T080000,20261208T100000"))
    yield "rdate and rule", calendar(vevent(*daily, "RDATE;TZID=Europe/Paris:20261130T170000"))
    yield "rdate that the rule gives too", calendar(vevent(*daily, "RDATE;TZID=Europe/Paris:20261126T080000"))
    yield "rdate taken out", calendar(vevent(*base, "RDATE:20261201T070000Z", "EXDATE:20261201T070000Z"))
    yield "moved instance", calendar(vevent(*daily), vevent(*moved, *later))
    yield "moved instance first", calendar(vevent(*moved, *later), vevent(*daily))
    yield "moved instance in utc", calendar(vevent(*daily), vevent("UID:1@test", "RECURRENCE-ID:20261126T070000Z", "SUMMARY:Cours", *later))
    yield "moved to another day", calendar(vevent(*daily), vevent(*moved, "DTSTART;TZID=Europe/Paris:20261219T080000", "DTEND;TZID=Europe/Paris:20261219T090000"))
    yield "moved twice", calendar(vevent(*daily), vevent(*moved, *later, "SEQUENCE:1"), vevent(*moved, "SEQUENCE:2", "DTSTART;TZID=Europe/Paris:20261126T110000", "DTEND;TZID=Europe/Paris:20261126T120000"))
    yield "renamed instance", calendar(vevent(*daily), vevent(*moved[:2], "SUMMARY:Autre", "DTSTART;TZID=Europe/Paris:20261126T080000", "DTEND;TZID=Europe/Paris:20261126T090000"))
    yield "cancelled instance", calendar(vevent(*daily), vevent(*moved, "STATUS:CANCELLED", "DTSTART;TZID=Europe/Paris:20261126T080000", "DTEND;TZID=Europe/Paris:20261126T090000"))
    yield "instance of another event", calendar(vevent(*daily), vevent(*[line.replace("1@test", "2@test") for line in (*moved, *later)]))
    yield "two series at one hour", calendar(vevent(*daily), vevent(*[line.replace("1@test", "2@test").replace("Cours", "Club") for line in daily]), vevent(*moved, *later))
    yield "from then on", calendar(vevent(*daily), vevent("UID:1@test", "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Paris:20261127T080000", "SUMMARY:Cours", "DTSTART;TZID=Europe/Paris:20261127T100000", "DTEND;TZID=Europe/Paris:20261127T110000"))
    yield "whole days with instance", calendar(vevent("UID:3@test", "DTSTART;VALUE=DATE:20261123", "RRULE:FREQ=WEEKLY;COUNT=6", "SUMMARY:Semaine"), vevent("UID:3@test", "RECURRENCE-ID;VALUE=DATE:20261130", "DTSTART;VALUE=DATE:20261201", "SUMMARY:Semaine"))
    yield "whole days with exdate", calendar(vevent("UID:3@test", "DTSTART;VALUE=DATE:20261123", "DTEND;VALUE=DATE:20261124", "RRULE:FREQ=WEEKLY;COUNT=6", "EXDATE;VALUE=DATE:20261207", "SUMMARY:Semaine"))
    yield "three days each month", calendar(vevent("UID:3@test", "DTSTART;VALUE=DATE:20261207", "DTEND;VALUE=DATE:20261210", "RRULE:FREQ=MONTHLY;COUNT=5", "SUMMARY:Stage"))
    yield "into autumn", calendar(vevent("UID:4@test", "DTSTART;TZID=Europe/Paris:20261022T080000", "DTEND;TZID=Europe/Paris:20261022T090000", "RRULE:FREQ=DAILY;COUNT=8", "SUMMARY:Cours"))
    yield "into spring", calendar(vevent("UID:4@test", "DTSTART;TZID=Europe/Paris:20270325T080000", "DTEND;TZID=Europe/Paris:20270325T090000", "RRULE:FREQ=DAILY;COUNT=8", "SUMMARY:Cours"))
    yield "over week 53", calendar(vevent("UID:4@test", "DTSTART;TZID=Europe/Paris:20261216T080000", "DTEND;TZID=Europe/Paris:20261216T090000", "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=6", "SUMMARY:Semaine A"))
    yield "since 2019", calendar(vevent("UID:5@test", "DTSTART;TZID=Europe/Paris:20190902T080000", "DTEND;TZID=Europe/Paris:20190902T090000", "RRULE:FREQ=WEEKLY", "SUMMARY:Toujours"))
    yield "each day since 2015", calendar(vevent("UID:5@test", "DTSTART;TZID=Europe/Paris:20150901T120000", "DTEND;TZID=Europe/Paris:20150901T133000", "RRULE:FREQ=DAILY", "SUMMARY:Cantine"))
    yield "over before the window", calendar(vevent("UID:5@test", "DTSTART;TZID=Europe/Paris:20240902T080000", "RRULE:FREQ=WEEKLY;COUNT=10", "SUMMARY:Jadis"), vevent(*base))
    yield "duration", calendar(vevent("UID:6@test", "DTSTART;TZID=Europe/Paris:20261124T080000", "DURATION:PT1H30M", "RRULE:FREQ=WEEKLY;COUNT=4", "SUMMARY:Atelier"))
    yield "no end", calendar(vevent("UID:6@test", "DTSTART;TZID=Europe/Paris:20261124T080000", "RRULE:FREQ=WEEKLY;COUNT=4", "SUMMARY:Rappel"))
    yield "other zones", calendar(vevent("UID:7@test", "DTSTART;TZID=America/New_York:20261124T080000", "DTEND;TZID=America/New_York:20261124T090000", "RRULE:FREQ=WEEKLY;UNTIL=20270420T120000Z", "SUMMARY:Visio"))
    yield "zone of windows", calendar(vevent("UID:7@test", "DTSTART;TZID=Romance Standard Time:20261124T080000", "DTEND;TZID=Romance Standard Time:20261124T090000", "RRULE:FREQ=WEEKLY;COUNT=25", "SUMMARY:Outlook"))
    yield "zone of the calendar", calendar(vevent("UID:7@test", "DTSTART:20261124T070000Z", "DTEND:20261124T080000Z", "RRULE:FREQ=WEEKLY;COUNT=25", "SUMMARY:Google"), head=("X-WR-TIMEZONE:Europe/Paris",))
    yield "until as a day", calendar(vevent("UID:8@test", "DTSTART;VALUE=DATE:20261124", "RRULE:FREQ=WEEKLY;UNTIL=20261215", "SUMMARY:Jusque"))
    yield "until on the last one", calendar(vevent("UID:8@test", "DTSTART;TZID=Europe/Paris:20261124T080000", "DTEND;TZID=Europe/Paris:20261124T090000", "RRULE:FREQ=WEEKLY;UNTIL=20261215T070000Z", "SUMMARY:Jusque"))
    yield "until just before", calendar(vevent("UID:8@test", "DTSTART;TZID=Europe/Paris:20261124T080000", "DTEND;TZID=Europe/Paris:20261124T090000", "RRULE:FREQ=WEEKLY;UNTIL=20261215T065959Z", "SUMMARY:Jusque"))
    yield "beginning outside its rule", calendar(vevent("UID:9@test", "DTSTART;TZID=Europe/Paris:20261124T080000", "DTEND;TZID=Europe/Paris:20261124T090000", "RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=4", "SUMMARY:Ecart"))
    yield "overnight", calendar(vevent("UID:10@test", "DTSTART;TZID=Europe/Paris:20261127T200000", "DTEND;TZID=Europe/Paris:20261128T070000", "RRULE:FREQ=MONTHLY;COUNT=3", "SUMMARY:Nuit"))
    folded = calendar(vevent(*daily, "EXDATE;TZID=Europe/Paris:20261126T080000,20261128T080000,20261130T080000"))
    yield "folded in a date", folded.replace("20261128", "2026\r\n 1128").replace("FREQ=DA", "FREQ=DA\r\n\tILY;COUNT=9\r\nX-REST:")
    yield "bare line feeds", calendar(vevent(*daily)).replace("\r\n", "\n")
    yield "same event in two versions", calendar(vevent(*weekly, "SEQUENCE:0"), vevent(*[line.replace("T08", "T10").replace("T09", "T11") for line in weekly], "SEQUENCE:3"))


def all_calendars():
    return [*ruled(), *trapped()]


def expected(text, first, last):
    """The entries that Ardoise should have: beginning and end as instants, and the title; one for each day an event touches."""
    found = set()
    source = icalendar.Calendar.from_ical(text)
    midnight = lambda day: datetime.datetime.combine(day, datetime.time(), PARIS)
    for event in recurring_ical_events.of(source).between(first, last + datetime.timedelta(1)):
        start, end = event["DTSTART"].dt, event.get("DTEND", event["DTSTART"]).dt
        if not isinstance(start, datetime.datetime):
            end = end if end > start else start + datetime.timedelta(1)
            start, end = midnight(start), midnight(end)
        start, end = (moment if moment.tzinfo else moment.replace(tzinfo=PARIS) for moment in (start, end))
        day = start.astimezone(PARIS).date()
        while True:
            begin, finish = max(start, midnight(day)), min(end, midnight(day + datetime.timedelta(1)))
            if first <= day <= last:
                found.add((instant(begin), instant(finish), str(event["SUMMARY"])))
            day += datetime.timedelta(1)
            if midnight(day) >= end:
                break
    return found


def instant(moment):
    return moment.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

"""usage: as_moodlepy.py ADDRESS DATABASE <TOKEN   Reads the make-believe Moodle with moodlepy, and compares what it finds with what was pulled."""
import datetime
import html
import json
import re
import sqlite3
import sys
import zoneinfo

from moodle import Moodle

PARIS = zoneinfo.ZoneInfo("Europe/Paris")
TODAY = datetime.date(2026, 11, 24)
# What ended earlier is not kept: 30 days, and the week they are in.
OLDEST = TODAY - datetime.timedelta(37)
AHEAD = TODAY + datetime.timedelta(63)
COURSES = [7, 9]


def day(seconds):
    """The day for which something is due; at midnight it is the day before."""
    return datetime.datetime.fromtimestamp(int(seconds) - 1, PARIS).date()


def start_of(date):
    return int(datetime.datetime.combine(date, datetime.time(), PARIS).timestamp())


def words(text):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def by_moodlepy(address, token):
    moodle = Moodle(f"{address}/moodle/webservice/rest/server.php", token)
    functions = {function.name for function in moodle.core.webservice.get_site_info().functions}
    assert "mod_assign_get_assignments" in functions, functions
    homework, news, files = set(), set(), 0
    # Its own type of an assignment takes `configs` for one object, where Moodle has a list.
    courses = moodle("mod_assign_get_assignments", courseids=COURSES)["courses"]
    for course in courses:
        for assignment in course["assignments"]:
            if day(assignment["duedate"]) >= OLDEST:
                homework.add((str(day(assignment["duedate"])), course["fullname"], assignment["name"]))
                files += len(assignment["introattachments"])
    names = {course["id"]: course["fullname"] for course in courses}
    window = {"userevents": 0, "siteevents": 0, "timestart": start_of(TODAY), "timeend": start_of(AHEAD)}
    asked = {f"options[{name}]": value for name, value in window.items()}
    asked |= {f"events[courseids][{place}]": course for place, course in enumerate(COURSES)}
    for event in moodle("core_calendar_get_calendar_events", **asked)["events"]:
        if event["modulename"] != "assign" and not event["groupid"]:
            homework.add((str(day(event["timestart"] + 1)), names[event["courseid"]], event["name"]))
    for forum in moodle.mod.forum.get_forums_by_courses(COURSES):
        if forum.type == "news":
            for thread in moodle.mod.forum.get_forum_discussions(forum.id).discussions:
                if thread.groupid == -1:
                    news.add((thread.discussion, thread.subject, words(thread.message)))
                    files += len(thread.attachments or [])
    return homework, news, files, len(courses)


def shown(blocks):
    """The words of a text, however deep they lie."""
    if isinstance(blocks, dict):
        return " ".join([blocks["text"]] if isinstance(blocks.get("text"), str) else map(shown, blocks.values()))
    return " ".join(map(shown, blocks)) if isinstance(blocks, list) else ""


def by_us(database):
    homework, news, files = set(), set(), 0
    for key, body in sqlite3.connect(database).execute("SELECT key, body FROM item WHERE source = 'moodle'"):
        item = json.loads(body)
        if "homework" in item:
            told = item["homework"]
            homework.add((told["due_on"], told["subject"]["raw"], words(shown(told["body"]))))
            files += len(told["attachments"])
        else:
            told = item["announcement"]
            thread = int(told["address"].rsplit("=")[-1])
            news.add((thread, told["title"], words(shown(told["body"]))))
            files += len(told["attachments"])
    return homework, news, files


def main(address, database, token):
    homework, news, files, courses = by_moodlepy(address, token)
    ours, our_news, our_files = by_us(database)
    assert homework and news and files, (len(homework), len(news), files)
    unlike = [one for one in homework if not any(one[:2] == other[:2] and other[2].startswith(one[2]) for other in ours)]
    assert not unlike and len(ours) == len(homework), (unlike[:3], len(ours), len(homework))
    assert our_news == news, sorted(our_news ^ news)[:4]
    assert our_files == files, (our_files, files)
    print(f"moodlepy and ardoise read alike: {courses} courses, {len(homework)} works and dates, {len(news)} announcements, {files} files")


if __name__ == "__main__":
    main(*sys.argv[1:3], token=sys.stdin.readline().strip())

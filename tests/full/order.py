"""usage: order.py OUTPUT…   Who listens to a gazette hears what the pages of the class say, in their order and their words. Each gazette
below OUTPUT/print, read by its tags, is compared with the pages below OUTPUT/sites: every homework and every announcement is there word
for word, or as its first words, or by its name, or counted; none is there that the pages do not have; and so are lessons and menus.

Not compared: white space, hyphens at the end of a line, rooms and teachers (the paper writes them shorter), pictures, and the day of the
week of a date."""

import collections
import pathlib
import re
import sys

from order_pages import Site
from order_paper import Gazette


def bare(text):
    """Without white space and without hyphens: a line may end elsewhere on paper."""
    return re.sub(r"[\s\u00ad\u200b\u2060-]+", "", text)


def told(said, entry):
    """How `said` tells an entry: "full" for word for word, "short" for its first words and where the rest is, or not at all."""
    said, whole = bare(said), bare(entry.head + entry.text)
    cut = re.fullmatch(r"(.+?)…?\(suitesurlesite\)", said)
    # Where the paper has no such sign, as for an emoji, it has this one.
    begins = re.match(re.escape(cut.group(1) if cut else said).replace("▯", r"\W+"), whole + bare("".join(entry.files)))
    if cut:
        return "short" if begins else ""
    return "full" if begins and begins.end() == begins.endpos else ""


class Comparison:
    """What was found of one gazette."""

    def __init__(self, name):
        self.name, self.wrong, self.found = name, [], collections.Counter()

    def refuse(self, what):
        self.wrong.append(f"{self.name}: {what}")

    def entries(self, said, entries):
        """Matches what is said with entries, in order; gives those that are left."""
        rest, left = list(entries), []
        for one in said:
            place = next((place for place, entry in enumerate(rest) if told(one, entry)), None)
            if place is None:
                self.refuse(f"is not on the page, or out of order: « {' '.join(one.split())[:120]} »")
                continue
            self.found[told(one, rest[place])] += 1
            left += rest[:place]
            rest = rest[place + 1 :]
        return left + rest

    def homework(self, days, site_days):
        """Every homework of the pages, in the order of the days."""
        dates = [bare(day.title) for day in days]
        known = [bare(day.title) for day in site_days]
        if dates != [date for date in known if date in dates]:
            self.refuse(f"the days are {dates} instead of {known}")
        left_over = []
        for site_day in site_days:
            day = next((day for day in days if bare(day.title) == bare(site_day.title)), None)
            left = self.entries(day.said if day else [], site_day.entries)
            if day and day.named:
                names = collections.Counter(bare(entry.name) for entry in left)
                named = day.names()
                for name, count in named.items():
                    if names[name] < count:
                        self.refuse(f"{site_day.title}: « {name} » is named {count} times, and left {names[name]} times")
                self.found["named"] += sum(named.values())
                left_over += list((names - named).elements())
            else:
                left_over += left
        return len(left_over)

    def counted(self, what, left, counted):
        self.found["counted"] += counted
        if left != counted:
            self.refuse(f"{left} {what} of the pages are missing, the paper counts {counted}")

    def sequence(self, what, said, expected):
        """Every text stands in `said` after the one before it."""
        at, said = 0, bare(said)
        for text in expected:
            place = said.find(bare(text), at)
            if place < 0:
                self.refuse(f"{what}: « {text} » is missing or out of order")
                return
            at = place + len(bare(text))
        self.found[what] += len(expected)


def compare(sheet, site):
    gazette, result = Gazette(sheet), Comparison(f"{sheet.parent.parent.parent.parent.name}/{sheet.name}")
    week = sheet.parent.name
    result.counted("homework", result.homework(gazette.days(), site.homework(week)), gazette.counted_homework())
    news = site.announcements()
    left = result.entries(gazette.announcements(), news)
    titles = gazette.titles()
    if titles and [bare(title) for title in titles] != [bare(entry.name) for entry in left][: len(titles)]:
        result.refuse(f"the other announcements are {titles}, left are {[entry.name for entry in left]}")
    result.found["named"] += len(titles)
    result.counted("announcements", len(left) - len(titles), gazette.counted_announcements())
    for day, lessons in site.lessons(week):
        said = gazette.lessons(day)
        if said is None:
            if not gazette.says_no_lessons():
                result.refuse(f"the lessons of {day} are not there")
            continue
        brief = gazette.is_brief(day)
        expected = [text for lesson in lessons if lesson.change or not brief for text in (lesson.subject, lesson.change) if text]
        result.sequence("lessons", said, expected)
    menu = site.menu(week)
    if menu and not gazette.says_menu_elsewhere():
        result.sequence("menu", gazette.menu(), menu)
    return result


def main(outputs):
    wrong, found, sheets = [], collections.Counter(), 0
    for output in map(pathlib.Path, outputs):
        sites = {}
        for sheet in sorted(output.glob("print/*/*.*.pdf")):
            name, profile = sheet.stem.split(".", 1)
            if profile not in ("standard", "clair", "grand", "dys"):
                continue
            site = sites.setdefault(name, Site(output / "sites" / name))
            result = compare(sheet, site)
            sheets += 1
            wrong += result.wrong
            found += result.found
            if not result.found["full"] + result.found["short"] + result.found["named"]:
                wrong.append(f"{sheet}: has nothing of its class's pages")
    for line in wrong:
        print("FAIL", line)
    print(f"{sheets} gazettes say what the pages say, in their order: {dict(found)}; {len(wrong)} differences")
    sys.exit(bool(wrong) or not sheets)


if __name__ == "__main__":
    main(sys.argv[1:])

"""usage: order.py OUTPUT…   Who listens to a gazette hears the week in the order of the class's pages: homework by day and task by task,
lessons day by day (where the timetable is a list), the menu, the announcements. Compares the text of each gazette below
OUTPUT/print, in the order of its structure tree, with the HTML below OUTPUT/sites."""

import pathlib
import re
import subprocess
import sys
from html.parser import HTMLParser

CATALOGUE = pathlib.Path(__file__).parents[2] / "themes/default/fr.ftl"
# Of a longer text, the paper may have the first words only.
SHORT = 60
# Elements whose words the paper says otherwise: dates of publication, and what changed.
OTHERWISE = {"small", "mark"}
# Where an item of a list begins, in the words of a sheet.
ITEM = "\x01"
BREAKS = {"caption", "h1", "h2", "h3", "h4", "p", "li", "dt", "dd", "td", "th", "tr", "ul", "ol", "dl", "table", "div", "br", "a"}


def bare(text):
    """Letters and figures alone: lines end elsewhere on paper."""
    return re.sub(r"[\W_]+", "", text).lower()


def messages():
    text = CATALOGUE.read_text()
    return lambda key: bare(re.search(rf"^paper-{key} = (.*)$", text, re.M).group(1))


class Page(HTMLParser):
    """The texts of a page, in order: a list of sections, each a title and its pieces (element, text)."""

    def __init__(self, path):
        super().__init__()
        self.sections, self.text, self.kind, self.skipping, self.heading = [("", [])], "", "p", [], ""
        self.feed(path.read_text())
        self.flush()

    def flush(self):
        if self.text.strip() and self.kind not in ("hours", "caption"):
            self.sections[-1][1].append((self.kind, self.text))
        self.text = ""

    def handle_starttag(self, tag, attributes):
        if tag in OTHERWISE:
            self.skipping.append(tag)
        elif tag in BREAKS and tag != "a":
            self.flush()
            self.kind = "hours" if ("scope", "col") in attributes else tag

    def handle_endtag(self, tag):
        if tag in self.skipping:
            self.skipping.remove(tag)
        elif tag == "h2":
            self.sections.append((bare(self.text), []))
            self.text = ""
        elif tag == "main":
            self.flush()
            self.skipping.append("all that follows")
        elif tag in BREAKS:
            self.flush()

    def handle_data(self, data):
        if not self.skipping:
            self.text += data

    def section(self, title):
        return [piece for name, pieces in self.sections if name == title for piece in pieces]


def spoken(sheet):
    """The sections of a sheet as its structure tree tells them: title and words."""
    command = ["pdfinfo", "-enc", "UTF-8", "-struct-text", str(sheet)]
    tree = subprocess.run(command, capture_output=True, check=True).stdout.decode(errors="replace")
    sections, in_title = {"": ""}, False
    title = ""
    for line in tree.splitlines():
        element = re.match(r" *(\w+)\b.*\((block|inline)\)", line)
        words = re.match(r' *"(.*)"$', line)
        if element and element.group(1) == "LBody" and not in_title:
            sections[title] += ITEM
        if element and not words:
            if in_title and title:
                in_title = False
                sections.setdefault(title, "")
            if element.group(1) == "H2":
                in_title, title = True, ""
        elif words and in_title:
            title += bare(words.group(1))
        elif words:
            sections[title] += bare(words.group(1))
    return sections


class Comparison:
    """Pieces of HTML looked up in the words of a sheet, from where the last one ended."""

    def __init__(self, name, words):
        self.name, self.words, self.at, self.both, self.all, self.wrong = name, words, 0, 0, 0, []

    def expect(self, text, first, end, before=""):
        """Looks for a text between two places; it may be missing (summarised), but not stand before the place reached."""
        whole = before + bare(text)
        self.all += 1
        for wanted in (whole, whole[:SHORT]) if len(whole) > SHORT else (whole,):
            found = self.words.find(wanted, max(self.at, first), end)
            if found >= 0:
                self.at, self.both = found + len(wanted), self.both + 1
                return True
            if self.words.find(wanted, first, end) >= 0:
                self.wrong.append(f"{self.name}: `{text.strip()[:70]}` comes too early")
                return False
        return False


def stretches(comparison, groups, before="", aside=None):
    """Groups of a title and its pieces: the titles in order, and the pieces of each in order below it. What is only named stands
    behind `aside`, after all that is told."""
    titles = [(place, title, pieces) for title, pieces in groups if (place := comparison.words.find(before + bare(title))) >= 0]
    ends = sorted(place for place, _, _ in titles) + [len(comparison.words)]
    for place, title, pieces in titles:
        end = ends[ends.index(place) + 1]
        comparison.expect(title, 0, end, before)
        told_until = comparison.words.find(aside, place, end) if aside else -1
        told_until = end if told_until < 0 else told_until
        for kind, text in pieces:
            comparison.expect(text, place, told_until, ITEM if kind in ("dt", "td") else "")
    comparison.all += sum(1 + len(pieces) for _, pieces in groups) - sum(1 + len(pieces) for _, _, pieces in titles)


def grouped(pieces, kind):
    """Pieces below each title."""
    groups = []
    for piece in pieces:
        if piece[0] == kind:
            groups.append((piece[1], []))
        elif groups:
            groups[-1][1].append(piece)
    return groups


def compare(sheet, site, week, say):
    pages = [Page(page) for page in sorted(site.glob("semaine-*.html")) if page.stem >= f"semaine-{week}"]
    index, told = Page(site / "index.html"), spoken(sheet)
    profile, done = sheet.stem.split(".")[1], []

    def compared(name, words):
        done.append(Comparison(f"{sheet.parent.name}/{sheet.name}, {name}", words))
        return done[-1]

    days = [group for page in pages for group in grouped(page.section("travailàfaire"), "h3")]
    stretches(compared("homework", told.get(say("homework"), "") + told.get(say("later"), "")), days, "pourle", say("also-due"))
    news = grouped(index.section("actualités"), "h3")
    words = told.get(say("announcements"), "")
    titles = words.find(say("other-announcements"))
    entries = compared("announcements", words if titles < 0 else words[:titles])
    stretches(entries, news)
    others = compared("other announcements", "" if titles < 0 else words[titles:])
    for title, _ in news:
        others.expect(title, 0, len(others.words))
    if pages:
        menu = compared("menu", told.get(say("menu"), ""))
        for kind, text in pages[0].section(say("menu")):
            if kind != "h3":
                menu.expect(text, 0, len(menu.words))
        if profile != "standard":
            lessons = grouped(pages[0].section(say("timetable")), "th")
            stretches(compared("lessons", told.get(say("timetable"), "")), lessons)
    return done


def main(outputs):
    say, wrong, sheets, both, all_of_them = messages(), [], 0, 0, 0
    for output in map(pathlib.Path, outputs):
        for sheet in sorted(output.glob("print/*/*.*.pdf")):
            name, profile = sheet.stem.split(".")[:2]
            if profile in ("acces", "affiche"):
                continue
            done = compare(sheet, output / "sites" / name, sheet.parent.name, say)
            sheets += 1
            both += sum(one.both for one in done)
            all_of_them += sum(one.all for one in done)
            wrong += [line for one in done for line in one.wrong]
            if not any(one.both for one in done):
                wrong.append(f"{sheet}: has nothing of its class's pages")
    for line in wrong:
        print("FAIL", line)
    print(f"{sheets} gazettes: {both} texts of {all_of_them} are there, {len(wrong)} out of order")
    sys.exit(1 if wrong or not sheets else 0)


if __name__ == "__main__":
    main(sys.argv[1:])

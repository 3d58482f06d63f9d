"""What the pages of a class's site say, in the words and the order in which its gazette has to say it: for order.py."""

import dataclasses
import functools
import re
import xml.etree.ElementTree as tree

import html5lib

WEEKDAYS = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) "
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# An address that is longer is shown by its host.
LONGEST_ADDRESS = 60
IN_PRONOTE = "à ouvrir dans Pronote"


@dataclasses.dataclass
class Entry:
    """A homework or an announcement: what stands before its text, the text, its files, and how it is named without a text."""

    name: str
    head: str = ""
    text: str = ""
    files: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Day:
    title: str
    entries: list


@dataclasses.dataclass
class Lesson:
    subject: str
    change: str


def letters(text):
    return "".join(sign for sign in text if sign.isalnum()).lower()


def readable(address):
    """An address as paper shows it."""
    bare = re.sub(r"^(https?://|mailto:|tel:)", "", address).rstrip("/").removeprefix("www.")
    if len(bare) <= LONGEST_ADDRESS:
        return bare
    return f"{re.split('[/?#]', bare)[0]}…, adresse complète sur le site de la classe"


def words(element):
    """The words of an element as paper has them: with the addresses of its links, without pictures."""
    if element.find("img") is not None or element.tag == "img":
        return ""
    text = (element.text or "") + "".join(words(kid) + (kid.tail or "") for kid in element)
    if element.tag != "a" or not text.strip():
        return text
    address = element.get("href", "")
    if re.match(r"(https?|mailto|tel):", address):
        return text if letters(readable(address)) in letters(text) else f"{text} ({readable(address)})"
    return f"{text} (sur le site de la classe)"


def sections(main):
    """The elements below each heading of the second level."""
    found, title = {"": []}, ""
    for element in main:
        if element.tag == "h2":
            title = words(element).replace(" (sur le site de la classe)", "")
            found[title] = []
        else:
            found[title].append(element)
    return found


def groups(elements, heading="h3"):
    """The elements below each heading."""
    found = []
    for element in elements:
        if element.tag == heading:
            found.append((element, []))
        elif found:
            found[-1][1].append(element)
    return found


def small(element):
    """The text of a paragraph that is nothing but small print."""
    return words(element[0]) if element.tag == "p" and [kid.tag for kid in element] == ["small"] and not (element.text or "").strip() else None


def files_of(elements):
    """Takes the files off the end of a text: their names, and where paper says that they are."""
    rows, files = list(elements), []
    while rows:
        last = [kid for kid in rows[-1]] if rows[-1].tag == "ul" else [rows[-1]]
        labels = [label(row) for row in last]
        if not all(labels):
            break
        files, rows = labels + files, rows[:-1]
    return rows, files


def label(row):
    """« Nom.odt (dans Pronote) » of the row of a file; nothing for anything else."""
    kids = list(row)
    plain = (row.text or "").strip()
    if row.tag in ("p", "li") and not kids and plain.endswith(f"({IN_PRONOTE})"):
        return plain.replace(IN_PRONOTE, "dans Pronote")
    if row.tag not in ("p", "li") or [kid.tag for kid in kids] != ["a"] or plain or (kids[0].tail or "").strip():
        return ""
    if not re.match(r"(pieces|media)/", kids[0].get("href", "")):
        return ""
    name = re.fullmatch(r"(.*) \([^()]*\)", "".join(kids[0].itertext()).strip())
    return f"{name.group(1)} (sur le site de la classe)" if name else ""


def in_file_words(files):
    """As a sheet lists them."""
    return [("Fichier : " if len(files) == 1 else "Fichiers : ") + " ; ".join(files)] if files else []


class Site:
    """The pages of a class."""

    def __init__(self, folder):
        self.folder = folder

    @functools.cache
    def page(self, name):
        """The sections of a page."""
        text = (self.folder / name).read_text()
        root = html5lib.parse(text, treebuilder="etree", namespaceHTMLElements=False)
        return sections(root.find(".//main"))

    def homework(self, week):
        """By day, from the week on."""
        found = []
        for page in sorted(self.folder.glob("semaine-*.html")):
            if page.stem >= f"semaine-{week}":
                for title, elements in groups(self.page(page.name).get("Travail à faire", [])):
                    day = words(title)
                    found.append(Day(f"Pour le {day[0].lower()}{day[1:]}", self.of_day(elements)))
        return found

    def of_day(self, elements):
        entries, subject, group = [], "", ""
        tests = False
        for row in [row for element in elements if element.tag == "dl" for row in element]:
            if row.tag == "dt":
                subject = words(row.find("strong"))
                group = re.sub(r"^\s*\((.*)\)\s*$", r"\1", row.find("strong").tail or "")
                tests = any(words(mark) == "Contrôle" for mark in row.findall("mark"))
            else:
                entries.append(homework(subject, group.strip(), tests, list(row)))
        return entries

    def announcements(self):
        """Those of the first page, with their texts from their own pages where they have one."""
        index = self.page("index.html")
        found = []
        for title, elements in groups(index.get("Actualités", [])):
            link = title.find("a")
            if link is not None:
                own = tree.Element("div")
                page = html5lib.parse((self.folder / link.get("href")).read_text(), treebuilder="etree", namespaceHTMLElements=False)
                elements = list(page.find(".//main")) or [own]
            found.append(announcement("".join(title.itertext()), elements))
        return found

    def lessons(self, week):
        """The lessons of each day that has some: (day, lessons)."""
        found = []
        for page in self.folder.glob(f"semaine-{week}.html"):
            for table in self.page(page.name)["Emploi du temps"]:
                for row in table.iter("tr"):
                    lessons = [lesson(cell) for cell in row.iter("p") if cell.find("i") is not None or cell.find("b") is not None]
                    if lessons:
                        found.append((words(row.find("th")), lessons))
        return found

    def menu(self, week):
        found = []
        for page in self.folder.glob(f"semaine-{week}.html"):
            for element in self.page(page.name).get("Menu de la cantine", []):
                found += [words(element)] if element.tag != "h3" else []
        return found


def leads_away(element):
    """« Lire dans l’ENT », which is about the text and not of it."""
    return element.tag == "p" and [kid.tag for kid in element] == ["a"] and "".join(element.itertext()).startswith("Lire dans l’ENT")


def homework(subject, group, test, elements):
    dates = [small(element) for element in elements if small(element) is not None]
    dates = re.sub(WEEKDAYS, "", dates[-1]) if dates else ""
    rows, files = files_of([element for element in elements if small(element) is None])
    head = subject + (f", {group}" if group else "") + ("Contrôle" if test else "") + dates[:1].lower() + dates[1:]
    name = f"{subject} (contrôle)" if test else subject
    return Entry(name, head, "\n".join(map(words, rows)), in_file_words(files))


def announcement(title, elements):
    facts = [small(element) for element in elements if small(element) is not None]
    facts = re.sub(WEEKDAYS, "", facts[0]) if facts else ""
    facts = re.sub(r"^À la une, publié", "À la une. Publié", facts).replace("Publié ", "Publiée ")
    rows, files = files_of([element for element in elements if small(element) is None and not leads_away(element)])
    return Entry(title, title + facts, "\n".join(map(words, rows)), in_file_words(files))


def lesson(cell):
    hours = cell.find("i") if cell.find("i") is not None else cell.find("b")
    struck, change = cell.find("s"), cell.find("mark")
    subject = words(struck) if struck is not None else hours.tail
    return Lesson(subject.strip(), words(change) if change is not None else "")

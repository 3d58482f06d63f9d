"""What a gazette says by its tags, section by section: for order.py."""

import collections
import re

import tagged

HOMEWORK = ("Travail à préparer ensemble", "Déjà noté pour plus tard")
ALSO = "Aussi, sur le site de la classe"


def bare(text):
    return re.sub(r"[\s-]+", "", text)


class Day:
    """The homework of a day: what is told of it, and the subjects of what is only named."""

    def __init__(self, title):
        self.title, self.said, self.named = title, [], ""

    def names(self):
        """How often each subject is named."""
        count = collections.Counter()
        for name in re.split(r",(?! \d)", self.named):
            times = re.search(r"\((\d+)\)$", bare(name))
            count[re.sub(r"\(\d+\)$", "", bare(name))] += int(times.group(1)) if times else 1
        return count


class Gazette:
    """A gazette as sections, each a list of elements in reading order."""

    def __init__(self, path):
        self.sections, title = collections.defaultdict(list), ""
        for element in self.flat(tagged.read(path)):
            if element.kind == "H2":
                title = element.words().strip()
            else:
                self.sections[title].append(element)

    def flat(self, element):
        """Elements below containers that say nothing themselves."""
        for kid in element.elements():
            if kid.kind in ("Root", "Document", "Part", "Sect", "Div", "NonStruct", "Art"):
                yield from self.flat(kid)
            else:
                yield kid

    def says(self, words, sections=None):
        return [element.words() for title in sections or list(self.sections) for element in self.sections[title] if bare(words) in bare(element.words())]

    def days(self):
        """The homework by day."""
        found = []
        for element in [element for title in HOMEWORK for element in self.sections[title]]:
            text = " ".join(element.words().split())
            alone = re.fullmatch(r"(Pour le .*?\d\w* \w+)\s:\s(.*)", text)
            if element.kind == "H3":
                found.append(Day(text))
            elif element.kind == "P" and alone:
                found.append(Day(alone.group(1)))
                found[-1].named = alone.group(2)
            elif element.kind == "P" and text.startswith(ALSO):
                found[-1].named = text.split(":", 1)[1]
            elif element.kind == "L" and found:
                found[-1].said += [item.elements()[-1].words() for item in element.elements()]
        return found

    def number(self, words, sections):
        """Of « Et 12 autres travaux, sur le site de la classe. »"""
        lines = [re.search(rf"\bEt (\d+|un|une) {words}", text) for title in sections for text in (" ".join(e.words().split()) for e in self.sections[title] if e.kind in ("P", "Span"))]
        return sum(int(line.group(1)) if line.group(1).isdigit() else 1 for line in lines if line)

    def counted_homework(self):
        return self.number(r"(autres? )?(travail|travaux)", HOMEWORK)

    def counted_announcements(self):
        return self.number(r"autres? actualités?", ["Actualités"])

    def announcements(self):
        """The announcements that are told: title, dates and text of each."""
        found, listing = [], False
        for element in self.sections["Actualités"]:
            text = element.words()
            if element.kind == "H3":
                listing = text.startswith("Autres actualités") or text.startswith("Coupon-réponse")
                found += [] if listing else [text]
            elif found and not listing and not self.is_apart(text):
                found[-1] += text
        return found

    def is_apart(self, text):
        """What is about the announcement or the paper, and not of its text."""
        apart = ("Réponse demandée", "(à lire dans", "Ce papier ne contient", "Sans Internet", "Le site de la classe", "Les documents", "Le menu de la cantine est", "▯ :", "https://")
        return text.strip().startswith(apart) or bool(re.match(r"\s*Et (\d+|une) autres? actualité", text)) or "Code QR de l’adresse" in text

    def titles(self):
        """The announcements that are only named."""
        section, found, listing = self.sections["Actualités"], [], None
        for element in section:
            if element.kind == "H3":
                listing = element.words().startswith("Autres actualités")
            elif element.kind == "L" and (listing or listing is None):
                found += [item.elements()[-1].words().strip() for item in element.elements()]
        return found

    def timetable(self):
        return self.sections["Emploi du temps"]

    def lessons(self, day):
        """What is said of a day; nothing when it is not there. `day` is « Lundi 23 »."""
        tables = [element for element in self.timetable() if element.kind == "Table"]
        if not tables:
            told, inside = [], False
            for element in self.timetable():
                if element.kind == "H3":
                    inside = bare(element.words()).startswith(bare(day))
                    told += [""] if inside else []
                elif inside:
                    told.append(element.words())
            return " ".join(told) if told else None
        head, *rows = tables[0].all("TR")
        columns = [bare(cell.words()).startswith(bare(day)) for cell in head.elements()]
        if True not in columns:
            return None
        return " ".join(row.elements()[columns.index(True)].words() for row in rows)

    def is_brief(self, day):
        """Whether only the changes of a day are told."""
        said = self.lessons(day)
        return bool(re.match(r"\s*De \d", said or ""))

    def says_no_lessons(self):
        return bool(self.says("Il est sur le site de la classe", ["Emploi du temps"]))

    def menu(self):
        return "\n".join(element.words() for element in self.sections["Menu de la cantine"])

    def says_menu_elsewhere(self):
        return bool(self.says("Le menu de la cantine est sur le site"))

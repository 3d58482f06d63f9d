"""The structure tree of a PDF, as a screen reader walks through it: elements with their words, in the order of the tags and not of
the places on the page."""

import dataclasses
import re
import subprocess

import pikepdf

# Elements inside a line; all others begin a line of their own.
INLINE = {"Span", "Link", "Em", "Strong", "Code", "Quote", "Reference"}


@dataclasses.dataclass
class Element:
    """An element with its kids: elements and words. `alt` is the description of a figure."""

    kind: str
    kids: list = dataclasses.field(default_factory=list)
    alt: str = ""

    def elements(self):
        return [kid for kid in self.kids if isinstance(kid, Element)]

    def walk(self):
        """The element and all below it."""
        yield self
        for kid in self.elements():
            yield from kid.walk()

    def all(self, kind):
        return [element for element in self.walk() if element.kind == kind]

    def words(self):
        """All that is said of it, a figure by its description. Numbers and bullets of lists are no words."""
        if self.kind == "Figure":
            return self.alt
        parts = []
        for kid in self.kids:
            if isinstance(kid, Element) and kid.kind == "Lbl":
                continue
            if isinstance(kid, str):
                parts.append(kid)
            else:
                parts.append(kid.words() if kid.kind in INLINE else f"\n{kid.words()}\n")
        return "".join(parts)


def descriptions(path):
    """The description of each figure, in the order of the tree."""
    found = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for kid in node:
                walk(kid)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            if node.S == "/Figure":
                found.append(str(node.get("/Alt", "")))
            walk(node.get("/K", pikepdf.Array()))

    with pikepdf.open(path) as pdf:
        walk(pdf.Root.StructTreeRoot.get("/K", pikepdf.Array()))
    return found


def read(path):
    """The root of the tree of a file."""
    command = ["pdfinfo", "-enc", "UTF-8", "-struct-text", str(path)]
    said = subprocess.run(command, capture_output=True, check=True).stdout.decode(errors="replace")
    root = Element("Root")
    open_elements = [(-1, root)]
    for line in said.splitlines():
        depth = len(line) - len(line.lstrip(" "))
        while open_elements[-1][0] >= depth:
            open_elements.pop()
        inside = open_elements[-1][1]
        words = re.fullmatch(r' *"(.*)"', line)
        element = re.match(r" *([A-Z]\w*)\b", line)
        if words:
            inside.kids.append(words.group(1))
        elif element and not line.strip().startswith("Object "):
            inside.kids.append(Element(element.group(1)))
            open_elements.append((depth, inside.kids[-1]))
    for figure, alt in zip(root.all("Figure"), descriptions(path), strict=True):
        figure.alt = alt
    return root

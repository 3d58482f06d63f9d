"""usage: parents.py FILE…   In each PDF, all marked content of a page leads back to its place in the structure tree, and every link has
one: what outloud and pdfua do not look at."""

import sys

import pikepdf


def numbers(tree, found):
    """A number tree as a dictionary."""
    pairs = tree.get("/Nums", [])
    found.update({int(pairs[index]): pairs[index + 1] for index in range(0, len(pairs), 2)})
    for kid in tree.get("/Kids", []):
        numbers(kid, found)
    return found


def marks(page):
    """The numbers of a page's marked contents."""
    for instruction in pikepdf.parse_content_stream(page, "BDC"):
        properties = instruction.operands[1]
        if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
            yield int(properties.MCID)


def of_page(page, parents):
    """What is wrong on a page."""
    found = list(marks(page))
    if len(found) != len(set(found)):
        yield "a number of marked content is used twice"
    family = parents.get(int(page.get("/StructParents", -1)), [])
    lost = [mark for mark in found if mark >= len(family) or not isinstance(family[mark], pikepdf.Dictionary)]
    if lost:
        yield f"{len(lost)} of {len(found)} marked contents have no parent"
    for note in page.get("/Annots", []):
        if note.get("/Subtype") == "/Link" and int(note.get("/StructParent", -1)) not in parents:
            yield "a link is outside the structure tree"


def of_file(path):
    """What is wrong in a file."""
    with pikepdf.open(path) as pdf:
        tree = pdf.Root.get("/StructTreeRoot")
        if tree is None:
            return ["no structure tree"]
        parents = numbers(tree.ParentTree, {})
        wrong = [f"page {number}: {what}" for number, page in enumerate(pdf.pages, 1) for what in of_page(page, parents)]
        tagged = any(list(marks(page)) for page in pdf.pages)
        return wrong if tagged else [*wrong, "no marked content"]


def main(files):
    failed = not files
    for file in files:
        for what in of_file(file):
            print(f"FAIL {file}: {what}")
            failed = True
    sys.exit(failed)


if __name__ == "__main__":
    main(sys.argv[1:])

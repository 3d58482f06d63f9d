"""usage: ink.py OUTPUT…   Every sheet below OUTPUT/print (but the batch of their copies) survives a grey copier and spares its toner: the
ink on its darkest page keeps to a limit, and all that is no picture is black on white, in letters and rules; only the squares of a QR
code are filled."""

import collections
import pathlib
import subprocess
import sys

import pikepdf
from PIL import Image, ImageStat

# In hundredths of the paper. A page full of words has more: 6 % would take a fourth of them away.
MOST = 6.0
MOST_OF_A_FULL_PAGE = {"standard": 8.5, "clair": 8.5, "grand": 7.5}
# In points, or in the squares of a QR code.
THIN = 3
# Coarser pictures draw thin rules too wide.
DPI = 150
COLOURS = {"g", "G", "rg", "RG", "k", "K", "sc", "SC", "scn", "SCN"}
FILLS = {"f", "F", "f*", "B", "B*", "b", "b*"}
# A path ends with one of these.
PAINTS = FILLS | {"S", "s", "n"}


def pages(sheet):
    """The pages as grey pictures."""
    command = ["pdftoppm", "-r", str(DPI), "-gray", str(sheet)]
    stream = subprocess.run(command, capture_output=True, check=True).stdout
    while stream:
        kind, size, _, rest = stream.split(b"\n", 3)
        width, height = map(int, size.split())
        assert kind == b"P5", kind
        yield Image.frombytes("L", (width, height), rest[: width * height])
        stream = rest[width * height :]


def coverage(page):
    """How many hundredths of the paper are black, a grey point counting as much as it is dark."""
    return 100 * (1 - ImageStat.Stat(page).mean[0] / 255)


def forms(page):
    """The page, and what is drawn on it again and again."""
    yield page
    for drawing in page.get("/Resources", {}).get("/XObject", {}).values():
        if drawing.get("/Subtype") == "/Form":
            yield from forms(drawing)


def is_thin(points):
    """Whether a shape is a rule (a line is drawn as one when it is a side of a box) or one of the squares of a QR code."""
    sides = [max(places) - min(places) for places in zip(*points)]
    return not sides or min(sides) <= THIN


def inks(page):
    """The colours that are not black or white, and how many areas are filled with black."""
    coloured, filled = set(), 0
    for drawing in forms(page):
        tone, shapes = 0.0, []
        for operands, operator in pikepdf.parse_content_stream(drawing):
            name = str(operator)
            if name in COLOURS:
                tones = {float(tone) for tone in operands if not isinstance(tone, pikepdf.Name)}
                if not (tones == {0.0} or tones == {1.0}):
                    coloured.add((name, *sorted(tones)))
                tone = max(tones, default=tone) if name.islower() else tone
            elif name == "re":
                left, top, width, height = map(float, operands)
                shapes.append([[left, top], [left + width, top + height]])
            elif name in ("m", "l", "c", "v", "y"):
                shapes += [[]] if name == "m" or not shapes else []
                shapes[-1].append([float(place) for place in operands[-2:]])
            elif name in PAINTS:
                if name in FILLS and tone == 0.0:
                    filled += sum(not is_thin(shape) for shape in shapes)
                shapes = []
    return coloured, filled


def main(outputs):
    failed, most = False, collections.defaultdict(float)
    for sheet in [sheet for output in outputs for sheet in sorted(pathlib.Path(output).glob("print/*/*.pdf")) if sheet.stem != "lot"]:
        kind = sheet.stem.split(".", 1)[-1]
        for number, page in enumerate(pages(sheet), 1):
            covered = coverage(page)
            most[kind] = max(most[kind], covered)
            if covered > MOST_OF_A_FULL_PAGE.get(kind, MOST):
                print(f"FAIL {sheet}, page {number}: {covered:.1f} % of the paper is ink")
                failed = True
        with pikepdf.open(sheet) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                coloured, filled = inks(page)
                if coloured or filled:
                    print(f"FAIL {sheet}, page {number}: colours {sorted(coloured)}, {filled} filled areas")
                    failed = True
    for kind, covered in sorted(most.items()):
        print(f"{covered:5.2f} % of the darkest page: {kind}")
    sys.exit(failed or not most)


if __name__ == "__main__":
    main(sys.argv[1:])

"""usage: others.py SITES FOLDER

What Typst and WeasyPrint make of the first page of each class below SITES, each called from this process with a warm cache: FOLDER gets
the PDFs, and a line with the median time of each tool.
"""

import json
import pathlib
import statistics
import sys
import time

import html5lib
import typst
import weasyprint

SITES, FOLDER = map(pathlib.Path, sys.argv[1:])
HTML = "{http://www.w3.org/1999/xhtml}"
TEMPLATE = """#set document(title: "Gazette")
#set page(paper: "a4", columns: 2, margin: 12mm)
#set text(lang: "fr", size: 11pt)
#for part in json("parts.json") {
  if part.level > 0 { heading(level: part.level, part.text) } else { par(part.text) }
}
"""


def parts(element):
    """The headings and texts of a page, in its order."""
    for child in element:
        name = str(child.tag).removeprefix(HTML)
        text = " ".join("".join(child.itertext()).split())
        if name in ("script", "style"):
            continue
        if name in ("h1", "h2", "h3", "h4") and text:
            yield {"level": int(name[1]), "text": text}
        elif name in ("p", "li", "td", "th", "dt", "summary", "caption") and text:
            yield {"level": 0, "text": text}
        else:
            yield from parts(child)


def by_typst(page, target):
    folder = FOLDER / "typst"
    folder.mkdir(exist_ok=True)
    body = html5lib.parse(page.read_text()).find(HTML + "body")
    (folder / "parts.json").write_text(json.dumps(list(parts(body))))
    (folder / "main.typ").write_text(TEMPLATE)
    typst.compile(folder / "main.typ", output=target, pdf_standards=["ua-1"])


def by_weasyprint(page, target):
    weasyprint.HTML(page).write_pdf(target, pdf_variant="pdf/ua-1")


for name, make in {"typst": by_typst, "weasyprint": by_weasyprint}.items():
    times = []
    for index, page in enumerate(2 * sorted(SITES.glob("*/index.html"))):
        started = time.perf_counter()
        make(page, FOLDER / f"{name}.{page.parent.name}.pdf")
        times.append(1000 * (time.perf_counter() - started))
    median = statistics.median(times[len(times) // 2 :])
    (FOLDER / f"{name}.time").write_text(f"{median:.0f} ms a document (median, warm)")

"""usage: withdraw.py ARDOISE FOLDER

FOLDER holds the demo school with its state (tests/full/demo.sh). In a copy of it, an announcement with its picture and a homework are
withdrawn. Then every byte that the school keeps is read by tools that are not Ardoise's (gunzip, brotli, pdftotext, pdfimages): the words and
the picture must be gone within 60 s, and stay gone after the next pull and after a clean build.
"""

import gzip
import html
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata

import brotli
import feedparser

ARDOISE, SOURCE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
NOW = "2026-11-24T06:30:00Z"
TITLE = "Café des parents : parlons des écrans"


def folded(text):
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def readings(name, data):
    """The bytes of a file as texts: raw, uncompressed, and as they are read on paper."""
    yield data.decode("utf-8", "replace")
    if name.endswith(".gz"):
        yield gzip.decompress(data).decode("utf-8", "replace")
    if name.endswith(".br"):
        yield brotli.decompress(data).decode("utf-8", "replace")
    if data.startswith(b"%PDF"):
        yield subprocess.run(["pdftotext", "-raw", "-", "-"], check=True, capture_output=True, input=data).stdout.decode()


def words_of(entry):
    return html.unescape(re.sub("<[^>]*>", " ", entry.content[0].value)).strip()


def holding(school, texts):
    """The files that hold one of the texts, in their names or in themselves. The notes are the school's own."""
    wanted = [folded(text) for text in texts]
    found = []
    for path in sorted(school.rglob("*")):
        if not path.is_file() or "content" in path.relative_to(school).parts:
            continue
        words = [folded(path.name), *map(folded, readings(path.name, path.read_bytes()))]
        if any(text in word for text in wanted for word in words):
            found.append(str(path.relative_to(school)))
    return found


def main():
    school = pathlib.Path(tempfile.mkdtemp(prefix="ardoise-withdraw."))
    try:
        return run(school)
    finally:
        shutil.rmtree(school)


def run(school):
    for name in ["content", "themes", "output", ".ardoise"]:
        shutil.copytree(SOURCE / name, school / name)
    config = (SOURCE / "config.toml").read_text()
    (school / "config.toml").write_text(config)
    (school / "operator.toml").write_text(
        'state_dir = ".ardoise/demo"\n' + config + '\n[[printers]]\nid = "papier"\nuri = "papier"\n'
    )
    failed = []

    def check(what, truth, seen=""):
        print(f"{'ok  ' if truth else 'FAIL'} {what}{'' if truth else f': {seen}'}")
        if not truth:
            failed.append(what)

    def ardoise(*arguments, config="operator.toml", code=0):
        done = subprocess.run(
            [ARDOISE, "--config", school / config, "--now", NOW, *arguments], capture_output=True, text=True
        )
        check(f"`{arguments[0]}` ends with {code}", done.returncode == code, (done.returncode, done.stdout[-900:], done.stderr))
        return done.stdout

    ardoise("print")
    feed = feedparser.parse((school / "output/sites/6a/flux-travail.xml").read_bytes())
    homework = next(text for text in map(words_of, feed.entries) if 40 < len(text) < 300)
    items, told = [], set()
    for text in [TITLE, homework]:
        found = json.loads(ardoise("find", text, "--json"))
        items += [item["item"] for item in found["items"]]
        told |= {str(pathlib.Path(file).resolve().relative_to(school.resolve())) for file in found["files"]}
    pictures = [path for path in told if "/media/" in path or path.startswith(".ardoise/")]
    texts = [TITLE, homework]
    before = holding(school, texts)
    shown = [path for path in before if not path.startswith(".ardoise/demo/ardoise.sqlite")]
    check("every file that tells them is found", set(shown) <= told, sorted(set(shown) - told))
    check("papers and a picture are among them", any("lot.pdf" in path for path in told) and bool(pictures), sorted(told))

    started = time.monotonic()
    ardoise("withdraw", *items)
    took = time.monotonic() - started
    left = holding(school, texts)
    check("no string is left anywhere", left == [], left)
    check("the picture is gone", not any((school / path).exists() for path in pictures), pictures)
    check("within 60 s", took < 60, took)
    ardoise("demo", "--once", config="config.toml")
    left = holding(school, texts)
    check("still gone after the next pull", left == [], left)
    ardoise("build", "--clean")
    left = holding(school, texts)
    check("still gone after a clean build", left == [], left)
    print(f"{len(items)} items in {len(before)} files withdrawn in {took:.1f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

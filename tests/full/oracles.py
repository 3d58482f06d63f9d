"""usage: oracles.py ARDOISE   Pulls calendars and feeds with the program, and compares what it keeps with what others read in them.

Also what a pull of a very large calendar and of a very large feed takes of memory."""

import datetime
import http.server
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).parent / "oracles"))
import calendars
import feeds

NOW = "2026-11-24T06:30:00Z"
TODAY = datetime.date(2026, 11, 24)
BEHIND, AHEAD = datetime.timedelta(35), datetime.timedelta(366)
MOST_MIB = 100


class Server:
    """Serves each document with its Content-Type, on loopback."""

    def __init__(self, documents):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                data, content_type = documents[int(self.path.strip("/"))]
                self.send_response(200)
                self.send_header("content-type", content_type)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"


def pull(ardoise, kind, documents):
    """What the program keeps of each document, and the most memory that the pull took, in MiB."""
    server = Server(documents)
    with tempfile.TemporaryDirectory(prefix="ardoise-oracles.") as folder:
        place = ' class = "6a"' if kind == "ical" else ""
        config = '[school]\nname = "Oracle"\n[[classes]]\nid = "6a"\nlabel = "6e A"\nlevel = "6e"\n'
        for number in range(len(documents)):
            line = place.strip()
            config += f'[[sources]]\nid = "s{number}"\ntype = "{kind}"\nurl = "{server.address}/{number}"\n{line}\n'
        pathlib.Path(folder, "config.toml").write_text(config)
        program = [ardoise, "--config", f"{folder}/config.toml", "--now", NOW, "-q", "pull"]
        measure = "import resource, subprocess, sys; code = subprocess.run(sys.argv[1:]).returncode; print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)"
        done = subprocess.run([sys.executable, "-c", measure, *program], capture_output=True, text=True)
        kept = [set() for _ in documents]
        database = sqlite3.connect(pathlib.Path(folder, ".ardoise", "ardoise.sqlite"))
        for source, body in database.execute("SELECT source, body FROM item"):
            kept[int(source[1:])].update(told(json.loads(body)))
        database.close()
    server.server.shutdown()
    if done.returncode != 0:
        print(done.stderr[-2000:])
    return kept, int(done.stdout.split()[-1]) / 1024


def told(item):
    """An item as the oracles tell it."""
    if "lesson" in item:
        yield (item["lesson"]["start"], item["lesson"]["end"], item["lesson"]["title"])
    if "announcement" in item:
        yield (item["announcement"]["title"], item["announcement"]["published_at"])


def judge(name, cases, kept):
    """Prints the cases in which the program and the oracle differ, and counts them."""
    failures = 0
    for (case, expected), found in zip(cases, kept):
        if found != expected:
            failures += 1
            print(f"FAIL {name}: {case}")
            print(f"       only the oracle: {sorted(expected - found)[:4]}\n       only ardoise:    {sorted(found - expected)[:4]}")
    entries = sum(len(expected) for _, expected in cases)
    print(f"{'FAIL' if failures else 'ok  '} {name}: {len(cases) - failures} of {len(cases)} alike, {entries} entries")
    return failures


def judge_memory(ardoise):
    lessons = "\r\n".join(
        f"BEGIN:VEVENT\r\nUID:{number}@grand\r\nDTSTAMP:20260901T080000Z\r\nDTSTART:{(TODAY + datetime.timedelta(number % 300)).strftime('%Y%m%d')}T{8 + number % 9:02}0000Z\r\n"
        f"DURATION:PT55M\r\nSUMMARY:Cours numero {number}\r\nLOCATION:Salle {number % 40}\r\nDESCRIPTION:{'x' * 400}\r\nEND:VEVENT"
        for number in range(4000))
    posts = "".join(
        f"<item><title>Actualité {number}</title><guid>{number}</guid><pubDate>{feeds.rfc822('2026-11-20')}</pubDate><description>{'Un texte assez long. ' * 60}</description></item>"
        for number in range(2000))
    failures = 0
    for name, kind, data, count in [
        ("calendar of 4,000 events", "ical", calendars.calendar(lessons).encode(), 4000),
        ("feed of 2,000 items", "feed", f'<rss version="2.0"><channel>{posts}</channel></rss>'.encode(), 2000),
    ]:
        (kept,), mebibytes = pull(ardoise, kind, [(data, "text/calendar" if kind == "ical" else "application/rss+xml")])
        sound = mebibytes <= MOST_MIB and len(kept) == count
        failures += not sound
        print(f"{'ok  ' if sound else 'FAIL'} {name} ({len(data) / 1e6:.1f} MB): {mebibytes:.0f} MiB at most, {len(kept)} kept")
    return failures


def main(ardoise):
    texts = calendars.all_calendars()
    cases = [(name, calendars.expected(text, TODAY - BEHIND, TODAY + AHEAD)) for name, text in texts]
    kept, _ = pull(ardoise, "ical", [(text.encode(), "text/calendar; charset=utf-8") for _, text in texts])
    failures = judge("calendars as recurring-ical-events expands them", cases, kept)
    documents = list(feeds.all_feeds())
    cases = [(name, feeds.expected(data, content_type)) for name, data, content_type in documents]
    kept, _ = pull(ardoise, "feed", [(data, content_type) for _, data, content_type in documents])
    failures += judge("feeds as feedparser reads them", cases, kept)
    return 1 if failures + judge_memory(ardoise) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

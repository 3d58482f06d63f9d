"""usage: crash.py BED CUPS_PORT ARDOISE SCHOOL POINTS SEED

At each point a batch of ten classes is printed and something dies: Ardoise at a system call (strace injects the signal, so the product
has no hooks), cupsd at a moment, or both. Then the office runs `ardoise print` until nothing moves. For each class one sheet must have
come out, or none with the office told; Ardoise must never have sent two. CUPS itself runs a job again that it was printing when it was
killed: those are counted apart, and are recognised by their number at CUPS, which is the same for both documents.
"""

import collections
import glob
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time

BED, PORT, ARDOISE, SCHOOL, POINTS, SEED = sys.argv[1:]
BED, PORT, SCHOOL, POINTS = pathlib.Path(BED), int(PORT), pathlib.Path(SCHOOL), int(POINTS)
CHANCE = random.Random(int(SEED))
# Every write to the ledger and every word to the queue goes through one of these.
CALLS = ["write", "pwrite64", "writev", "fsync", "fdatasync", "connect", "sendto", "recvfrom", "read", "ftruncate", "close"]
NOW = "2026-11-24T07:00:00Z"
# Every cupsd that was started: none outlives this program.
RUNNING = []


def start_cups():
    log = open(BED / "cups/log/out", "a")
    conf = BED / "cups/etc"
    cups = subprocess.Popen(["cupsd", "-f", "-c", conf / "cupsd.conf", "-s", conf / "cups-files.conf"], stdout=log, stderr=log)
    RUNNING.append(cups)
    for _ in range(400):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", PORT)) == 0:
                return cups
        time.sleep(0.02)
    sys.exit("cupsd does not start")


def add_queue():
    for _ in range(20):
        made = subprocess.run(
            ["lpadmin", "-h", f"127.0.0.1:{PORT}", "-p", "dossier", "-v", f"tofolder:{BED}/paper", "-E", "-m", "raw"],
            capture_output=True,
        )
        if made.returncode == 0:
            return
        time.sleep(0.2)
    sys.exit(made.stderr)


def batch():
    """The demo school with ten classes, ready to print; each point gets a copy of it."""
    template = BED / "school/template"
    shutil.copytree(SCHOOL / "output/print", template / "output/print")
    manifest = json.loads((SCHOOL / "output/manifest.json").read_text())
    of_classes = {
        path: facts | {"copies": 1}
        for path, facts in manifest["sheets"].items()
        if (facts["kind"], facts["profile"]) == ("gazette", "standard")
    }
    sheets = manifest["sheets"] = of_classes
    config = (SCHOOL / "config.toml").read_text()
    for number in range(10 - len(sheets)):
        path, facts = sorted(sheets.items())[number]
        name = f"{pathlib.Path(path).parent}/2{'ab'[number]}.standard.pdf"
        shutil.copy(template / "output/print" / path, template / "output/print" / name)
        sheets[name] = facts | {"class": {"id": f"2{'ab'[number]}", "label": f"2de {'AB'[number]}"}}
        config += f'\n[[classes]]\nid = "2{"ab"[number]}"\nlabel = "2de {"AB"[number]}"\nlevel = "2de"\n'
    assert len(sheets) == 10
    (template / "output/manifest.json").write_text(json.dumps(manifest))
    config += f'\n[[printers]]\nid = "copieur"\nuri = "ipp://127.0.0.1:{PORT}/printers/dossier"\n'
    (template / "config.toml").write_text(config)
    return template


def command(school, *more):
    return [ARDOISE, "--config", str(school / "config.toml"), "--now", NOW, "print", *more]


def office(school):
    """What the office does afterwards: prints again, and reads what is said."""
    said = subprocess.run([*command(school, "--wait", "4"), "--json"], capture_output=True, text=True, timeout=300)
    return json.loads(said.stdout)


def count_calls(template):
    """How often the busiest thread makes each call during a whole batch."""
    school = school_of("count", template)
    trace = BED / "trace"
    subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=" + ",".join(CALLS), "-o", trace, *command(school)],
        env=os.environ | {"TOKIO_WORKER_THREADS": "1"}, stdout=subprocess.DEVNULL, check=True,
    )
    busiest = collections.Counter()
    for (_, call), times in collections.Counter(
        (line.split()[0], line.split()[1].split("(")[0]) for line in trace.read_text().splitlines() if "(" in line
    ).items():
        if call in CALLS:
            busiest[call] = max(busiest[call], times)
    return busiest


def documents(school):
    """Of each class: how many jobs were sent to the queue, and how many documents came out of it."""
    ledger = sqlite3.connect(f"file:{school}/.ardoise/ardoise.sqlite?mode=ro", uri=True)
    # The backend names a document job-<number>-<process>.
    papers = [(pathlib.Path(file).name.split("-")[1], pathlib.Path(file).read_text()) for file in glob.glob(f"{BED}/paper/*.txt")]
    sent, out = collections.Counter(), collections.Counter()
    for class_id, key in ledger.execute("SELECT class, key FROM print_job"):
        numbers = [number for number, text in papers if f"-{key}" in text]
        sent[class_id] += len(set(numbers))
        out[class_id] += len(numbers)
    return sent, out


def school_of(name, template):
    """A school that shares the sheets, which nothing changes, and has a ledger of its own."""
    school = BED / "school" / str(name)
    school.mkdir()
    (school / "config.toml").symlink_to(template / "config.toml")
    (school / "output").symlink_to(template / "output")
    return school


def kill_at(point, template, calls, cups):
    """One point; gives the school, whether Ardoise died, and the cupsd that now runs."""
    school = school_of(point, template)
    victim = CHANCE.choices(["ardoise", "cupsd", "both"], [6, 3, 1])[0]
    run = command(school, "--wait", "2")
    if victim != "cupsd":
        call = CHANCE.choice(sorted(calls))
        when = CHANCE.randint(1, calls[call])
        run = ["strace", "-f", "-qq", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={when}", "-o", "/dev/null", *run]
    printing = subprocess.Popen(
        run, env=os.environ | {"TOKIO_WORKER_THREADS": "1"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    if victim != "ardoise":
        time.sleep(CHANCE.uniform(0.1, 0.9))
        cups.send_signal(signal.SIGKILL)
        cups.wait()
        time.sleep(CHANCE.uniform(0, 0.3))
        cups = start_cups()
    died = printing.wait() not in (0, 1)
    return school, victim, died, cups


def main():
    cups = start_cups()
    add_queue()
    template = batch()
    calls = count_calls(template)
    # The queue and its counters must outlive a crash of cupsd.
    cups.terminate()
    cups.wait()
    cups = start_cups()
    totals, wrong, struck = collections.Counter(), [], collections.Counter()
    for point in range(POINTS):
        school, victim, died, cups = kill_at(point, template, calls, cups)
        struck[victim if died or victim == "cupsd" else "nobody"] += 1
        office(school)
        report = office(school)
        sent, out = documents(school)
        shutil.rmtree(school)
        for document in (BED / "paper").iterdir():
            document.unlink()
        for sheet in report["sheets"]:
            jobs, count, told = sent[sheet["class"]], out[sheet["class"]], sheet["outcome"]
            by_cups = count > jobs and victim != "ardoise"
            totals[(count, told, ", by CUPS itself after one job of Ardoise" if by_cups else "")] += 1
            if jobs > 1 or (count > 1 and not by_cups) or (count == 0 and told != "uncertain"):
                wrong.append((point, victim, sheet["class"], count, told, sheet.get("job")))
        assert len(report["sheets"]) == 10, report
    print(f"  {POINTS} points; died: {dict(struck)}")
    for (count, told, by_cups), times in sorted(totals.items()):
        print(f"  {times:5d} classes: {count} came out{by_cups}, the office is told `{told}`")
    for case in wrong:
        print("  WRONG point {} ({}): class {}: {} came out, told `{}`, job {}".format(*case))
    sys.exit(bool(wrong))


try:
    main()
finally:
    for cups in RUNNING:
        cups.kill()
        cups.wait()

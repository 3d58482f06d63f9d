"""usage: chaos.py BED ARDOISE SHIM POINTS SEED [FIRST]

At each point a verb (pull with its build, build, publish, print) meets a fault in a copy of one school: it is killed at a system call, the
disk is full, broken or read-only from a call on, writes are cut short (strace and the preloaded SHIM do it, so the product has no hooks), or
the clock jumps. Then the store must open and be whole, readers must see a whole release, and the ordinary run that follows must
bring everything to what it is in a school that met no fault, each sheet printed once. Prints how long the state took to answer after a fault.
A point depends on the seed and its number alone: FIRST plays those from that number on.
"""

import collections
import errno
import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import time

BED, ARDOISE, SHIM, POINTS, SEED = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
FIRST = int(sys.argv[6]) if len(sys.argv) > 6 else 0
CHANCE = random.Random()
CONFIG = """
state_dir = ".ardoise/demo"
[school]
name = "Collège des Tilleuls"
uai = "0459999Z"
[[classes]]
id = "6a"
label = "6e A"
level = "6e"
[[classes]]
id = "3b"
label = "3e B"
level = "3e"
[[sources]]
id = "actualites"
type = "netocentre-news"
portal = { env = "ENT_PORTAL" }
[[sources]]
id = "edt-6a"
type = "pronote-ical"
url = { env = "EDT_6A_URL" }
class = "6a"
[[sources]]
id = "edt-3b"
type = "pronote-ical"
url = { env = "EDT_3B_URL" }
class = "3b"
[site]
access = "public"
teachers = "none"
[[targets]]
id = "ecole"
type = "fs"
path = "www"
[[printers]]
id = "bureau"
uri = "papier"
"""
BEFORE, NOW = "2026-11-24T06:30:00Z", "2026-11-24T07:30:00Z"
JUMPS = ["2026-11-24T04:00:00Z", "2026-11-22T06:30:00Z", "2026-11-25T09:00:00Z", "2026-12-03T07:00:00Z", "2028-01-10T07:00:00Z"]
# Where a program can be killed: whatever it says to a disk. The make-believe ENT lives in the same process as the pull.
CALLS = ["openat", "read", "pread64", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "link", "linkat", "symlink", "unlink",
         "mkdir", "rmdir", "close", "sendto", "recvfrom"]
VERBS = {"pull": ["demo", "--once"], "build": ["build"], "publish": ["publish"], "print": ["print"]}
FAULTS = ["kill", "kill", "full", "broken", "read-only", "short", "clock"]
ONE_THREAD = os.environ | {"TOKIO_WORKER_THREADS": "1"}
problems = []
slowest = 0.0


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file()}


class School:
    def __init__(self, name, template=None):
        self.folder = BED / name
        shutil.rmtree(self.folder, ignore_errors=True)
        if template:
            shutil.copytree(template.folder, self.folder, symlinks=True)
        else:
            (self.folder / "content").mkdir(parents=True)
            config = CONFIG
            # `demo` has a state of its own below that of the others.
            (self.folder / "operator.toml").write_text(config)
            (self.folder / "config.toml").write_text(config.replace('state_dir = ".ardoise/demo"\n', ""))

    def note(self, text):
        (self.folder / "content/note.md").write_text(f'+++\ntitle = "Sortie"\nclasses = ["6a"]\n+++\n{text}\n')

    def command(self, verb, now):
        config = "config.toml" if verb == "pull" else "operator.toml"
        return [ARDOISE, "--config", str(self.folder / config), "--now", now, *VERBS[verb], "--json"]

    def run(self, verb, now, prefix=(), env=None):
        return subprocess.run([*prefix, *self.command(verb, now)], capture_output=True, text=True, env=env, timeout=100)

    def status(self):
        global slowest
        started = time.monotonic()
        done = subprocess.run([ARDOISE, "--config", str(self.folder / "operator.toml"), "--now", NOW, "status", "--json"],
                              capture_output=True, text=True)
        slowest = max(slowest, time.monotonic() - started)
        return done

    def release(self):
        current = self.folder / "www/current"
        return files(current) if current.exists() else {}

    def papers(self):
        """How many of each sheet lie in the folder: what tells one job from another stands at the end of a name."""
        return collections.Counter(path.stem.rpartition(" ")[0] for path in (self.folder / "papier").rglob("*.pdf"))


def expect(point, what, truth, seen=""):
    if not truth:
        problems.append(point)
        print(f"FAIL {point}: {what}: {str(seen)[:600]}", flush=True)


def templates():
    """The school before each verb, and what it should be after all of them."""
    school = School("before-pull")
    school.note("À neuf heures.")
    for verb in ["pull", "publish"]:
        done = school.run(verb, BEFORE)
        assert done.returncode == 0, done.stderr
    school.note("À dix heures, devant le collège.")
    before = {"pull": school, "build": school}
    for verb, following in [("pull", "publish"), ("publish", "print"), ("print", "after")]:
        school = School(f"before-{following}", school)
        done = school.run(verb, NOW)
        assert done.returncode == 0, done.stderr
        before[following] = school
    return before


def count_calls(verb, template):
    """How often the busiest thread makes each system call, and how often the disk is asked for something without and with reads."""
    school, trace = School("count", template), BED / "trace"
    traced = school.run(verb, NOW, ["strace", "-f", "-qq", "-e", "trace=" + ",".join(CALLS), "-o", str(trace)], ONE_THREAD)
    assert traced.returncode == 0, traced.stderr
    calls = collections.Counter(
        (line.split()[0], line.split()[1].split("(")[0]) for line in trace.read_text().splitlines() if "(" in line
    )
    busiest = collections.Counter()
    for (_, call), times in calls.items():
        busiest[call] = max(busiest[call], times)
    asked = []
    for reads in [{}, {"FAULT_READS": "1"}]:
        school = School("count", template)
        done = school.run(verb, NOW, env=os.environ | {"LD_PRELOAD": SHIM, "FAULT_COUNT": str(trace)} | reads)
        assert done.returncode == 0, done.stderr
        asked.append(int(trace.read_text()))
    return {call: times for call, times in busiest.items() if call in CALLS}, *asked


def meet(school, verb, fault, counts):
    """Runs the verb with the fault; gives what came of it, and the fault in words."""
    system_calls, writes, all_calls = counts
    if fault == "clock":
        now = CHANCE.choice(JUMPS)
        return school.run(verb, now), f"at {now}"
    if fault == "kill":
        call = CHANCE.choice(sorted(system_calls))
        when = CHANCE.randint(1, system_calls[call])
        inject = ["-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={when}", "-o", "/dev/null"]
        return school.run(verb, NOW, ["strace", "-f", "-qq", *inject], ONE_THREAD), f"{call} {when}"
    if fault == "short":
        # A write that is always cut in two ends all the same.
        disk = {"SHORT_EVERY": str(CHANCE.choice([1, 2, 3, 7]))}
    else:
        error = {"full": errno.ENOSPC, "read-only": errno.EROFS, "broken": errno.EIO}[fault]
        disk = {"FAULT_ERRNO": str(error), "FAULT_FROM": str(CHANCE.randint(1, writes))}
        if fault == "broken":
            disk |= {"FAULT_READS": "1", "FAULT_FROM": str(CHANCE.randint(1, all_calls))}
            disk |= CHANCE.choice([{}, {"FAULT_ONCE": "1"}])
    said = " ".join(f"{name}={value}" for name, value in disk.items())
    return school.run(verb, NOW, env=os.environ | {"LD_PRELOAD": SHIM} | disk), said


def play(number, before, after, counts):
    CHANCE.seed(f"{SEED}/{number}")
    verb, fault = CHANCE.choice(sorted(VERBS)), CHANCE.choice(FAULTS)
    school = School("victim", before[verb])
    old, new = before[verb].release(), after.release()
    done, what = meet(school, verb, fault, counts[verb])
    point = f"{number} {verb} {fault} ({what})"
    expect(point, "it panics", "panicked" not in done.stderr, done.stderr)
    if fault == "short":
        expect(point, "cut writes are not gone on with", done.returncode == 0, done.stderr)
    if fault in ("full", "broken", "read-only") and done.returncode not in (0, -9):
        expect(point, "nothing is said", (done.stderr + done.stdout).strip(), done.returncode)
    for database in (school.folder / ".ardoise/demo").glob("*.sqlite"):
        connection = sqlite3.connect(database)
        expect(point, "the database is damaged", connection.execute("PRAGMA integrity_check").fetchone() == ("ok",))
        connection.close()
    told = school.status()
    expect(point, "the state does not answer", told.returncode == 0, told.stderr)
    seen = school.release()
    whole = seen in (old, new) or (fault == "clock" and verb == "publish")
    expect(point, "readers see no whole release", whole, sorted(name for name in seen if seen[name] != new.get(name))[:5])
    for following in ["pull", "publish", "print"]:
        done = school.run(following, NOW)
        if fault == "clock" and following == "publish" and done.returncode == 2 and "--accept-deletions" in done.stderr:
            continue
        # A sheet of which nobody knows is told, and nothing else is wrong.
        sheets = json.loads(done.stdout)["sheets"] if following == "print" else []
        unknown = sum(sheet["outcome"] == "uncertain" for sheet in sheets)
        expect(point, f"`{following}` fails after it", done.returncode == 0 or unknown, done.stderr + done.stdout[-300:])
    papers = school.papers()
    expect(point, "a sheet came out twice", all(number == 1 for number in papers.values()), papers)
    if fault != "clock":
        expect(point, "the sites are others", school.release() == new, sorted(
            name for name in {**school.release(), **new} if school.release().get(name) != new.get(name))[:5])
        missing = after.papers() - papers
        expect(point, "the sheets are others", not papers - after.papers() and missing.total() <= unknown, papers)
    return done


def main():
    before = templates()
    after = before.pop("after")
    assert after.papers() and after.release() != before["pull"].release(), after.papers()
    counts = {verb: count_calls(verb, before[verb]) for verb in VERBS}
    for number in range(FIRST, FIRST + POINTS):
        play(number, before, after, counts)
        if POINTS > 50 and number % 50 == 49:
            print(f"{number + 1 - FIRST} points, {len(problems)} problems", flush=True)
    print(f"{POINTS} points (seed {SEED}), {len(problems)} problems; the state answered within {slowest:.2f} s after each")
    sys.exit(1 if problems or slowest > 1 else 0)


main()

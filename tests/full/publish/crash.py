"""usage: crash.py BED ARDOISE POINTS SEED

At each point a publication is killed at a system call (strace injects the signal, so the product has no hooks): any write, any renaming,
any word to a server. A reader looks on all the time, during the killed run and the one after it: each page is one that was built, and
every picture that it refers to is there; of a folder with a switch it sees a whole release. Then the next run must bring the target to
what it should hold, and after the day of grace no file may be left over.
"""

import collections
import os
import pathlib
import random
import re
import subprocess
import sys
import threading

from places import School, built, files, places

BED, ARDOISE, POINTS, SEED = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
CHANCE = random.Random(SEED)
CALLS = ["openat", "write", "pwrite64", "writev", "fsync", "fdatasync", "rename", "renameat2", "link", "linkat", "symlink", "symlinkat",
         "unlink", "unlinkat", "mkdir", "rmdir", "connect", "sendto", "sendmsg", "recvfrom", "read", "close", "ftruncate"]
KINDS = ["fs", "usb", "moto", "apache", "openssh"]
ONE_THREAD = os.environ | {"TOKIO_WORKER_THREADS": "1"}
ASSETS = re.compile(rb"""(?:media|pieces)/[^"'\s>]+""")
problems = []
looks = collections.Counter()


def is_asset(path):
    return path.split("/")[-2:-1] in (["media"], ["pieces"])


class Reader(threading.Thread):
    """Looks at a target until it is told to stop."""

    def __init__(self, place, versions):
        super().__init__()
        self.place, self.versions, self.ended = place, versions, threading.Event()

    def run(self):
        pages = sorted({path for version in self.versions for path in version if path.endswith(".html")})
        while not self.ended.is_set():
            for page in pages:
                self.look(page)
            if self.place.name == "fs":
                self.look_at_all()

    def look(self, page):
        if self.place.name == "usb" and page == "index.html":
            return
        text = self.place.read(page)
        looks[self.place.name] += 1
        if text is None:
            if all(page in version for version in self.versions):
                problems.append(f"{self.place.name}: {page} is gone")
        elif not any(version.get(page) == text for version in self.versions):
            problems.append(f"{self.place.name}: {page} is no page that was built ({len(text)} bytes)")
        else:
            for asset in ASSETS.findall(text):
                path = f"{page.rpartition('/')[0]}/{asset.decode()}".lstrip("/")
                if self.place.read(path) is None:
                    problems.append(f"{self.place.name}: {page} refers to {asset}, which is not there")

    def look_at_all(self):
        release = os.path.realpath(self.place.root / "current")
        try:
            seen = {path: text for path, text in files(release).items() if not is_asset(path)}
        except FileNotFoundError:
            return
        if os.path.isdir(release) and not any(seen == pages_of(version) for version in self.versions):
            problems.append(f"fs: {release} is no whole release")


def pages_of(version):
    return {path: text for path, text in version.items() if not is_asset(path)}


class Victim:
    """A target with a publisher that is killed again and again."""

    def __init__(self, place, builds):
        self.place, self.hour = place, 0
        self.builds = {name: self.expected(built(build)) for name, build in builds.items()}
        self.sources = builds
        self.school = School(ARDOISE, f"{BED}/victim-{place.name}")
        self.school.configure(place.target())
        place.clear()
        self.now = "A"
        self.publish("A")
        self.counts = self.measure()

    def expected(self, version):
        # What only a web server shows stays off a stick.
        return {path: text for path, text in version.items() if self.place.name != "usb" or "/" in path}

    def time(self):
        day, hour = divmod(self.hour, 24)
        month, day = divmod(day, 28)
        return f"{2026 + (10 + month) // 12}-{(10 + month) % 12 + 1:02}-{day + 1:02}T{hour:02}:00:00Z"

    def publish(self, build):
        self.school.use(self.sources[build])
        code, report, said = self.school.publish(self.time(), "--accept-deletions")
        if code != 0:
            problems.append(f"{self.place.name}: the run after it fails: {said.stdout} {said.stderr}")
        return report

    def strace(self, *options):
        return ["strace", "-f", "-qq", *options, *self.school.command(self.time(), "publish", "--accept-deletions")]

    def measure(self):
        """How often the busiest thread does each call."""
        self.hour += 1
        self.school.use(self.sources["B"])
        trace = f"{BED}/trace"
        subprocess.run(self.strace("-e", "trace=" + ",".join(CALLS), "-o", trace), env=ONE_THREAD, stdout=subprocess.DEVNULL, check=True)
        counts, busiest = collections.Counter(), collections.Counter()
        for line in pathlib.Path(trace).read_text().splitlines():
            words = line.split(None, 1)
            if len(words) == 2 and "(" in words[1]:
                counts[words[0], words[1].split("(")[0]] += 1
        for (_, call), times in counts.items():
            busiest[call] = max(busiest[call], times)
        self.now = "B"
        return {call: times for call, times in busiest.items() if call in CALLS}

    def kill(self):
        self.hour += 1
        before, during, after = self.now, CHANCE.choice([b for b in "ABC" if b != self.now]), CHANCE.choice("ABC")
        call = CHANCE.choice(sorted(self.counts))
        when = CHANCE.randint(1, self.counts[call])
        reader = Reader(self.place, [self.builds[name] for name in {before, during, after}])
        reader.start()
        self.school.use(self.sources[during])
        inject = self.strace("-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={when}", "-o", "/dev/null")
        died = subprocess.run(inject, env=ONE_THREAD, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode not in (0, 1)
        self.publish(after)
        reader.ended.set()
        reader.join()
        point = f"{self.place.name}: {before} to {during} killed at {call} {when}, then {after}"
        seen = self.place.seen()
        if pages_of(seen) != pages_of(self.builds[after]) or not self.builds[after].items() <= seen.items():
            problems.append(f"{point}: does not converge")
        self.hour += 25
        self.publish(after)
        seen = self.place.seen()
        if seen != self.builds[after]:
            left = sorted(set(seen) ^ set(self.builds[after]))
            problems.append(f"{point}: left over or missing {left}")
        ours = [name for name in self.place.ours() if not name.endswith((".gz", "/lock"))]
        if ours or sum(name.endswith(".gz") for name in self.place.ours()) > (2 if self.place.name == "fs" else 1):
            problems.append(f"{point}: left over {self.place.ours()}")
        if any(target["sent"] for target in self.publish(after).get("targets", [])):
            problems.append(f"{point}: a quiet run sends something")
        self.now = after
        return died


def main():
    school = School(ARDOISE, f"{BED}/school")
    builds = school.prepare()
    victims = [Victim(place, builds) for place in places(BED) if place.name in KINDS]
    died = 0
    for point in range(POINTS):
        died += victims[point % len(victims)].kill()
    for problem in problems[:20]:
        print("FAIL", problem)
    print(f"{POINTS} points (seed {SEED}), {died} died in the middle, {sum(looks.values())} looks by readers, {len(problems)} problems")
    sys.exit(1 if problems or died * 2 < POINTS else 0)


main()

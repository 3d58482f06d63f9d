"""usage: contract.py BED ARDOISE   The publish contract against real servers: one line for each promise, exit code 1 if one is broken."""

import pathlib
import re
import shutil
import subprocess
import sys

from places import School, built, places

BED, ARDOISE = sys.argv[1:]
EARLY, LATE, LATER = "2026-11-24T07:00:00Z", "2026-11-24T08:00:00Z", "2026-11-25T09:00:00Z"
failed = 0


def same(what, expected, found):
    global failed
    if expected == found:
        print(f"ok   {what}")
    else:
        failed = 1
        print(f"FAIL {what}: {str(found)[:1500]} instead of {str(expected)[:1500]}")


def names(report):
    return sorted(entry["file"] for entry in report["targets"][0]["sent"])


def requests(log):
    """What a server was asked: without the login, which HTTP asks for once; of SFTP what a file or a folder was opened for."""
    if not log.is_file():
        return []
    lines = log.read_text().splitlines()
    done = re.compile(r"^(open|opendir|remove|rmdir|mkdir|rename|posix-rename|sent status No such file)\b")
    return [line for line in lines if (done.match(line) if log.name == "sftp-server" else not line.endswith("401"))]


def contract(place, school):
    name = place.name
    a, b, c = (built(school.builds[build]) for build in "ABC")
    shutil.rmtree(school.folder / ".ardoise", ignore_errors=True)
    school.configure(place.target())

    def sites(seen):
        # The index beside the sites stays at home when a stick is carried.
        return {path: text for path, text in seen.items() if name != "usb" or "/" in path}

    school.use(school.builds["A"])
    code, report, said = school.publish(EARLY)
    same(f"{name}: first publish", (0, sites(a)), (code, place.seen()) if code == 0 else (code, said.stdout + said.stderr))
    log = pathlib.Path(place.facts.get("log", "/dev/null"))
    before = len(requests(log))
    code, report, said = school.publish(EARLY)
    same(f"{name}: no change, nothing sent", (0, "unchanged", []), (code, report["targets"][0]["outcome"], names(report)))
    if log.is_file():
        count = len(requests(log)) - before
        same(f"{name}: no change, {count} requests, at most two", True, 0 < count <= 2)

    school.use(school.builds["B"])
    changed = {path for path in b if a.get(path) != b[path]} - ({path for path in b if "/" not in path} if name == "usb" else set())
    code, report, said = school.publish(LATE)
    same(f"{name}: one note, only its files", (0, sorted(changed)), (code, names(report)))
    weight = sum(len(b[path]) for path in changed)
    sent = report["targets"][0]["bytes"] + report["targets"][0]["overhead"]
    same(f"{name}: {sent} bytes for changes of {weight}, at most 120 %", True, sent <= 1.2 * weight)
    gone = {path: a[path] for path in a if path not in b and "/media/" in f"/{path}"}
    same(f"{name}: the old picture stays for readers of the old page", sites({**b, **gone}), place.seen())

    school.use(school.builds["C"])
    code, report, said = school.publish(LATE, "--accept-deletions")
    code, report, said = school.publish(LATER)
    same(f"{name}: what went is gone after a day", (0, sites(c)), (code, place.seen()))
    if name not in ("moto", "fs"):
        empty = [p for p in place.root.rglob("*") if p.is_dir() and not any(p.iterdir()) and ".ardoise" not in p.parts]
        same(f"{name}: no empty folder stays", [], empty)
    # A folder keeps the release before for readers in the middle of it, with its record.
    same(f"{name}: no record too many", 2 if name == "fs" else 1, len([entry for entry in place.ours() if entry.endswith(".gz")]))
    code, report, said = school.publish(LATER, "--verify")
    same(f"{name}: read back, nothing is wrong", (0, []), (code, names(report)))

    code = school.run(LATER, "rollback", "t").returncode
    back = {path: text for path, text in place.seen().items() if "/media/" not in f"/{path}"}
    wanted = {path: text for path, text in sites(b).items() if "/media/" not in f"/{path}"}
    same(f"{name}: rolled back", (0, wanted), (code, back))
    code, report, said = school.publish(LATER)
    same(f"{name}: nothing is published without a word", (1, "suspicious"), (code, report["problems"][0]["kind"]))
    code, report, said = school.publish(LATER, "--resume", "--accept-deletions")
    same(f"{name}: it goes on", 0, code)


def refusals(place, school):
    name = place.name
    school.use(school.builds["B"])
    wrong = {"rclone-s3": {"secret": "not-the-secret"}, "apache": {"password": "geheim"},
             "rclone-dav": {"password": "geheim"}, "openssh": {"key": place.facts.get("no_key")}}.get(name)
    if wrong:
        before = place.seen()
        school.configure(place.target(**wrong))
        code, report, said = school.publish(LATER)
        same(f"{name}: wrong credentials", (1, "credentials"), (code, report["problems"][0]["kind"]))
        told = said.stdout + said.stderr
        same(f"{name}: no secret is told", False, any(str(value) in told for key, value in wrong.items() if key != "key"))
        same(f"{name}: nothing changed", before, place.seen())
    if "read_only" in place.facts:
        school.configure(place.target(**{"url" if name == "openssh" else "endpoint": place.facts["read_only"]}))
        code, report, said = school.publish(LATER)
        same(f"{name}: read only", (1, True), (code, report["problems"][0]["kind"] in ("target_refused", "unreachable")))
    if name == "openssh":
        strangers(place, school)


def strangers(place, school):
    """A machine must prove who it is, be there, and have the folder; each refusal says what to do."""
    facts, before = place.facts, place.seen()
    for what, changes, kind, words in [
        ("an unknown host key", {"known_hosts": facts["no_hosts"]}, "credentials", "nobody vouches"),
        ("another host key", {"known_hosts": facts["other_hosts"]}, "credentials", "another key"),
        ("no folder", {"url": facts["nowhere"]}, "target_refused", "its folder is not there"),
        ("nobody there", {"url": facts["silent"]}, "unreachable", "does not answer"),
    ]:
        school.configure(place.target(**changes))
        code, report, said = school.publish(LATER)
        problem = report["problems"][0]
        told = kind == problem["kind"] and words in problem["message"] and "`t`" in problem["message"]
        same(f"{place.name}: {what}", (1, True), (code, told or problem))
        same(f"{place.name}: {what}: no address is told", False, "127.0.0.1" in said.stdout + said.stderr)
    same(f"{place.name}: nothing changed", before, place.seen())


def rivals(place, school):
    """Two publishers with states of their own at once: no mixed state, and whoever loses says so."""
    name, states = place.name, []
    for number, build in enumerate("AB"):
        other = School(ARDOISE, f"{BED}/rival-{number}")
        shutil.rmtree(other.folder / ".ardoise", ignore_errors=True)
        other.configure(place.target())
        other.use(school.builds[build])
        states.append(other)
    running = [
        subprocess.Popen(other.command(LATER, "publish", "--json", "--accept-deletions"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for other in states
    ]
    ended = [process.communicate() + (process.returncode,) for process in running]
    codes = [code for *_, code in ended]
    a, b = built(school.builds["A"]), built(school.builds["B"])
    seen = place.seen()
    last = [build for build in (a, b) if all(seen.get(path) == text for path, text in build.items() if name != "usb" or "/" in path)]
    same(f"{name}: two at once, one whole release", 1, len(last))
    if 1 in codes:
        loser = ended[codes.index(1)]
        same(f"{name}: the other says so", True, "another publisher" in loser[0] or "somebody else" in loser[0])
    else:
        print(f"     {name}: one came after the other")


school = School(ARDOISE, f"{BED}/school")
school.prepare()
for place in places(BED):
    contract(place, school)
    refusals(place, school)
    rivals(place, school)
sys.exit(failed)

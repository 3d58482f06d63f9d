"""usage: withdraw_served.py ARDOISE FOLDER

FOLDER holds the demo school with its state (tests/full/demo.sh). A copy of it is published to S3 (moto) and to a folder that the real nginx
shows with the configuration of `ardoise host-kit`. Then an announcement with its picture and a homework are withdrawn. Every file of the
school, every version of every object, and every address that nginx ever answered is read by tools that are not Ardoise's: within 60 s the
words and the picture must be gone, and stay gone after the next pull, build and publication, after a clean build, and after an older backup is
restored.
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import boto3
import feedparser
from botocore.config import Config
from withdraw import ARDOISE, NOW, SOURCE, TITLE, folded, readings, words_of

BUCKET, KEY, SECRET = "ardoise", "ardoise", "secretsecret"
TARGETS = """
[[targets]]
id = "serveur"
type = "fs"
path = "www"
precompressed = true
public_url = "http://localhost:{nginx}/"
[[targets]]
id = "nuage"
type = "s3"
bucket = "ardoise"
endpoint = "http://127.0.0.1:{moto}"
key = "ardoise"
secret = "secretsecret"
"""
NGINX = """
load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
daemon off; pid {kit}/nginx.pid; error_log {kit}/log;
events {{ worker_connections 512; }}
http {{ include {kit}/nginx.conf; }}
"""
# What a phone asks for, and how what comes is called.
CODINGS = {"identity": "", "gzip": ".gz", "gzip, br": ".br"}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Servers:
    """moto and nginx, while the block lasts."""

    def __init__(self, school):
        self.school, self.running = school, []
        self.ports = {"nginx": free_port(), "moto": free_port()}

    def __enter__(self):
        self.start("moto", [pathlib.Path(sys.executable).with_name("moto_server"), "-H", "127.0.0.1", "-p", str(self.ports["moto"])])
        self.s3 = boto3.client(
            "s3", endpoint_url=f"http://127.0.0.1:{self.ports['moto']}", aws_access_key_id=KEY, aws_secret_access_key=SECRET,
            region_name="us-east-1", config=Config(s3={"addressing_style": "path"}),
        )
        self.s3.create_bucket(Bucket=BUCKET)
        return self

    def start(self, name, command):
        with open(self.school / f"{name}.log", "wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log)
        self.running.append(process)
        for _ in range(200):
            try:
                socket.create_connection(("localhost", self.ports[name]), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"{name} does not start: {(self.school / f'{name}.log').read_text()}")

    def __exit__(self, *_):
        for process in self.running:
            process.terminate()
            process.wait()

    def objects(self):
        """Every version of every object, ours too."""
        for page in self.s3.get_paginator("list_object_versions").paginate(Bucket=BUCKET):
            for version in page.get("Versions", []):
                body = self.s3.get_object(Bucket=BUCKET, Key=version["Key"], VersionId=version["VersionId"])["Body"].read()
                yield version["Key"], body

    def answers(self, paths):
        """What nginx answers at some paths to every kind of reader."""
        for path in sorted(paths):
            for coding, ending in CODINGS.items():
                asked = urllib.request.Request(f"http://localhost:{self.ports['nginx']}/{path}", headers={"Accept-Encoding": coding})
                try:
                    with urllib.request.urlopen(asked, timeout=20) as answer:
                        encoded = answer.headers.get("Content-Encoding")
                        yield path + (ending if encoded else ""), answer.read()
                except urllib.error.HTTPError as refusal:
                    yield f"{path} (refused)", refusal.read()


def shown(school):
    """The paths that nginx has."""
    current = (school / "www/current").resolve()
    return {path.relative_to(current).as_posix() for path in current.rglob("*") if path.is_file()}


class Search:
    """Looks for texts and pictures in every place, by its own means."""

    def __init__(self, school, servers, texts):
        self.school, self.servers, self.texts = school, servers, [folded(text) for text in texts]
        self.pictures, self.paths, self.read = set(), set(), {}

    def places(self):
        self.paths |= shown(self.school)
        kept = (path for path in sorted(self.school.rglob("*")) if path.is_file())
        notes = (path.relative_to(self.school) for path in kept)
        yield "disk", ((str(path), (self.school / path).read_bytes()) for path in notes if path.parts[0] != "content" and path.suffix != ".log")
        yield "S3", self.servers.objects()
        yield "nginx", self.servers.answers(self.paths)

    def found(self):
        """Of each place, what still tells something, and how much was read."""
        found, read = {}, {}
        for place, contents in self.places():
            found[place], read[place] = set(), 0
            for name, data in contents:
                read[place] += 1
                if self.tells(name, data) or any(text in folded(name) for text in self.texts):
                    found[place].add(name)
        return found, read

    def tells(self, name, data):
        """Whether bytes hold a text or are a picture; the same bytes are read once."""
        digest = hashlib.sha256(data).hexdigest()
        known = digest, pathlib.PurePath(name).suffix
        if known not in self.read:
            words = list(map(folded, readings(name, data)))
            self.read[known] = any(text in word for text in self.texts for word in words)
        return self.read[known] or digest in self.pictures


def main():
    school = pathlib.Path(tempfile.mkdtemp(prefix="ardoise-withdraw-served."))
    school.chmod(0o755)
    try:
        with Servers(school) as servers:
            return run(school, servers)
    finally:
        shutil.rmtree(school)


def run(school, servers):
    for name in ["content", "themes", ".ardoise"]:
        shutil.copytree(SOURCE / name, school / name)
    address = f"http://localhost:{servers.ports['nginx']}/"
    config = re.sub(r"(?m)^public_url = .*$", f'public_url = "{address}"', (SOURCE / "config.toml").read_text(), count=1)
    (school / "config.toml").write_text(config)
    (school / "operator.toml").write_text('state_dir = ".ardoise/demo"\n' + config + TARGETS.format(**servers.ports))
    failed = []

    def check(what, truth, seen=""):
        print(f"{'ok  ' if truth else 'FAIL'} {what}{'' if truth else f': {seen}'}")
        if not truth:
            failed.append(what)

    def ardoise(*arguments, config="operator.toml"):
        done = subprocess.run([ARDOISE, "--config", school / config, "--now", NOW, *arguments], capture_output=True, text=True)
        check(f"`{' '.join(map(str, arguments[:2]))}` ends well", done.returncode == 0, (done.stdout[-900:], done.stderr[-900:]))
        return done.stdout

    ardoise("build")
    kit = school / "kit"
    ardoise("host-kit", kit, "--root", school / "www/current", "--kit", kit)
    (kit / "main.conf").write_text(NGINX.format(kit=kit))
    os.makedirs(school / "www")
    servers.start("nginx", ["nginx", "-c", kit / "main.conf"])
    ardoise("publish")

    feed = feedparser.parse((school / "output/sites/6a/flux-travail.xml").read_bytes())
    homework = next(text for text in map(words_of, feed.entries) if 40 < len(text) < 300)
    search = Search(school, servers, [TITLE, homework])
    items = []
    for text in [TITLE, homework]:
        found = json.loads(ardoise("find", text, "--json"))
        items += [item["item"] for item in found["items"]]
        pictures = [pathlib.Path(file) for file in found["files"] if "/media/" in file]
        search.pictures |= {hashlib.sha256(picture.read_bytes()).hexdigest() for picture in pictures}
    before, read = search.found()
    check("the words are in every place", all(before.values()), before)
    check("there is a picture", bool(search.pictures))
    check("the picture is in every place", all(any("/media/" in name for name in names) for names in before.values()), before)

    # Where nobody searches: a backup is the operator's own.
    backup = school.with_name(school.name + ".tar.gz")
    ardoise("backup", backup)
    started = time.monotonic()
    ardoise("withdraw", *items)
    said = time.monotonic() - started
    left, _ = search.found()
    took = time.monotonic() - started - said
    check("nothing is left anywhere", not any(left.values()), left)
    check("within 60 s", said < 60, said)
    ardoise("demo", "--once", config="config.toml")
    ardoise("publish")
    left, _ = search.found()
    check("still gone after the next pull, build and publication", not any(left.values()), left)
    ardoise("build", "--clean")
    ardoise("publish")
    left, _ = search.found()
    check("still gone after a clean build and a publication", not any(left.values()), left)
    ardoise("restore", "--replace", backup)
    left, _ = search.found()
    check("still gone after an older backup was restored", not any(left.values()), left)
    ardoise("build")
    ardoise("publish")
    left, _ = search.found()
    check("still gone after the build and the publication that follow", not any(left.values()), left)
    backup.unlink()
    told = ", ".join(f"{len(before[place])} of {read[place]} in {place}" for place in before)
    print(f"{len(items)} items ({told}) withdrawn in {said:.1f} s, then searched for {took:.1f} s")
    return 1 if failed else 0


sys.exit(main())

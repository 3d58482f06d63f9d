"""A school with three builds, targets of every kind, and what lies on them as an outsider sees it."""

import json
import os
import pathlib
import shutil
import subprocess

import boto3
from botocore.config import Config

CONFIG = """
[school]
name = "Collège des Tilleuls"
[[classes]]
id = "6a"
label = "6e A"
level = "6e"
[[classes]]
id = "6b"
label = "6e B"
level = "6e"
[site]
access = "public"
teachers = "none"
"""
NOTE = '+++\ntitle = "{title}"\nclasses = ["6a"]\n+++\n{text}\n'


class School:
    """One state folder; its `output/` is one of the prepared builds."""

    def __init__(self, ardoise, folder):
        self.ardoise, self.folder = ardoise, pathlib.Path(folder)
        (self.folder / "content").mkdir(parents=True, exist_ok=True)

    def configure(self, target):
        (self.folder / "config.toml").write_text(CONFIG + target)

    def prepare(self):
        """Three builds: one with a picture, one with another text and picture, one with neither."""
        self.configure("")
        builds = {}
        for name, notes in {
            "A": [("Bonjour", "Un texte.\n\n![un carré](rouge.png)")],
            "B": [("Bonjour", "Un autre texte.\n\n![un carré](bleu.png)"), ("Sortie", "Un pique-nique.")],
            "C": [],
        }.items():
            for old in (self.folder / "content").glob("*"):
                old.unlink()
            for number, (title, text) in enumerate(notes):
                (self.folder / f"content/note-{number}.md").write_text(NOTE.format(title=title, text=text))
            picture(self.folder / "content/rouge.png", (200, 30, 30))
            picture(self.folder / "content/bleu.png", (30, 30, 200))
            done = self.run("2026-11-24T06:30:00Z", "build")
            assert done.returncode == 0, done.stderr
            builds[name] = self.folder / f"build-{name}"
            shutil.rmtree(builds[name], ignore_errors=True)
            shutil.copytree(self.folder / "output", builds[name])
        self.builds = builds
        return builds

    def use(self, build):
        shutil.rmtree(self.folder / "output", ignore_errors=True)
        shutil.copytree(build, self.folder / "output")

    def command(self, now, *arguments):
        return [self.ardoise, "--config", str(self.folder / "config.toml"), "--now", now, *arguments]

    def run(self, now, *arguments, prefix=()):
        return subprocess.run([*prefix, *self.command(now, *arguments)], capture_output=True, text=True)

    def publish(self, now, *arguments):
        done = self.run(now, "publish", "--json", *arguments)
        return done.returncode, json.loads(done.stdout) if done.stdout else {}, done


def picture(path, colour):
    """A small picture in one colour."""
    from PIL import Image

    Image.new("RGB", (640, 400), colour).save(path)


def files(folder):
    """Every file below a folder but those of ours."""
    folder = pathlib.Path(folder)
    found = (path for path in folder.rglob("*") if path.is_file())
    relative = ((path.relative_to(folder).as_posix(), path) for path in found)
    return {name: path.read_bytes() for name, path in relative if not name.startswith(".ardoise/")}


def built(build):
    """What a build publishes: without compressed forms."""
    return {name: text for name, text in files(build / "sites").items() if not name.endswith((".br", ".gz"))}


class Place:
    """A target, as its configuration names it and as an outsider sees it."""

    def __init__(self, name, facts, bed):
        self.name, self.facts, self.bed = name, facts, pathlib.Path(bed)
        self.s3 = None
        if facts["type"] == "s3" and "root" not in facts:
            self.s3 = boto3.client(
                "s3",
                endpoint_url=facts["endpoint"],
                aws_access_key_id=facts["key"],
                aws_secret_access_key=facts["secret"],
                region_name="us-east-1",
                config=Config(s3={"addressing_style": "path"}),
            )
            self.s3.create_bucket(Bucket="ardoise")

    def target(self, **changes):
        facts = {**self.facts, **changes}
        lines = ["", "[[targets]]", 'id = "t"', f'type = "{facts["type"]}"']
        keys = {
            "s3": ["endpoint", "key", "secret"],
            "webdav": ["url", "password"],
            "sftp": ["url", "key", "known_hosts"],
            "fs": ["path"],
            "usb": ["path"],
        }[facts["type"]]
        lines += [f'{key} = "{facts[key]}"' for key in keys]
        lines += {"s3": ['bucket = "ardoise"'], "webdav": ['user = "ardoise"']}.get(facts["type"], [])
        return "\n".join(lines) + "\n"

    @property
    def root(self):
        return pathlib.Path(self.facts["path"]) if "path" in self.facts else pathlib.Path(self.facts["root"])

    def seen(self):
        """Every published file with its bytes."""
        if self.s3:
            pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket="ardoise")
            keys = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
            return {key: self.read(key) for key in keys if not key.startswith(".ardoise/")}
        if self.facts["type"] == "fs":
            return files(self.root / "current")
        found = files(self.root)
        found.pop("OUVRIR.html", None)
        return found

    def read(self, name):
        """One file, or None."""
        try:
            if self.s3:
                return self.s3.get_object(Bucket="ardoise", Key=name)["Body"].read()
            folder = self.root / "current" if self.facts["type"] == "fs" else self.root
            return (folder / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except Exception as error:  # noqa: BLE001 — botocore makes its exceptions at run time
            if type(error).__name__ == "NoSuchKey":
                return None
            raise

    def ours(self):
        """The names of what is ours on the target."""
        if self.s3:
            listed = self.s3.list_objects_v2(Bucket="ardoise", Prefix=".ardoise/")
            return [entry["Key"] for entry in listed.get("Contents", [])]
        return [path.as_posix() for path in (self.root / ".ardoise").rglob("*") if path.is_file()]

    def clear(self):
        """Empties the target."""
        if self.s3:
            for page in self.s3.get_paginator("list_objects_v2").paginate(Bucket="ardoise"):
                for entry in page.get("Contents", []):
                    self.s3.delete_object(Bucket="ardoise", Key=entry["Key"])
            return
        for entry in self.root.iterdir() if self.root.exists() else []:
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()


def places(bed):
    """All targets of the bed."""
    servers = json.loads(pathlib.Path(bed, "servers.json").read_text())
    local = {"fs": {"type": "fs", "path": f"{bed}/www"}, "usb": {"type": "usb", "path": f"{bed}/stick"}}
    os.makedirs(f"{bed}/stick", exist_ok=True)
    return [Place(name, facts, bed) for name, facts in {**local, **servers}.items()]

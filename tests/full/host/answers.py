"""usage: answers.py SERVER PORT FOLDER PASSWORD ROOT   What a web server says of a site in a secret folder and of one with a password: each
answer has its status, its type and every header once, and the compressed files are those of the build."""

import base64
import http.client
import pathlib
import sys

SERVER, PORT, SECRET, PASSWORD, ROOT = sys.argv[1], int(sys.argv[2]), *sys.argv[3:]
FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, noarchive",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HTML, TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"
failures = []


def ask(path, **headers):
    connection = http.client.HTTPConnection("localhost", PORT, timeout=20)
    connection.request("GET", path, headers=headers)
    reply = connection.getresponse()
    return reply, reply.read()


def expect(what, found, wanted):
    if found != wanted:
        failures.append(f"{what}: {found!r} instead of {wanted!r}")


def check(path, status, kind=None, cache="no-cache", **headers):
    reply, body = ask(path, **headers)
    name = path.replace(SECRET, "SECRET")
    expect(f"{name} status", reply.status, status)
    if kind:
        expect(f"{name} type", reply.getheader("content-type"), kind)
    for header, value in {**FIXED, "cache-control": cache}.items():
        expect(f"{name} {header}", [v for k, v in reply.getheaders() if k.lower() == header], [value])
    policies = [v for k, v in reply.getheaders() if k.lower() == "content-security-policy"]
    strict = len(policies) == 1 and policies[0].startswith("default-src 'none'; ") and "'sha256-" in policies[0]
    expect(f"{name} policy", strict, True)
    return reply, body


def main():
    site = f"/{SECRET}/"
    picture = next(iter(sorted(pathlib.Path(ROOT, SECRET, "media").iterdir())), None)
    login = "Basic " + base64.b64encode(f"6b:{PASSWORD}".encode()).decode()
    check("/", 200, HTML)
    check("/robots.txt", 200, TEXT)
    check(site, 200, HTML)
    check(f"{site}aide.html", 200, HTML)
    check(f"{site}texte.txt", 200, TEXT)
    check(f"{site}calendrier.ics", 200, "text/calendar; charset=utf-8")
    check(f"{site}flux.xml", 200, "application/atom+xml; charset=utf-8")
    check(f"{site}site.webmanifest", 200, "application/manifest+json; charset=utf-8")
    check(f"{site}gazette.pdf", 200, "application/pdf")
    check(f"{site}media/{picture.name}", 200, cache="max-age=31536000, immutable")
    for coding, extension in (("gzip", "gz"), ("gzip, deflate, br", "br")):
        reply, body = check(f"{site}index.html", 200, HTML, **{"Accept-Encoding": coding})
        expect(f"{coding} coding", reply.getheader("content-encoding"), {"gz": "gzip", "br": "br"}[extension])
        expect(f"{coding} bytes", body, pathlib.Path(ROOT, SECRET, f"index.html.{extension}").read_bytes())
    tag = check(f"{site}index.html", 200)[0].getheader("etag")
    expect("a second visit", ask(f"{site}index.html", **{"If-None-Match": tag})[0].status, 304)
    expect("a folder without its slash", ask(site[:-1])[0].status in (301, 302, 307, 308), True)
    reply, _ = ask("/" + SECRET.replace("-", "") + "/aide.html")
    expect("without hyphens", reply.status == 302 and reply.getheader("location", "").endswith(f"{site}aide.html"), True)
    for lost in ("/abcd-efgh-jkmn-pqrs/", "/abcd-efgh-jkmn-pqrs", "/abcd-efgh-jkmn-pqrs/index.html"):
        expect("words of 410", "n’ouvre plus rien" in check(lost, 410, HTML)[1].decode(), True)
    for lost in ("/rien", "/6a/", "/6a/index.html", "/.git/config"):
        expect("words of 404", "Page introuvable" in check(lost, 404, HTML)[1].decode(), True)
    reply, body = check("/6b/", 401, HTML)
    expect("words of 401", "Mot de passe demandé" in body.decode() and bool(reply.getheader("www-authenticate")), True)
    check("/6b/", 200, HTML, Authorization=login)
    check("/6b/gazette.pdf", 401)
    check("/6b/", 401, Authorization="Basic " + base64.b64encode(b"6b:abcd-efgh-jkmn").decode())
    for failure in failures:
        print(f"FAIL {SERVER} {failure}")
    if not failures:
        print(f"ok   {SERVER}: every answer has its status, its type and all headers")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()

"""Feeds of every format and encoding, and what feedparser says that they hold."""

import calendar
import datetime
import html
import json
import re

import feedparser

WORDS = ["Portes ouvertes", "Réunion de rentrée", "Cœur en été", "Sortie à Chambord", "Menu à 5 €"]
DAYS = ["2026-11-20", "2026-11-16", "2026-11-10", "2026-10-30", "2026-10-12"]


def rfc822(day, zone="+0100"):
    return datetime.date.fromisoformat(day).strftime("%a, %d %b %Y 16:30:00 ") + zone


def items(body="<description>{text}</description>", date="pubDate", stamp=rfc822, guid=True, title=html.escape):
    for number, (words, day) in enumerate(zip(WORDS, DAYS)):
        name = f"<guid isPermaLink=\"false\">{number}@college</guid>" if guid else ""
        text = html.escape(f"<p>Le texte de <b>{words}</b>.</p>")
        yield (f"<item><title>{title(words)}</title><link>https://college.example/{number}</link>{name}"
               f"<{date}>{stamp(day)}</{date}>{body.format(text=text, words=words)}</item>")


def rss(version="2.0", spaces="", **options):
    return f'<rss version="{version}"{spaces}><channel><title>Collège</title><link>https://college.example/</link>{"".join(items(**options))}</channel></rss>'


def rdf(namespace):
    dates = items(date="dc:date", stamp=lambda day: f"{day}T16:30:00+01:00", guid=False)
    return (f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{namespace}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f'<channel><title>Collège</title></channel>{"".join(dates)}</rdf:RDF>')


def atom(namespace="http://www.w3.org/2005/Atom", prefix="", published="published", content='<{p}summary type="html">{text}</{p}summary>', zone="+01:00"):
    p = f"{prefix}:" if prefix else ""
    name = f"xmlns:{prefix}" if prefix else "xmlns"
    entries = "".join(
        f'<{p}entry><{p}title>{html.escape(words)}</{p}title><{p}id>tag:college,{number}</{p}id><{p}link href="https://college.example/{number}"/>'
        f"<{p}{published}>{day}T16:30:00{zone}</{p}{published}>{content.format(p=p, text=html.escape(f'<p>{words}</p>'), words=words)}</{p}entry>"
        for number, (words, day) in enumerate(zip(WORDS, DAYS)))
    return f'<{p}feed {name}="{namespace}"><{p}title>Collège</{p}title><{p}id>urn:c</{p}id>{entries}</{p}feed>'


def declared(text, encoding, written=None):
    return f'<?xml version="1.0" encoding="{written or encoding}"?>\n{text}'.encode(encoding)


SPACES = (' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
          ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"')
XML = "application/xml"


def all_feeds():
    """Name, bytes, Content-Type."""
    utf8 = lambda text: declared(text, "utf-8")
    for version in ("0.90", "0.91", "0.92", "0.93", "0.94", "2.0", "2.0.1", ""):
        yield f"rss {version}", utf8(rss(version)), XML
    for namespace in ("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"):
        yield f"rdf {namespace}", utf8(rdf(namespace)), XML
    yield "atom 1.0", utf8(atom()), "application/atom+xml"
    yield "atom with a prefix", utf8(atom(prefix="a")), "application/atom+xml"
    yield "atom in utc", utf8(atom(zone="Z")), "application/atom+xml"
    yield "atom 0.3", utf8(atom("http://purl.org/atom/ns#", published="issued")), "application/atom+xml"
    yield "atom xhtml", utf8(atom(content='<{p}content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{words}</p></div></{p}content>')), XML
    yield "atom text", utf8(atom(content='<{p}content type="text">{words}</{p}content>')), XML
    yield "atom empty content", utf8(atom(content="<{p}content/>")), XML
    yield "atom content elsewhere", utf8(atom(content='<{p}content type="text/html" src="https://college.example/x"/>')), XML
    yield "atom binary content", utf8(atom(content='<{p}content type="image/png">iVBORw0KGgo=</{p}content>')), XML
    yield "atom updated only", utf8(atom(published="updated")), XML
    for encoding in ("iso-8859-15", "windows-1252", "utf-16", "utf-16-le", "utf-16-be"):
        text = rss()
        mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
        yield f"declared {encoding}", mark + declared(text, encoding, "utf-16" if "utf-16" in encoding else None), XML
    yield "mark of utf-8", b"\xef\xbb\xbf" + utf8(rss()), XML
    latin = rss()
    yield "http says iso-8859-15", declared(latin, "iso-8859-15", "utf-8"), f"{XML}; charset=iso-8859-15"
    yield "http says utf-8 wrongly", declared(latin, "windows-1252"), f"{XML}; charset=utf-8"
    yield "http agrees", utf8(rss()), f"{XML}; charset=utf-8"
    yield "http alone", latin.encode("windows-1252"), f"{XML}; charset=windows-1252"
    yield "nobody says windows-1252", declared(latin, "windows-1252", "utf-8"), XML
    yield "text/xml", utf8(rss()), "text/xml; charset=utf-8"
    stamps = {
        "gmt": lambda day: rfc822(day, "GMT"),
        "est": lambda day: rfc822(day, "EST"),
        "z": lambda day: rfc822(day, "Z"),
        "wrong weekday": lambda day: "Mon, " + rfc822(day)[5:],
        "no weekday": lambda day: rfc822(day)[5:],
        "two digits": lambda day: rfc822(day).replace(" 2026 ", " 26 "),
        "no seconds": lambda day: rfc822(day).replace(":00 ", " ", 1),
        "iso": lambda day: f"{day}T16:30:00+01:00",
        "iso without colon": lambda day: f"{day}T16:30:00+0100",
        "iso in utc": lambda day: f"{day}T15:30:00Z",
        "long month": lambda day: datetime.date.fromisoformat(day).strftime("%d %B %Y 16:30:00 +0100"),
        "one digit": lambda day: rfc822(day).replace(", 0", ", "),
    }
    for name, stamp in stamps.items():
        yield f"date: {name}", utf8(rss(stamp=stamp)), XML
    yield "wordpress", utf8(rss(spaces=SPACES, body="<dc:creator><![CDATA[Camille]]></dc:creator><category><![CDATA[Vie du collège]]></category><description><![CDATA[<p>Le début&#8230;</p>]]></description><content:encoded><![CDATA[<p>{words}, en entier.</p>]]></content:encoded>")), XML
    yield "spip", utf8(rss(spaces=SPACES, date="dc:date", stamp=lambda day: f"{day}T15:30:00Z", body="<dc:format>text/html</dc:format><dc:language>fr</dc:language><dc:creator>Camille</dc:creator><description>{text}</description>")), XML
    yield "titles in cdata", utf8(rss(title=lambda words: f"<![CDATA[{words}]]>")), XML
    yield "titles with html entities", utf8(rss(title=lambda words: html.escape(words).replace("é", "&eacute;").replace("à", "&agrave;"))), XML
    yield "titles escaped twice", utf8(rss(title=lambda words: html.escape(words).replace("é", "&amp;eacute;"))), XML
    yield "titles with numbers", utf8(rss(title=lambda words: html.escape(words).replace("é", "&#233;").replace("à", "&#xe0;"))), XML
    yield "titles with marks", utf8(rss(title=lambda words: html.escape(f"<b>{words}</b>"))), XML
    yield "titles with an ampersand", utf8(rss(title=lambda words: f"{words} &amp; fête")), XML
    yield "no guid", utf8(rss(guid=False)), XML
    yield "enclosures", utf8(rss(spaces=SPACES, body='<enclosure url="https://college.example/a.pdf" type="application/pdf" length="12"/><media:thumbnail url="https://college.example/a.jpg"/>')), XML
    yield "white space", utf8(rss().replace("><", ">\n   <")), XML
    yield "comments", utf8(rss().replace("<item>", "<!-- ici --><item>")), XML
    yield "atom link in rss", utf8(rss(spaces=SPACES).replace("<channel>", '<channel><atom:link rel="self" href="https://college.example/feed"/>')), XML
    entries = [{"id": str(number), "title": words, "url": f"https://college.example/{number}", "date_published": f"{day}T16:30:00+01:00", "content_html": f"<p>{words}</p>"} for number, (words, day) in enumerate(zip(WORDS, DAYS))]
    yield "json feed 1", json.dumps({"version": "https://jsonfeed.org/version/1", "title": "Collège", "items": entries}).encode(), "application/feed+json"
    yield "json feed 1.1", json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Collège", "items": entries}, ensure_ascii=False).encode(), "application/json; charset=utf-8"


def expected(data, content_type):
    """Title and instant of each entry; JSON feeds are read by Python itself, which feedparser does not know."""
    if b"jsonfeed.org" in data:
        return {(entry["title"], "2026-" + entry["date_published"][5:10] + "T15:30:00Z") for entry in json.loads(data)["items"]}
    feed = feedparser.parse(data, response_headers={"content-type": content_type, "content-location": "https://college.example/feed"}, sanitize_html=False)
    moment = lambda entry: entry.get("published_parsed") or entry.get("updated_parsed")
    instant = lambda parts: datetime.datetime.fromtimestamp(calendar.timegm(parts), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {(words(entry.get("title", "")), instant(moment(entry))) for entry in feed.entries}


def words(text):
    return " ".join(html.unescape(re.sub("<[^>]+>", "", text)).split())

//! The public feeds of esup-publisher as its library ROME writes them, with what is wrong in them.
//!
//! RSS has the end of an announcement and no date of modification; Atom is the other way round.

use std::fmt::Write;

use chrono::{DateTime, Utc};

use super::files;
use super::news::Announcement;
use super::school::Facts;
use super::words::{escaped, midnight, rfc822};

/// `GET /publisher/feed/rss/{uai}`; `query` is what followed the `?`.
pub(super) fn rss(facts: &Facts, items: &[Announcement<'_>], address: &str, query: &str, now: DateTime<Utc>) -> String {
    let link = format!("{address}/publisher/feed/rss/{}?{}", facts.uai, if query.is_empty() { "null" } else { query });
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         version=\"2.0\">\n  <channel>\n",
    );
    element(&mut xml, "title", &format!("Contenus publiés par l'établissement : {}", facts.name));
    element(&mut xml, "link", &link);
    element(&mut xml, "description", "Contenus publiés par l'établissement");
    element(&mut xml, "pubDate", &rfc822(now));
    element(&mut xml, "docs", "http://www.rssboard.org/rss-specification");
    element(&mut xml, "generator", "Publisher");
    for item in items {
        rss_item(&mut xml, item, address);
    }
    xml.push_str("  </channel>\n</rss>\n");
    xml
}

/// `GET /publisher/feed/atom/{uai}`.
pub(super) fn atom(facts: &Facts, items: &[Announcement<'_>], address: &str, now: DateTime<Utc>) -> String {
    let link = format!("{address}/publisher/feed/atom/{}?null", facts.uai);
    let mut xml =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    element(&mut xml, "title", &format!("Contenus publiés par l'établissement : {}", facts.name));
    put(&mut xml, format_args!("    <link rel=\"self\" href=\"{}\" />\n", escaped(&link)));
    element(&mut xml, "subtitle", "Contenus publiés par l'établissement");
    put(&mut xml, format_args!("    <generator uri=\"{address}/publisher/\">Publisher</generator>\n"));
    element(&mut xml, "updated", &iso(now));
    for item in items {
        atom_entry(&mut xml, item, address);
    }
    xml.push_str("</feed>\n");
    xml
}

fn rss_item(xml: &mut String, item: &Announcement<'_>, address: &str) {
    xml.push_str("    <item>\n");
    element(xml, "title", &item.title);
    element(xml, "link", &format!("{address}/publisher/view/item/{}", item.id));
    element(xml, "description", &item.summary);
    element(xml, "content:encoded", &item.summary);
    for category in &item.template.categories {
        element(xml, "category", category);
    }
    if let Some((url, media_type, length)) = enclosure(item, address) {
        put(xml, format_args!("    <enclosure url=\"{url}\" length=\"{length}\" type=\"{media_type}\" />\n"));
    }
    element(xml, "author", &item.author.name);
    element(xml, "pubDate", &rfc822(midnight(item.starts)));
    if let Some(ends) = item.ends {
        element(xml, "expirationDate", &rfc822(midnight(ends)));
    }
    put(xml, format_args!("    <guid isPermaLink=\"true\">{}</guid>\n", item.id));
    put(xml, format_args!("    <source url=\"{address}/publisher/\">Publisher</source>\n    </item>\n"));
}

fn atom_entry(xml: &mut String, item: &Announcement<'_>, address: &str) {
    xml.push_str("  <entry>\n");
    element(xml, "title", &item.title);
    put(xml, format_args!("    <link href=\"{address}/publisher/view/item/{}\" />\n", item.id));
    if let Some((url, media_type, length)) = enclosure(item, address) {
        put(
            xml,
            format_args!("    <link rel=\"enclosure\" type=\"{media_type}\" href=\"{url}\" length=\"{length}\" />\n"),
        );
    }
    for category in &item.template.categories {
        put(xml, format_args!("    <category label=\"{}\" />\n", escaped(category)));
    }
    let people = [("author", Some(item.author)), ("contributor", item.editor)];
    for (role, person) in people.into_iter().filter_map(|(role, person)| Some((role, person?))) {
        put(
            xml,
            format_args!(
                "    <{role}><name>{}</name><email>{}</email></{role}>\n",
                escaped(&person.name),
                person.email
            ),
        );
    }
    element(xml, "id", &item.id.to_string());
    element(xml, "updated", &iso(item.modified));
    element(xml, "published", &iso(item.validated));
    put(xml, format_args!("    <summary type=\"text\">{}</summary>\n  </entry>\n", escaped(&item.summary)));
}

fn enclosure(item: &Announcement<'_>, address: &str) -> Option<(String, &'static str, usize)> {
    let name = item.template.image.as_deref()?;
    let file = files::named(name)?;
    Some((format!("{address}/publisher/files/{}", item.place_of(name)), file.media_type, file.bytes.len()))
}

fn element(xml: &mut String, name: &str, text: &str) {
    put(xml, format_args!("    <{name}>{}</{name}>\n", escaped(text)));
}

fn put(xml: &mut String, text: std::fmt::Arguments<'_>) {
    xml.write_fmt(text).expect("writing to a string cannot fail");
}

fn iso(instant: DateTime<Utc>) -> String {
    instant.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

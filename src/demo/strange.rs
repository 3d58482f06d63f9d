//! Answers that are not wrong, but not what a reader saw until yesterday: no values, other names, another encoding.

use serde_json::Value;

use super::route::Route;

/// The fields that a service may leave without a value.
const OPTIONAL: [&str; 9] =
    ["description", "enclosure", "allergens", "labelsInfo", "files", "body", "intro", "message", "mimetype"];

/// The document with fields that have no value.
pub(super) fn without_values(route: &Route, bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    match route {
        Route::Ical(_) => text
            .lines()
            .map(|line| match line.split_once(':') {
                Some((name, _)) if name.starts_with("SUMMARY") || name.starts_with("LOCATION") => {
                    format!("{name}:\r\n")
                }
                _ => format!("{line}\r\n"),
            })
            .collect::<String>()
            .into_bytes(),
        Route::Rss => emptied(&text, "description"),
        Route::Atom => emptied(&text, "summary"),
        Route::Folder(_) => emptied(&text, "d:getcontenttype"),
        Route::NewsPage(_) | Route::NewsItem(_) | Route::Menu(_) | Route::Moodle => {
            let Ok(mut value) = serde_json::from_slice(bytes) else { return bytes.to_vec() };
            nullify(&mut value);
            value.to_string().into_bytes()
        }
        _ => bytes.to_vec(),
    }
}

/// The list after something was published while its first page was read: its second page has another total, and one item
/// slipped away between the two.
pub(super) fn grown(route: &Route, bytes: Vec<u8>) -> Vec<u8> {
    let Route::NewsPage(1..) = route else { return bytes };
    let Ok(mut value) = serde_json::from_slice::<Value>(&bytes) else { return bytes };
    let total = value["totalItems"].as_u64().unwrap_or(0);
    value["totalItems"] = Value::from(total + 1);
    if let Some(items) = value["actualite"]["items"].as_array_mut() {
        items.pop();
    }
    value.to_string().into_bytes()
}

fn nullify(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(nullify),
        Value::Object(fields) => {
            for (key, value) in fields.iter_mut() {
                if OPTIONAL.contains(&key.as_str()) {
                    *value = Value::Null;
                } else {
                    nullify(value);
                }
            }
        }
        _ => {}
    }
}

/// The page of an announcement with attachments whose names are hard to keep: accents in two forms, a slash, 300 bytes, and
/// twice the same.
pub(super) fn with_hard_names(route: &Route, bytes: &[u8]) -> Vec<u8> {
    if !matches!(route, Route::Item(_)) {
        return bytes.to_vec();
    }
    let long = "très long ".repeat(30);
    let names = ["Re\u{301}union.pdf", "R\u{e9}union.pdf", "a/b\\c.pdf", "R\u{e9}union.pdf", long.as_str()];
    let link = |(rank, name): (usize, &&str)| {
        ["<div><a href=\"/publisher/view/file/2026/11/", &rank.to_string(), "-cross.odt\">", name, "</a></div>"]
            .concat()
    };
    let links: Vec<String> = names.iter().enumerate().map(link).collect();
    let section =
        format!("<section class=\"attachments\"><h2>Pièces jointes</h2>{}</section>\n</article>", links.concat());
    String::from_utf8_lossy(bytes).replacen("</article>", &section, 1).into_bytes()
}

/// The text in UTF-16, little end first, after its mark.
pub(super) fn utf16(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes).replace("encoding=\"UTF-8\"", "encoding=\"UTF-16\"");
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// The document in the words of a version to come.
pub(super) fn drifted(bytes: &[u8]) -> Vec<u8> {
    let renamed = [
        ("BEGIN:VEVENT", "BEGIN:X-SEANCE"),
        ("END:VEVENT", "END:X-SEANCE"),
        ("<item>", "<notice>"),
        ("</item>", "</notice>"),
        ("<entry>", "<notice>"),
        ("</entry>", "</notice>"),
        ("publisher-view", "publication"),
        ("\"items\":", "\"elements\":"),
        ("<items>", "<notices>"),
        ("</items>", "</notices>"),
        ("\"jours\":", "\"journees\":"),
        ("\"assignments\":", "\"travaux\":"),
        ("\"discussions\":", "\"fils\":"),
        ("d:response", "d:entree"),
    ];
    let text = String::from_utf8_lossy(bytes).into_owned();
    renamed.iter().fold(text, |text, (old, new)| text.replace(old, new)).into_bytes()
}

/// An XML document whose elements of that name hold nothing.
fn emptied(text: &str, name: &str) -> Vec<u8> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once(&open) {
        let Some((_, after)) = from.split_once(&close) else { break };
        kept.push_str(before);
        kept.push_str(&open);
        kept.push_str(&close);
        rest = after;
    }
    (kept + rest).into_bytes()
}

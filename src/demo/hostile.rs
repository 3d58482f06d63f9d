//! Content that no school means to publish, and that a reader must survive: impossible events, hostile HTML.
//!
//! Whatever is added keeps the healthy content around it, so that a test sees that one bad entry costs only itself.

/// The calendar with impossible events, in the middle of which a class must still be readable.
pub(super) fn calendar(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let year: i32 = text.split_once("X-CALSTART:").and_then(|(_, after)| after.get(..4)?.parse().ok()).unwrap_or(2026);
    let events = include_str!("content/malformed.ics").replace("{autumn}", &last_sunday(year, 10));
    let events = events.replace("{spring}", &last_sunday(year + 1, 3)).replace("{year}", &year.to_string());
    let events = events.lines().collect::<Vec<_>>().join(newline);
    text.replacen("END:VCALENDAR", &format!("{events}{newline}END:VCALENDAR"), 1).into_bytes()
}

/// A feed with strange entries at its `end`.
pub(super) fn feed(bytes: &[u8], end: &str, entries: &str) -> Vec<u8> {
    String::from_utf8_lossy(bytes).replacen(end, &format!("{entries}{end}"), 1).into_bytes()
}

/// The page of an announcement with hostile HTML at the end of its body.
pub(super) fn item(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let body = text.find("ck-content").and_then(|at| Some(at + text[at..].find("</section>")?));
    let at = body.unwrap_or(text.len());
    format!("{}{}{}", &text[..at], include_str!("content/hostile.html"), &text[at..]).into_bytes()
}

/// No guid; a guid that is no number; no date; a date that is none; markup in the title; an address that runs code.
pub(super) const RSS_ITEMS: &str = "<item><title>Sans numéro</title><link>javascript:alert(1)</link></item>\
    <item><title>Numéro étrange &lt;script&gt;alert(2)&lt;/script&gt;</title><link>http://169.254.169.254/latest</link>\
    <pubDate>bientôt</pubDate><guid isPermaLink=\"true\">../../7001</guid><description></description></item>\
    <item><title>&lt;b&gt;Date impossible&lt;/b&gt;</title><pubDate>Mon, 31 Feb 2026 25:00:00 GMT</pubDate>\
    <expirationDate>Mon, 07 Sep 1970 22:00:00 GMT</expirationDate><guid isPermaLink=\"true\">99999999999999999999</guid></item>";

/// No id; the same id twice.
pub(super) const ATOM_ENTRIES: &str = "<entry><title>Sans numéro</title></entry>\
    <entry><title>Première</title><id>42</id><updated>hier</updated></entry>\
    <entry><title>Seconde</title><id>42</id><link href=\"data:text/html,&lt;script&gt;alert(3)&lt;/script&gt;\"/></entry>";

/// The days on which the clock changes, as `YYYYMMDD`.
fn last_sunday(year: i32, month: u32) -> String {
    let mut days = (25..=31).filter_map(|day| chrono::NaiveDate::from_ymd_opt(year, month, day));
    let sunday = days.rfind(|day| chrono::Datelike::weekday(day) == chrono::Weekday::Sun);
    sunday.map(|day| day.format("%Y%m%d").to_string()).unwrap_or_default()
}

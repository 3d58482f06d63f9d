//! What the make-believe ENT needs of text: plain text out of its own HTML, escapes, dates in French and in RFC 822.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Paris;

/// The text of `html` as a reader hears it: tags and scripts gone, entities decoded, white space (no-break spaces too) collapsed.
pub(super) fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag_on)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = tag_on.split_once('>').unwrap_or((tag_on, ""));
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if !INLINE.contains(&name.as_str()) {
            text.push(' ');
        }
        let closing = format!("</{name}");
        let is_code = tag.starts_with(&name) && ["script", "style"].contains(&name.as_str());
        rest = if is_code { after.find(&closing).map_or("", |end| &after[end..]) } else { after };
    }
    text.push_str(rest);
    let decoded = ENTITIES.iter().fold(text, |text, (entity, letter)| text.replace(entity, letter));
    decoded.split_whitespace().collect::<Vec<_>>().join(" ")
}

const INLINE: [&str; 12] = ["a", "b", "em", "font", "i", "o", "span", "strong", "sub", "sup", "u", "code"];

/// `&amp;` comes last, so that nothing is decoded twice.
const ENTITIES: [(&str, &str); 6] =
    [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];

/// `text` with the characters that HTML and XML give a meaning to written as entities.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// `mardi 24 novembre`, `vendredi 1er mai`.
pub(super) fn long_date(day: NaiveDate) -> String {
    let weekday = WEEKDAYS[day.weekday().num_days_from_monday() as usize];
    let number = if day.day() == 1 { "1er".to_owned() } else { day.day().to_string() };
    format!("{weekday} {number} {}", MONTHS[day.month0() as usize])
}

/// `04 sept. 2026`, as Pronote signs its exports.
pub(super) fn short_date(day: NaiveDate) -> String {
    let months = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
    format!("{:02} {} {}", day.day(), months[day.month0() as usize], day.year())
}

/// `01 septembre 2026`.
pub(super) fn full_date(day: NaiveDate) -> String {
    format!("{:02} {} {}", day.day(), MONTHS[day.month0() as usize], day.year())
}

const WEEKDAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
/// The names of the months, January first.
pub(super) const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// `Mon, 07 Sep 2026 22:00:00 GMT`.
pub(super) fn rfc822(instant: DateTime<Utc>) -> String {
    instant.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// The instant of a time on the school's clock; the first of the two when the clock goes back.
pub(super) fn utc(local: NaiveDateTime) -> DateTime<Utc> {
    Paris.from_local_datetime(&local).earliest().map_or_else(|| local.and_utc(), |instant| instant.with_timezone(&Utc))
}

/// Midnight at the school.
pub(super) fn midnight(day: NaiveDate) -> DateTime<Utc> {
    utc(day.and_time(NaiveTime::MIN))
}

/// What the school's clock shows.
pub(super) fn local(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&Paris).naive_local()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{long_date, midnight, plain, rfc822};

    #[test]
    fn plain_text() {
        let cases = [
            ("<p>Lire&nbsp;: p.&nbsp;12</p><p>Ex 3</p>", "Lire : p. 12 Ex 3"),
            ("x<sup>2</sup> &lt; 4 &amp;lt;", "x2 < 4 &lt;"),
            ("<ul><li><b>un</b></li><li>deux</li></ul>", "un deux"),
            ("a<br />b <span style=\"font-size: 13pt;\">c</span>", "a b c"),
        ];
        for (html, text) in cases {
            assert_eq!(plain(html), text);
        }
    }

    #[test]
    fn dates() {
        let day = NaiveDate::from_ymd_opt(2026, 9, 8).expect("a day");
        assert_eq!(rfc822(midnight(day)), "Mon, 07 Sep 2026 22:00:00 GMT");
        assert_eq!(long_date(NaiveDate::from_ymd_opt(2027, 10, 1).expect("a day")), "vendredi 1er octobre");
    }
}

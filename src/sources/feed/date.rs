//! The dates of entries: RFC 822, RFC 3339, and what people and their programs write instead, in French too.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use crate::sources::label::folded;
use crate::sources::moment::instant_of;

/// The beginnings of the names of months, in French and English, folded.
const MONTHS: [(&str, u32); 19] = [
    ("jan", 1),
    ("fev", 2),
    ("feb", 2),
    ("mars", 3),
    ("march", 3),
    ("avr", 4),
    ("apr", 4),
    ("mai", 5),
    ("may", 5),
    ("juin", 6),
    ("jun", 6),
    ("juil", 7),
    ("jul", 7),
    ("aou", 8),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
];

/// Names of zones that RFC 822 and French servers use, in hours.
const ZONES: [(&str, i32); 12] = [
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("cet", 1),
    ("cest", 2),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("pst", -8),
    ("pdt", -7),
];

/// Reads a date; without a zone it is the school's.
pub(super) fn read(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let exact = DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.with_timezone(&Utc));
    exact.or_else(|| written(text, zone))
}

/// Day, month, year, then perhaps a time and a zone, in the order of RFC 822, of ISO 8601 or of a French page.
fn written(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let without_weekday = match text.split_once(',') {
        Some((weekday, rest)) if !weekday.contains(|sign: char| sign.is_ascii_digit()) => rest,
        _ => text,
    };
    let (day, rest) = date(without_weekday.trim())?;
    let (time, rest) = time(rest.trim_start_matches([' ', ',', 'T', 't', 'à', '-']));
    let local = day.and_time(time);
    Some(match offset(rest.trim()) {
        Some(offset) => offset.from_local_datetime(&local).earliest()?.with_timezone(&Utc),
        None => instant_of(local, zone),
    })
}

fn date(text: &str) -> Option<(NaiveDate, &str)> {
    if let Some(day) = text.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()) {
        return Some((day, &text[10..]));
    }
    if let Some(day) = text.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%d/%m/%Y").ok()) {
        return Some((day, &text[10..]));
    }
    let mut parts = text.splitn(4, [' ', '-', '\u{a0}']).map(str::trim).filter(|part| !part.is_empty());
    let mut first = parts.next()?;
    if first.chars().all(char::is_alphabetic) && month(first).is_none() {
        // "vendredi 20 novembre 2026".
        return date(text[first.len()..].trim_start());
    }
    let (mut second, third, rest) = (parts.next()?, parts.next()?, parts.next().unwrap_or_default());
    if month(first).is_some() {
        std::mem::swap(&mut first, &mut second);
    }
    let number: u32 = first.trim_end_matches(|sign: char| !sign.is_ascii_digit()).parse().ok()?;
    let year: i32 = third.trim_end_matches(',').parse().ok()?;
    let year = if year < 70 { year + 2000 } else { year };
    Some((NaiveDate::from_ymd_opt(year, month(second)?, number)?, rest))
}

fn month(name: &str) -> Option<u32> {
    let name = folded(name);
    // "mar" alone is March in English, and "mardi" no month at all.
    if name == "mar" {
        return Some(3);
    }
    MONTHS.iter().find(|(known, _)| name.starts_with(known)).map(|(_, number)| *number)
}

/// "16:00:00", "16:00", "16h30", "9 h": midnight when there is none.
fn time(text: &str) -> (NaiveTime, &str) {
    let text = text.trim_start();
    let end = text.find(|sign: char| !(sign.is_ascii_digit() || ":hH.".contains(sign))).unwrap_or(text.len());
    let mut parts = text[..end].split([':', 'h', 'H', '.']);
    let mut number = || parts.next().map_or(Some(0), |part| if part.is_empty() { Some(0) } else { part.parse().ok() });
    let read = match (number(), number(), number()) {
        (Some(hour), Some(minute), Some(second)) if end > 0 => NaiveTime::from_hms_opt(hour % 24, minute, second),
        _ => None,
    };
    read.map_or((NaiveTime::MIN, text), |time| (time, &text[end..]))
}

fn offset(text: &str) -> Option<FixedOffset> {
    let name = folded(text);
    if let Some((_, hours)) = ZONES.iter().find(|(known, _)| name.split(' ').next() == Some(*known)) {
        return FixedOffset::east_opt(hours * 3600);
    }
    let (sign, digits) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    let digits: String = digits.chars().filter(char::is_ascii_digit).take(4).collect();
    let (hours, minutes): (i32, i32) = (digits.get(..2)?.parse().ok()?, digits.get(2..4).unwrap_or("0").parse().ok()?);
    FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let afternoon = "2026-11-20T15:00:00+00:00";
        for text in [
            "Fri, 20 Nov 2026 15:00:00 +0000",
            "Mon, 20 Nov 2026 15:00:00 GMT",
            "20 Nov 2026 15:00:00 UT",
            "Fri, 20 Nov 26 10:00 EST",
            "ven., 20 nov. 2026 16:00:00 +0100",
            "vendredi 20 novembre 2026, 16h00",
            "20 novembre 2026 à 16h",
            "20/11/2026 16:00",
            "2026-11-20T15:00:00Z",
            "2026-11-20T16:00:00+0100",
            "2026-11-20 16:00:00",
            "2026-11-20T16:00",
            "November 20, 2026 16:00:00 CET",
        ] {
            let read = read(text, Tz::Europe__Paris).map(|moment| moment.to_rfc3339());
            assert_eq!(read.as_deref(), Some(afternoon), "{text}");
        }
        for (text, expected) in [
            ("1er décembre 2026", "2026-11-30T23:00:00+00:00"),
            ("2026-07-14", "2026-07-13T22:00:00+00:00"),
            ("Sat, 01 Aug 2026 24:00:00 +0200", "2026-07-31T22:00:00+00:00"),
            ("mardi 3 février 2026", "2026-02-02T23:00:00+00:00"),
        ] {
            let read = read(text, Tz::Europe__Paris).map(|moment| moment.to_rfc3339());
            assert_eq!(read.as_deref(), Some(expected), "{text}");
        }
        for text in ["", "hier", "32 nov. 2026", "2026", "20 brumaire 2026", "é"] {
            assert_eq!(read(text, Tz::Europe__Paris), None, "{text}");
        }
    }
}

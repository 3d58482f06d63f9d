//! `type = "timetable-file"`: the weekly timetable that the office's own program writes into a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{NaiveTime, Weekday};

use crate::config::raw::Table;
use crate::model::id::ClassId;
use crate::model::school::Class;
use crate::model::time::WeekParity;

/// A timetable of the office.
#[derive(Debug, Clone)]
pub struct TimetableFile {
    /// The file, or the folder that holds it.
    pub path: PathBuf,
    /// What it is.
    pub format: TimetableFormat,
    /// The weeks it is for, when it is not for all of them.
    pub weeks: Option<WeekParity>,
    /// Classes that it names in another way than the configuration.
    pub class_names: BTreeMap<String, ClassId>,
}

/// The programs that write it.
#[derive(Debug, Clone)]
pub enum TimetableFormat {
    /// `format = "sts"`: the pair `emp_sts` and `sts_emp` of STSWEB.
    Sts {
        /// The school whose files they must be.
        uai: Option<String>,
    },
    /// `format = "fet"`: the CSV files of FET, whose days and hours are free labels.
    Fet(FetLabels),
}

/// What FET's labels mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FetLabels {
    /// Labels of days that do not begin with the name of the day.
    pub days: BTreeMap<String, Weekday>,
    /// Labels of hours, or `day/hour` where an hour depends on the day.
    pub hours: BTreeMap<String, Hours>,
}

/// From a time of the clock to another, on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours {
    /// The beginning.
    pub start: NaiveTime,
    /// The end, after the beginning.
    pub end: NaiveTime,
}

impl Hours {
    /// Reads `08:30-09:25`, also as `8h30 à 9h25` or `8h30–9h25`.
    pub fn parse(text: &str) -> Option<Self> {
        let (start, end) = text.split_once(['-', '–', '—', 'à'])?;
        let hours = Hours { start: time(start)?, end: time(end)? };
        (hours.start < hours.end).then_some(hours)
    }
}

/// `8:30`, `08h30`, `8h`.
fn time(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.trim().split_once([':', 'h', 'H'])?;
    let minute = if minute.trim().is_empty() { 0 } else { minute.trim().parse().ok()? };
    NaiveTime::from_hms_opt(hour.trim().parse().ok()?, minute, 0)
}

/// A day by its French or English name.
pub fn weekday(name: &str) -> Option<Weekday> {
    let name = name.trim().to_lowercase();
    let french = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
    let number = french.iter().position(|known| *known == name);
    number.and_then(|number| Weekday::try_from(u8::try_from(number).ok()?).ok()).or_else(|| name.parse().ok())
}

/// What the settings may refer to.
#[derive(Debug)]
pub(in crate::config) struct Around<'a> {
    pub(in crate::config) classes: &'a [Class],
    pub(in crate::config) uai: Option<&'a String>,
    /// The folder of the configuration file.
    pub(in crate::config) folder: &'a Path,
}

/// Reads the settings.
pub(in crate::config) fn read(table: &Table<'_>, around: &Around<'_>) -> Option<TimetableFile> {
    let path = table.required_text("path");
    let format = table.required_parsed("format", "`sts` or `fet`", |text| match text {
        "sts" => Some(TimetableFormat::Sts { uai: around.uai.cloned() }),
        "fet" => Some(TimetableFormat::Fet(FetLabels::default())),
        _ => None,
    });
    let format = match format {
        Some(TimetableFormat::Fet(_)) => Some(TimetableFormat::Fet(labels(table))),
        other => other,
    };
    let weeks = table.parsed("weeks", "`A` or `B`", |text| match text {
        "A" => Some(WeekParity::A),
        "B" => Some(WeekParity::B),
        _ => None,
    });
    let known = |id: &str| around.classes.iter().find(|class| class.id.as_str() == id).map(|class| class.id.clone());
    let class_names = pairs(table, "class_names", "the id of a class", known);
    Some(TimetableFile { path: around.folder.join(path?), format: format?, weeks, class_names })
}

fn labels(table: &Table<'_>) -> FetLabels {
    FetLabels {
        days: pairs(table, "days", "the name of a day such as `lundi`", weekday),
        hours: pairs(table, "hours", "two times such as `08:30-09:25`", Hours::parse),
    }
}

/// A table of texts, each read; what cannot be read is a problem of its key.
fn pairs<T>(table: &Table<'_>, key: &str, expected: &str, read: impl Fn(&str) -> Option<T>) -> BTreeMap<String, T> {
    let Some(inner) = table.table(key) else { return BTreeMap::new() };
    let mut found = BTreeMap::new();
    for name in inner.keys() {
        if let Some(value) = inner.parsed(&name, expected, &read) {
            found.insert(name, value);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_two_times_in_order() {
        let hours = |start: (u32, u32), end: (u32, u32)| {
            let at = |(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
            Some(Hours { start: at(start), end: at(end) })
        };
        for (text, expected) in [
            ("08:30-09:25", hours((8, 30), (9, 25))),
            ("8h30 à 9h25", hours((8, 30), (9, 25))),
            ("8h – 9h", hours((8, 0), (9, 0))),
            ("13H05-14H00", hours((13, 5), (14, 0))),
            ("09:25-08:30", None),
            ("08:30", None),
            ("8h75-9h", None),
            ("", None),
        ] {
            assert_eq!(Hours::parse(text), expected, "{text}");
        }
    }

    #[test]
    fn days_have_french_and_english_names() {
        for (name, day) in [
            ("lundi", Some(Weekday::Mon)),
            (" Dimanche ", Some(Weekday::Sun)),
            ("Tue", Some(Weekday::Tue)),
            ("J1", None),
        ] {
            assert_eq!(weekday(name), day, "{name}");
        }
    }
}

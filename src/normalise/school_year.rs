//! The days without school that everybody knows: the public holidays of France, and the names of its school holidays.
//!
//! Public holidays are computed, so that no source is needed for them. Sources often call all holidays "Vacances": readers see which
//! ones they are.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::model::lesson::{NonTeaching, NonTeachingKind};
use crate::normalise::subject::fold;

/// Holidays shorter than this have no name of their own.
const SHORTEST: Days = Days::new(5);

/// Where the law knows two holidays more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Region {
    /// Most of France.
    #[default]
    France,
    /// Bas-Rhin, Haut-Rhin and Moselle.
    AlsaceMoselle,
}

impl Region {
    /// Where the school with that national identifier is: it begins with the number of the département.
    pub fn of_school(uai: Option<&str>) -> Self {
        let alsatian = uai.and_then(|uai| uai.get(..3)).is_some_and(|place| matches!(place, "057" | "067" | "068"));
        if alsatian { Region::AlsaceMoselle } else { Region::France }
    }
}

/// The days off that sources name, under names that say which they are, with the public holidays of some years; sorted, each once.
pub fn days_off(told: Vec<NonTeaching>, years: &BTreeSet<i32>, region: Region) -> Vec<NonTeaching> {
    let public: Vec<NonTeaching> = years.iter().flat_map(|year| public_holidays(*year, region)).collect();
    let mut all: Vec<NonTeaching> = told.into_iter().map(|days| named(days, &public)).collect();
    let known = |day: &NonTeaching, all: &[NonTeaching]| {
        all.iter().any(|days| (days.from, days.to, days.kind) == (day.from, day.to, day.kind))
    };
    for day in public {
        if day.from.weekday() != Weekday::Sun && !known(&day, &all) {
            all.push(day);
        }
    }
    all.sort_by(|left, right| {
        let place = |days: &NonTeaching| (days.from, days.to, days.kind);
        place(left)
            .cmp(&place(right))
            .then_with(|| right.label.len().cmp(&left.label.len()))
            .then_with(|| left.label.cmp(&right.label))
    });
    all.dedup_by(|left, right| (left.from, left.to, left.kind) == (right.from, right.to, right.kind));
    all
}

/// The same days under the name that people know them by.
fn named(days: NonTeaching, public: &[NonTeaching]) -> NonTeaching {
    let label = match (days.kind, fold(&days.label).as_str()) {
        (NonTeachingKind::Holiday, words) => holiday(words, &days).map(str::to_owned),
        (NonTeachingKind::PublicHoliday, "FERIE" | "JOUR FERIE" | "JOURS FERIES") if days.from == days.to => {
            public.iter().find(|known| known.from == days.from).map(|known| known.label.clone())
        }
        _ => None,
    };
    NonTeaching { label: label.unwrap_or(days.label), ..days }
}

/// The holidays of a time of the year, when their source says only that they are holidays, or spells them as an office does.
fn holiday(words: &str, days: &NonTeaching) -> Option<&'static str> {
    const NAMES: [(&str, &str); 5] = [
        ("VACANCES DE LA TOUSSAINT", "Vacances de la Toussaint"),
        ("VACANCES DE NOEL", "Vacances de Noël"),
        ("VACANCES D HIVER", "Vacances d’hiver"),
        ("VACANCES DE PRINTEMPS", "Vacances de printemps"),
        ("VACANCES D ETE", "Vacances d’été"),
    ];
    if let Some((_, name)) = NAMES.iter().find(|(known, _)| *known == words) {
        return Some(name);
    }
    let general = matches!(words, "VACANCES" | "VACANCES SCOLAIRES" | "CONGES SCOLAIRES");
    let place = match days.from.month() {
        10 | 11 => 0,
        12 => 1,
        2 | 3 => 2,
        4 | 5 => 3,
        6..=8 => 4,
        _ => return None,
    };
    (general && days.to >= days.from + SHORTEST).then_some(NAMES[place].1)
}

/// The public holidays of a year (code du travail, L3133-1 and L3134-13).
fn public_holidays(year: i32, region: Region) -> Vec<NonTeaching> {
    let easter = easter(year);
    let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let mut days = vec![
        (fixed(1, 1), "Jour de l’an"),
        (easter.map(|day| day + Days::new(1)), "Lundi de Pâques"),
        (fixed(5, 1), "Fête du Travail"),
        (fixed(5, 8), "Victoire de 1945"),
        (easter.map(|day| day + Days::new(39)), "Ascension"),
        (easter.map(|day| day + Days::new(50)), "Lundi de Pentecôte"),
        (fixed(7, 14), "Fête nationale"),
        (fixed(8, 15), "Assomption"),
        (fixed(11, 1), "Toussaint"),
        (fixed(11, 11), "Armistice de 1918"),
        (fixed(12, 25), "Noël"),
    ];
    if region == Region::AlsaceMoselle {
        days.extend([(easter.map(|day| day - Days::new(2)), "Vendredi saint"), (fixed(12, 26), "Saint-Étienne")]);
    }
    let day = |(day, label): (Option<NaiveDate>, &str)| {
        let kind = NonTeachingKind::PublicHoliday;
        day.map(|day| NonTeaching { from: day, to: day, kind, label: label.to_owned() })
    };
    days.into_iter().filter_map(day).collect()
}

/// Easter Sunday in the Gregorian calendar, by the rule of Meeus.
fn easter(year: i32) -> Option<NaiveDate> {
    let (century, rest) = (year / 100, year % 100);
    let golden = year % 19;
    let moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let shift = (golden + 11 * moon + 22 * weekday) / 451;
    let number = moon + weekday - 7 * shift + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(number / 31).ok()?, u32::try_from(number % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn off(from: NaiveDate, to: NaiveDate, kind: NonTeachingKind, label: &str) -> NonTeaching {
        NonTeaching { from, to, kind, label: label.to_owned() }
    }

    #[test]
    fn easter_moves_as_the_moon_does() {
        for (year, month, date) in
            [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2028, 4, 16), (2038, 4, 25), (2285, 3, 22)]
        {
            assert_eq!(easter(year), Some(day(year, month, date)));
        }
    }

    #[test]
    fn public_holidays_are_known_without_any_source() {
        let labels = |region| {
            let days = days_off(Vec::new(), &BTreeSet::from([2026]), region);
            days.iter().map(|off| format!("{} {}", off.from.format("%d/%m"), off.label)).collect::<Vec<_>>()
        };
        assert_eq!(
            labels(Region::France),
            [
                "01/01 Jour de l’an",
                "06/04 Lundi de Pâques",
                "01/05 Fête du Travail",
                "08/05 Victoire de 1945",
                "14/05 Ascension",
                "25/05 Lundi de Pentecôte",
                "14/07 Fête nationale",
                "15/08 Assomption",
                "11/11 Armistice de 1918",
                "25/12 Noël",
            ],
            "1 November 2026 is a Sunday",
        );
        let alsatian = labels(Region::of_school(Some("0670001A")));
        assert!(
            alsatian.contains(&"03/04 Vendredi saint".to_owned())
                && alsatian.contains(&"26/12 Saint-Étienne".to_owned())
        );
        assert_eq!(Region::of_school(Some("0459999Z")), Region::France);
    }

    #[test]
    fn holidays_get_the_name_that_people_know() {
        use NonTeachingKind::{Holiday, PublicHoliday};
        let told = vec![
            off(day(2026, 12, 19), day(2027, 1, 3), Holiday, "Vacances"),
            off(day(2026, 12, 19), day(2027, 1, 3), Holiday, "Vacances de Noël"),
            off(day(2026, 11, 11), day(2026, 11, 11), PublicHoliday, "Férié"),
            off(day(2027, 2, 20), day(2027, 3, 7), Holiday, "Vacances d'Hiver"),
            off(day(2027, 5, 7), day(2027, 5, 9), Holiday, "Pont de l’Ascension"),
            off(day(2027, 5, 7), day(2027, 5, 7), PublicHoliday, "Férié"),
        ];
        let labels: Vec<String> =
            days_off(told, &BTreeSet::new(), Region::France).into_iter().map(|days| days.label).collect();
        assert_eq!(labels, ["Férié", "Vacances de Noël", "Vacances d’hiver", "Férié", "Pont de l’Ascension"]);
    }
}

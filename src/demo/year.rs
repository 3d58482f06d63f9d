//! The school year of zone B: term days, holidays, public holidays and weeks A and B.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// One school year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SchoolYear {
    /// First day of class.
    pub(super) start: NaiveDate,
    /// First day of the summer holidays.
    pub(super) summer: NaiveDate,
    /// Holidays within the year: first day, day of return.
    pub(super) holidays: Vec<(NaiveDate, NaiveDate)>,
    /// Public holidays within the year, and the Friday after Ascension Day.
    pub(super) days_off: Vec<NaiveDate>,
}

/// Week A or week B.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parity {
    A,
    B,
}

impl SchoolYear {
    /// The year that `day` belongs to; a summer day belongs to the coming year.
    pub(super) fn of(day: NaiveDate) -> Self {
        let current = Self::starting(day.year() - 1);
        if day < current.summer { current } else { Self::starting(day.year()) }
    }

    /// The school year that starts in September of `year`.
    fn starting(year: i32) -> Self {
        let start = match date(year, 9, 1).weekday() {
            Weekday::Sat => date(year, 9, 3),
            Weekday::Sun => date(year, 9, 2),
            _ => date(year, 9, 1),
        };
        let (holidays, summer) = published(year).unwrap_or_else(|| by_rule(year));
        let easter = easter(year + 1);
        let days_off = [
            date(year, 11, 1),
            date(year, 11, 11),
            date(year, 12, 25),
            date(year + 1, 1, 1),
            easter + Days::new(1),
            date(year + 1, 5, 1),
            date(year + 1, 5, 8),
            easter + Days::new(39),
            easter + Days::new(40),
            easter + Days::new(50),
        ];
        Self { start, summer, holidays, days_off: days_off.to_vec() }
    }

    /// Whether there is class on `day`.
    pub(super) fn is_school_day(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let holiday = self.holidays.iter().any(|(from, back)| (*from..*back).contains(&day));
        !weekend && !holiday && (self.start..self.summer).contains(&day) && !self.days_off.contains(&day)
    }

    /// Whether `day` lies in the busy end of a term: the fortnight before the Christmas holidays.
    pub(super) fn is_busy(&self, day: NaiveDate) -> bool {
        self.holidays.get(1).is_some_and(|(from, _)| (*from - Days::new(14)..*from).contains(&day))
    }

    /// Every day with class, in order.
    pub(super) fn school_days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        self.start.iter_days().take_while(|day| *day < self.summer).filter(|day| self.is_school_day(*day))
    }

    /// The `count`th day with class after `day`; the day itself when `count` is 0.
    pub(super) fn school_day_after(&self, day: NaiveDate, count: usize) -> NaiveDate {
        let mut later = self.school_days().filter(|other| *other > day);
        if count == 0 { day } else { later.nth(count - 1).unwrap_or(self.summer) }
    }

    /// The first day with class that is not before `day`.
    pub(super) fn school_day_from(&self, day: NaiveDate) -> NaiveDate {
        self.school_days().find(|other| *other >= day).unwrap_or(self.start)
    }

    /// The number of the week that Pronote writes into its identifiers: 1 for the week of the first day.
    pub(super) fn week(&self, day: NaiveDate) -> i64 {
        (day - monday(self.start)).num_days().div_euclid(7) + 1
    }

    /// Week A or B; the alternation stops during holidays.
    pub(super) fn parity(&self, day: NaiveDate) -> Parity {
        let off: i64 = self
            .holidays
            .iter()
            .filter(|(_, back)| *back <= day)
            .map(|(from, back)| (monday(*back + Days::new(6)) - monday(*from + Days::new(6))).num_days() / 7)
            .sum();
        if (self.week(day) - off) % 2 == 1 { Parity::A } else { Parity::B }
    }

    /// The holidays that follow `day`.
    pub(super) fn next_holidays(&self, day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        self.holidays.iter().copied().find(|(from, _)| *from > day)
    }
}

/// The Monday of the week of `day`.
pub(super) fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

/// The dates of the ministry for zone B, where they are known: autumn, Christmas, winter, spring; summer.
fn published(year: i32) -> Option<(Vec<(NaiveDate, NaiveDate)>, NaiveDate)> {
    let autumn_to_spring = match year {
        2025 => [(10, 18, 11, 3), (12, 20, 1, 5), (2, 14, 3, 2), (4, 11, 4, 27)],
        2026 => [(10, 17, 11, 2), (12, 19, 1, 4), (2, 20, 3, 8), (4, 17, 5, 3)],
        _ => return None,
    };
    let place = |month: u32, day: u32| date(if month > 8 { year } else { year + 1 }, month, day);
    let holidays = autumn_to_spring.map(|(m1, d1, m2, d2)| (place(m1, d1), place(m2, d2)));
    Some((holidays.to_vec(), if year == 2025 { date(2026, 7, 4) } else { date(2027, 7, 3) }))
}

/// Dates of the usual shape: two weeks from a Saturday to a Monday, spring eight weeks after winter.
fn by_rule(year: i32) -> (Vec<(NaiveDate, NaiveDate)>, NaiveDate) {
    let fortnight = |from: NaiveDate| (from, from + Days::new(16));
    let winter = saturday_from(date(year + 1, 2, 14));
    let holidays = vec![
        fortnight(saturday_from(date(year, 10, 16))),
        fortnight(saturday_from(date(year, 12, 17))),
        fortnight(winter),
        fortnight(winter + Days::new(56)),
    ];
    (holidays, saturday_from(date(year + 1, 7, 3)))
}

fn saturday_from(day: NaiveDate) -> NaiveDate {
    day + Days::new((12 - u64::from(day.weekday().num_days_from_monday())) % 7)
}

/// Easter Sunday in the Gregorian calendar (the anonymous algorithm of 1876).
fn easter(year: i32) -> NaiveDate {
    let (golden, century, in_century) = (year % 19, year / 100, year % 100);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let moon = (19 * golden + century - century / 4 - correction + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - moon - in_century % 4) % 7;
    let late = (golden + 11 * moon + 22 * sunday) / 451;
    let days = moon + sunday - 7 * late + 114;
    date(year, (days / 31).unsigned_abs(), (days % 31 + 1).unsigned_abs())
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date written here, or computed by a proven rule")
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDate};

    use super::{Parity, SchoolYear, date, easter};

    #[test]
    fn easter_of_known_years() {
        let known = [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2028, 4, 16), (2038, 4, 25)];
        for (year, month, day) in known {
            assert_eq!(easter(year), date(year, month, day));
        }
    }

    #[test]
    fn a_summer_day_belongs_to_the_coming_year() {
        let start = |year, month, day| SchoolYear::of(date(year, month, day)).start;
        assert_eq!(start(2026, 7, 3), date(2025, 9, 1));
        assert_eq!(start(2026, 7, 4), date(2026, 9, 1));
        assert_eq!(start(2026, 8, 31), date(2026, 9, 1));
        assert_eq!(start(2027, 1, 1), date(2026, 9, 1));
    }

    #[test]
    fn weeks_alternate_over_holidays() {
        let year = SchoolYear::of(date(2026, 11, 24));
        let weeks: Vec<NaiveDate> =
            year.school_days().filter(|day| day.weekday().num_days_from_monday() == 3).collect();
        let parities: Vec<Parity> = weeks.iter().map(|day| year.parity(*day)).collect();
        assert_eq!(&parities[..2], [Parity::A, Parity::B]);
        let around: Vec<Parity> =
            [(10, 12), (11, 2), (12, 14)].iter().map(|(month, day)| year.parity(date(2026, *month, *day))).collect();
        assert_eq!(around, [Parity::A, Parity::B, Parity::B]);
        assert_eq!(year.parity(date(2027, 1, 4)), Parity::A);
    }

    #[test]
    fn the_rule_gives_ordinary_years() {
        for first in 2027..2040 {
            let year = SchoolYear::starting(first);
            let count = year.school_days().count();
            assert!((165..=185).contains(&count), "{first}: {count} days");
            assert!(!year.is_school_day(year.summer));
        }
    }
}

//! A school year at once: whatever the ENT does, families read what it served, and each gazette is printed once.
//!
//! `ARDOISE_SIMULATED_WEEKS` asks for more than a week: from the first of September a whole year has 44. `ARDOISE_SIMULATED_FROM` names the day
//! from which on they are lived.

use std::collections::BTreeSet;
use std::path::Path;

use ardoise::demo::{Fault, Service, Truth, TruthClass};
use ardoise::model::time::Week;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use scraper::{Html, Selector};

use super::*;

/// How old what families read may be in the evening: sources are asked every four hours on school days, less often in the weekend and on days
/// off, and questions come up to a tenth of that late.
fn promise(day: NaiveDate, truth: &Truth) -> TimeDelta {
    let is_off = |class: &TruthClass| !class.lessons.iter().any(|lesson| on_the_wall(lesson.start) == day);
    match day.weekday() {
        Weekday::Sat | Weekday::Sun => TimeDelta::hours(14),
        _ if truth.classes.iter().all(is_off) => TimeDelta::hours(27),
        _ => TimeDelta::hours(6),
    }
}

fn on_the_wall(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&Paris).date_naive()
}

/// The draws of a year, in order.
struct Draws(u64);

impl Draws {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 += 1;
        let digest = blake3::hash(&self.0.to_le_bytes());
        digest.as_bytes().iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte)) % limit
    }

    /// What goes wrong on a day: which service, how, from and to which hour. Most days are quiet.
    fn day(&mut self) -> Option<(Service, Fault, u32, u32)> {
        let service = match self.below(8) {
            0 => Service::Everything,
            1 => Service::News,
            2 => Service::Ical("6a".to_owned()),
            3 => Service::Ical("3b".to_owned()),
            _ => return None,
        };
        let fault = match self.below(7) {
            0 => Fault::Refuse,
            1 => Fault::Status(500),
            2 => Fault::LoginPage,
            3 => Fault::Truncated,
            4 => Fault::RetryAfter(7200),
            5 => Fault::Empty,
            _ => Fault::Blank,
        };
        let from = u32::try_from(self.below(20)).unwrap();
        Some((service, fault, from, from + 1 + u32::try_from(self.below(8)).unwrap()))
    }
}

/// What is measured at the end of each month.
#[derive(Debug)]
struct Month {
    memory: u64,
    open_files: usize,
    disk: u64,
}

/// The year so far.
struct Year {
    school: School,
    draws: Draws,
    /// Since when no fault is played.
    well_since: DateTime<Utc>,
    judged: usize,
    /// All sheets that ever came out.
    sheets: BTreeSet<String>,
    months: Vec<Month>,
}

fn asked<T: std::str::FromStr>(name: &str) -> Option<T> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} cannot be `{text}`")))
}

/// The first day, and how many weeks are lived from it on.
fn span() -> (NaiveDate, u64) {
    let weeks = asked("ARDOISE_SIMULATED_WEEKS").unwrap_or(1);
    // A week with a public holiday in it; six weeks hold the autumn holidays and the night of 25 hours.
    let (year, month, day) = match weeks {
        ..=1 => (2026, 11, 9),
        2..=6 => (2026, 10, 5),
        _ => (2026, 8, 31),
    };
    let from = asked("ARDOISE_SIMULATED_FROM").unwrap_or_else(|| NaiveDate::from_ymd_opt(year, month, day).unwrap());
    (Week::of(from).monday(), weeks)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_of_an_unreliable_ent() {
    let (first, count) = span();
    let start = midnight(first);
    let school = School::start("", start).await;
    let (well_since, draws) = (start, Draws(7));
    let mut year = Year { school, draws, well_since, judged: 0, sheets: BTreeSet::new(), months: Vec::new() };
    let days = first.iter_days().take(usize::try_from(count * 7).unwrap());
    for day in days {
        year.live(day).await;
        if day.month() != (day + Days::new(1)).month() {
            year.school.ent.forget_requests();
            let month = measure(year.school.folder.path());
            let Month { memory, open_files, disk } = month;
            println!("year: {day}: {memory} kB of memory, {open_files} open files, {} kB on disk", disk / 1024);
            year.months.push(month);
        }
    }
    year.judge_paper(first, count);
    println!("year: {count} weeks, {} days judged, {} sheets", year.judged, year.sheets.len());
    assert!(year.judged as u64 >= count * 2, "only {} days were judged", year.judged);
    year.judge_growth();
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    ardoise::model::time::start_of_day(day, Paris)
}

fn at(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    midnight(day) + TimeDelta::hours(i64::from(hour)) + TimeDelta::minutes(i64::from(minute))
}

impl Year {
    /// The clock moves by half an hour: what several sources say within it is built together.
    async fn until(&mut self, end: DateTime<Utc>) {
        self.school.in_steps(TimeDelta::minutes(30), end).await;
    }

    async fn live(&mut self, day: NaiveDate) {
        let trouble = self.draws.day();
        if let Some((service, fault, from, to)) = trouble {
            self.until(at(day, from, 0)).await;
            self.school.ent.play(service.clone(), Some(fault));
            self.until(at(day, to.min(19), 30).max(at(day, from, 1))).await;
            self.school.ent.play(Service::Everything, None);
            self.well_since = self.school.now;
        }
        if self.draws.below(10) == 0 {
            // Somebody pulls the plug.
            self.school.restart().await;
        }
        let evening = at(day, 20, 0).max(self.school.now);
        self.until(evening).await;
        self.sheets.extend(self.school.sheets());
        let promise = promise(day, &self.school.ent.truth());
        if evening - self.well_since >= promise {
            self.judge(day, promise);
        }
        self.until(at(day, 23, 59)).await;
    }

    /// What families read in the evening is what the ENT served at the last question.
    fn judge(&mut self, day: NaiveDate, promise: TimeDelta) {
        self.judged += 1;
        let tomorrow = day + Days::new(1);
        self.school.ent.set_now(self.school.now - promise);
        let truth = self.school.ent.truth();
        self.school.ent.set_now(self.school.now);
        for class in truth.classes.iter().filter(|class| ["6a", "3b"].contains(&class.id.as_str())) {
            let page = Html::parse_document(&self.school.published(&format!("{}/index.html", class.id)));
            let selector = Selector::parse("main").unwrap();
            let shown: String = page.select(&selector).flat_map(|main| main.text()).collect();
            let shown = without_spaces(&shown);
            let due = class.homework.iter().filter(|homework| homework.due >= tomorrow);
            for homework in due {
                let text = without_spaces(&homework.text);
                assert!(shown.contains(&text), "{day}, {}: not shown: {homework:?}", class.id);
            }
        }
    }

    /// Each class has one sheet for each week that has one, whatever broke.
    fn judge_paper(&self, first: NaiveDate, count: u64) {
        let weeks = (1..=count).map(|week| Week::of(first + Days::new(week * 7)));
        for week in weeks {
            let name = format!("semaine {} ", week.number());
            let names: Vec<&String> = self.sheets.iter().filter(|sheet| sheet.contains(&name)).collect();
            assert!(names.len() == 2 || (names.is_empty() && is_off(week)), "{week}: {names:?}");
        }
    }

    /// Once a few months have passed, nothing grows.
    fn judge_growth(&self) {
        let [first, .., last] = self.months.as_slice() else { return };
        let months = self.months.len() as u64 - 1;
        assert!(last.open_files <= first.open_files + 2, "{:#?}", self.months);
        if months > 4 {
            let most = |months: &[Month]| months.iter().map(|month| month.disk).max().unwrap_or_default();
            let (early, late) = self.months.split_at(4);
            assert!(most(late) * 4 <= most(early) * 5, "more is kept than is shown: {:#?}", self.months);
            // A process keeps the memory that its heaviest week took, which is before Christmas.
            let grown = last.memory.saturating_sub(self.months[3].memory) / (months - 3);
            assert!(grown <= 1024, "memory grows by {grown} kB a month: {:#?}", self.months);
        }
    }
}

/// Whether nobody is at school in the week before a week and in that week.
fn is_off(week: Week) -> bool {
    let off = |week: Week| {
        ["2026-W43", "2026-W44", "2026-W52", "2026-W53", "2027-W08", "2027-W09", "2027-W16", "2027-W17"]
            .contains(&week.to_string().as_str())
            || week.monday() >= NaiveDate::from_ymd_opt(2027, 7, 3).unwrap()
    };
    off(week) && off(week.previous())
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

fn measure(folder: &Path) -> Month {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    let memory = resident.trim().trim_end_matches(" kB").trim().parse().unwrap();
    let open_files = std::fs::read_dir("/proc/self/fd").unwrap().count();
    // What came out of the printer is the office's.
    let disk = size(folder) - size(&folder.join("papier"));
    Month { memory, open_files, disk }
}

fn size(path: &Path) -> u64 {
    let Ok(facts) = std::fs::symlink_metadata(path) else { return 0 };
    if !facts.is_dir() {
        return facts.len();
    }
    std::fs::read_dir(path).unwrap().map(|entry| size(&entry.unwrap().path())).sum()
}

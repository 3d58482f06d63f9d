//! A school year at once: whatever the ENT does, families read what it served, and each gazette is printed once.
//!
//! Six weeks of the autumn are lived, the second three beside the first. `ARDOISE_SIMULATED_WEEKS` asks for so many in one go: from the first of
//! September a whole year has 44. `ARDOISE_SIMULATED_FROM` names the day from which on they are lived, one week of them if nobody says more.

use std::collections::BTreeSet;
use std::path::Path;

use ardoise::demo::{Fault, Service, TruthClass};
use ardoise::model::time::Week;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use scraper::{Html, Selector};

use super::*;

/// How old what families read may be in the evening: sources are asked every four hours on school days, less often in the weekend and on days
/// off, and questions come up to a tenth of that late.
fn promise(day: NaiveDate, classes: &[TruthClass]) -> TimeDelta {
    let is_off = |class: &TruthClass| !class.lessons.iter().any(|lesson| on_the_wall(lesson.start) == day);
    match day.weekday() {
        Weekday::Sat | Weekday::Sun => TimeDelta::hours(14),
        _ if classes.iter().all(is_off) => TimeDelta::hours(27),
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
    /// How many homework, announcements and lessons were looked for.
    looked_for: [usize; 3],
    /// All sheets that ever came out.
    sheets: BTreeSet<String>,
    months: Vec<Month>,
}

fn asked<T: std::str::FromStr>(name: &str) -> Option<T> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} cannot be `{text}`")))
}

/// Weeks that are lived one after the other.
struct Span {
    first: NaiveDate,
    weeks: u64,
    seed: u64,
}

impl Span {
    fn from((year, month, day): (i32, u32, u32), weeks: u64, seed: u64) -> Self {
        Span { first: NaiveDate::from_ymd_opt(year, month, day).unwrap(), weeks, seed }
    }
}

/// What is lived. The six weeks hold the night of 25 hours and the autumn holidays, and a public holiday.
fn spans() -> Vec<Span> {
    let (weeks, from) = (asked("ARDOISE_SIMULATED_WEEKS"), asked("ARDOISE_SIMULATED_FROM"));
    if weeks.is_none() && from.is_none() {
        return vec![Span::from((2026, 10, 5), 3, 7), Span::from((2026, 10, 26), 3, 1007)];
    }
    let span = Span::from((2026, 8, 31), weeks.unwrap_or(1), 7);
    vec![Span { first: from.map_or(span.first, |day| Week::of(day).monday()), ..span }]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_of_an_unreliable_ent() {
    let lives: Vec<_> = spans().into_iter().map(|span| tokio::spawn(live(span))).collect();
    for life in lives {
        life.await.unwrap();
    }
}

#[expect(clippy::print_stdout, reason = "the figures of a long run")]
async fn live(Span { first, weeks: count, seed }: Span) {
    let start = midnight(first);
    let school = School::start("", start).await;
    let (well_since, draws) = (start, Draws(seed));
    let mut year =
        Year { school, draws, well_since, judged: 0, looked_for: [0; 3], sheets: BTreeSet::new(), months: Vec::new() };
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
    println!("year: {count} weeks from {first}, {} days judged, {} sheets", year.judged, year.sheets.len());
    assert!(year.judged as u64 >= count * 2, "only {} days were judged", year.judged);
    assert!(!year.looked_for.contains(&0), "nothing to look for: {:?}", year.looked_for);
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
        let told = self.told_at(evening);
        let promise = promise(day, &told.classes);
        if evening - self.well_since >= promise {
            let then = self.told_at(evening - promise);
            self.judge(day, &then, &told);
            self.judged += 1;
        }
        self.until(at(day, 23, 59)).await;
    }

    /// What the ENT tells at an instant.
    fn told_at(&self, instant: DateTime<Utc>) -> Told {
        let ent = &self.school.ent;
        ent.set_now(instant);
        let classes = ["6a", "3b"].map(|class| ent.truth_of_class(class).unwrap()).to_vec();
        let news = ent.truth_of_news().into_iter().map(|one| without_spaces(&one.title)).collect();
        ent.set_now(self.school.now);
        Told { classes, news }
    }

    /// What families read in the evening is what the ENT told when it was asked last, which was some time between then and now: the homework
    /// of then, from which its window may have moved on, and the announcements and the lessons that it told then and tells now. No lesson is
    /// shown that it told neither time.
    fn judge(&mut self, day: NaiveDate, then: &Told, now: &Told) {
        let tomorrow = day + Days::new(1);
        for (then_of_class, now_of_class) in then.classes.iter().zip(&now.classes) {
            let class = &now_of_class.id;
            let page = Html::parse_document(&self.school.published(&format!("{class}/index.html")));
            let selector = Selector::parse("main").unwrap();
            let shown: String = page.select(&selector).flat_map(|main| main.text()).collect();
            let shown = without_spaces(&shown);
            for homework in then_of_class.homework.iter().filter(|homework| homework.due >= tomorrow) {
                self.looked_for[0] += 1;
                let text = without_spaces(&homework.text);
                assert!(shown.contains(&text), "{day}, {class}: not shown: {homework:?}");
            }
            for title in then.news.intersection(&now.news) {
                self.looked_for[1] += 1;
                assert!(shown.contains(title), "{day}, {class}: not shown: {title}");
            }
            let calendar = published_from(tomorrow, &self.school.published(&format!("{class}/calendrier.ics")));
            let (then, now) = (told_from(tomorrow, then_of_class), told_from(tomorrow, now_of_class));
            self.looked_for[2] += then.intersection(&now).count();
            let missing: Vec<_> = then.intersection(&now).filter(|lesson| !calendar.contains(lesson)).collect();
            let strange = |lesson: &&Lesson| !then.contains(lesson) && !now.contains(lesson);
            let invented: Vec<_> = calendar.iter().filter(strange).collect();
            assert_eq!((missing, invented), (Vec::new(), Vec::new()), "{day}, {class}");
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

/// What the ENT tells of the classes of the school, and the titles of its announcements.
struct Told {
    classes: Vec<TruthClass>,
    news: BTreeSet<String>,
}

/// When a lesson starts, and whether it is cancelled.
type Lesson = (DateTime<Utc>, bool);

/// The lessons of a class from a day on.
fn told_from(day: NaiveDate, class: &TruthClass) -> BTreeSet<Lesson> {
    let is_cancelled = |label: &String| ["annulé", "absent", "Sortie"].iter().any(|word| label.contains(word));
    let lessons = class.lessons.iter().map(|lesson| (lesson.start, lesson.status.as_ref().is_some_and(is_cancelled)));
    lessons.filter(|(start, _)| *start >= midnight(day)).collect()
}

/// The same in a calendar that was published.
fn published_from(day: NaiveDate, calendar: &str) -> BTreeSet<Lesson> {
    let lessons = calendar.split("BEGIN:VEVENT").filter_map(|event| {
        let start = event.lines().find_map(|line| line.strip_prefix("DTSTART:"))?;
        let start = NaiveDateTime::parse_from_str(start, "%Y%m%dT%H%M%SZ").unwrap().and_utc();
        Some((start, event.lines().any(|line| line == "STATUS:CANCELLED")))
    });
    lessons.filter(|(start, _)| *start >= midnight(day)).collect()
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

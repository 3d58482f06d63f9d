//! The announcements of the school as they stand at a moment: each comes back every few weeks with its dates.

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, Utc};

use super::Amendment;
use super::calendar::View;
use super::school::{Author, News, School, Template};
use super::words::{local, long_date, utc};
use super::year::{SchoolYear, monday};

/// One published announcement.
#[derive(Debug)]
pub(super) struct Announcement<'a> {
    pub(super) id: u64,
    pub(super) template: &'a Template,
    pub(super) author: &'a Author,
    pub(super) editor: Option<&'a Author>,
    pub(super) title: String,
    pub(super) summary: String,
    /// CKEditor's HTML, with addresses relative to the context.
    pub(super) body: String,
    pub(super) starts: NaiveDate,
    pub(super) ends: Option<NaiveDate>,
    pub(super) created: DateTime<Utc>,
    pub(super) modified: DateTime<Utc>,
    pub(super) validated: DateTime<Utc>,
}

/// What is published at the moment of `view`, the latest first.
pub(super) fn published<'a>(school: &'a School, view: &View) -> Vec<Announcement<'a>> {
    let today = local(view.now).date();
    let year = SchoolYear::of(today);
    let templates = school.news.announcements.iter().enumerate();
    let mut all: Vec<Announcement<'a>> = templates
        .filter_map(|(rank, template)| {
            let starts = latest(template, &year, today)?;
            announcement(&school.news, template, rank, starts)
        })
        .filter(|one| one.ends.is_none_or(|ends| ends >= today))
        .collect();
    for amendment in &view.amendments {
        match amendment {
            Amendment::WithdrawAnnouncement(id) => all.retain(|one| one.id != *id),
            Amendment::EditAnnouncement { id, title } => {
                for one in all.iter_mut().filter(|one| one.id == *id) {
                    one.title.clone_from(title);
                    one.modified = view.now;
                }
            }
            _ => {}
        }
    }
    all.sort_by_key(|one| (std::cmp::Reverse(one.starts), one.id));
    all
}

impl Announcement<'_> {
    /// Where an illustration or an attachment of this announcement lies below `files/` or `view/file/`.
    pub(super) fn place_of(&self, name: &str) -> String {
        format!("{}/{}", self.starts.format("%Y/%m"), super::route::encoded(name))
    }
}

/// The last day not after `today` on which the template came out; before its first turn of the year, the days around the
/// first day of class.
fn latest(template: &Template, year: &SchoolYear, today: NaiveDate) -> Option<NaiveDate> {
    let back_from = |day: NaiveDate| {
        let mondays = std::iter::successors(Some(monday(day)), |monday| Some(*monday - Days::new(7)));
        let out = mondays.take(40).filter(|monday| week(*monday).rem_euclid(template.every) == template.offset);
        let in_season = |out: NaiveDate| year.is_school_day(out) && (!template.busy || year.is_busy(out));
        out.map(|monday| monday + Days::new(template.weekday)).find(|out| *out <= day && in_season(*out))
    };
    if template.busy {
        return back_from(today);
    }
    let early = year.start - Days::new(template.offset.unsigned_abs() % 4 + 1);
    let eve = back_from(today).unwrap_or(early);
    let last_year = || {
        let end = year.start.checked_sub_months(Months::new(2))?;
        (end <= today).then_some(end)
    };
    if eve <= today { Some(eve) } else { last_year() }
}

/// Weeks since Monday 6 January 2020.
fn week(monday: NaiveDate) -> i64 {
    let first = NaiveDate::from_ymd_opt(2020, 1, 6).expect("a Monday");
    (monday - first).num_days().div_euclid(7)
}

fn announcement<'a>(
    news: &'a News,
    template: &'a Template,
    rank: usize,
    starts: NaiveDate,
) -> Option<Announcement<'a>> {
    let author = news.authors.get(&template.author)?;
    let at = |day: NaiveDate, hour: u32, minute: u32| {
        utc(day.and_time(NaiveTime::from_hms_opt(hour, minute, 44).unwrap_or_default()))
    };
    let written = starts - Days::new(1);
    let id = u64::try_from(week(monday(starts))).ok()? * 20 + u64::try_from(rank).ok()?;
    Some(Announcement {
        id,
        template,
        author,
        editor: template.editor.as_ref().and_then(|key| news.authors.get(key)),
        title: filled(&template.title, starts),
        summary: filled(&template.summary, starts),
        body: filled(&template.body, starts),
        starts,
        ends: template.lasts.map(|days| starts + Days::new(days)),
        created: at(written, 15, 2),
        modified: at(written, 17, if template.editor.is_some() { 31 } else { 2 }),
        validated: at(starts, 7, 13),
    })
}

/// `{+9}` is the ninth day of class after `day`, `{vacances}` the dates of the next holidays, `{mois}` the folder of its
/// files, `{année}` the school year.
fn filled(text: &str, day: NaiveDate) -> String {
    let year = SchoolYear::of(day);
    let (from, back) = year.next_holidays(day).unwrap_or((year.summer, year.summer));
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, mark_on)) = rest.split_once('{') {
        filled.push_str(before);
        let (mark, after) = mark_on.split_once('}').unwrap_or((mark_on, ""));
        match mark.strip_prefix('+').and_then(|count| count.parse().ok()) {
            Some(count) => filled.push_str(&long_date(year.school_day_after(day, count))),
            None if mark == "vacances" => filled.extend(["du ", &long_date(from), " au ", &long_date(back)]),
            None if mark == "mois" => filled.push_str(&day.format("%Y/%m").to_string()),
            None => filled.push_str(&[year.start, year.summer].map(|day| day.format("%Y").to_string()).join("-")),
        }
        rest = after;
    }
    filled + rest
}

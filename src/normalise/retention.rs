//! How long items are kept: some days after their end, and never longer than the season. Sources may show them longer.

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::model::announcement::LISTED;
use crate::model::item::Item;
use crate::model::season::SeasonEnd;

/// A page of a week is whole: its Monday is as old as its Sunday may be.
const WHOLE_WEEK: u64 = 7;

/// Which items are too old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// What ended before this day goes.
    oldest: NaiveDate,
    /// News that are listed by day go when that day is before this one.
    listed: NaiveDate,
    /// What has no end goes when it began before this day.
    begun: NaiveDate,
}

impl Bounds {
    /// The bounds of a day. News without an end that is younger than the retention when a season ends is about the next one.
    pub fn of(today: NaiveDate, retention_days: u32, season: SeasonEnd) -> Self {
        let retention = Days::new(u64::from(retention_days));
        let ended = season.last(today);
        Bounds {
            oldest: (today - retention - Days::new(WHOLE_WEEK)).max(ended),
            listed: (today - LISTED).max(ended),
            begun: ended - retention,
        }
    }

    /// Whether an item is kept that its source shows at some days, and showed first at an instant.
    pub fn keep(&self, item: &Item, days: &[NaiveDate], seen_first: DateTime<Utc>) -> bool {
        match (last_day(item), days.iter().max()) {
            (Some(day), _) => day >= self.oldest,
            (None, Some(day)) => *day >= self.listed,
            (None, None) => first_day(item).unwrap_or(seen_first.date_naive()) >= self.begun,
        }
    }

    /// Whether the trace of an item that went at an instant is kept.
    pub fn keep_gone(&self, at: DateTime<Utc>) -> bool {
        at.date_naive() >= self.oldest
    }

    /// Whether a sheet of a week that ends on a day is kept.
    pub fn keep_until(&self, day: NaiveDate) -> bool {
        day >= self.oldest
    }
}

/// The last day on which an item concerns anybody; `None` for news without an end.
pub fn last_day(item: &Item) -> Option<NaiveDate> {
    Some(match item {
        Item::Homework(homework) => homework.due_on,
        Item::Lesson(lesson) => lesson.end.date_naive(),
        Item::Content(content) => content.day,
        Item::NonTeaching(days) => days.to,
        Item::Menu(menu) => menu.week.sunday(),
        Item::Document(_) => return None,
        Item::Announcement(news) => news.expires_at?.date_naive(),
    })
}

fn first_day(item: &Item) -> Option<NaiveDate> {
    match item {
        Item::Announcement(news) => news.published_at.map(|start| start.date_naive()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;
    use crate::model::announcement::Announcement;
    use crate::model::audience::Audience;
    use crate::model::lesson::{NonTeaching, NonTeachingKind};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn instant(text: &str) -> DateTime<Utc> {
        Utc.from_utc_datetime(&day(text).and_hms_opt(12, 0, 0).unwrap())
    }

    fn ends(text: &str) -> Item {
        let to = day(text);
        Item::NonTeaching(NonTeaching { from: to, to, kind: NonTeachingKind::Closure, label: String::new() })
    }

    fn news(published: Option<&str>, expires: Option<&str>) -> Item {
        Item::Announcement(Announcement {
            audience: Audience::School,
            title: "x".to_owned(),
            summary: None,
            body: None,
            published_at: published.map(instant),
            expires_at: expires.map(instant),
            service: false,
            headline: false,
            categories: Vec::new(),
            illustration: None,
            attachments: Vec::new(),
            address: None,
            reply: None,
        })
    }

    #[test]
    fn items_go_after_their_days_and_at_the_end_of_the_season() {
        let seen = instant("2026-06-01");
        for (today, item, kept) in [
            ("2026-06-30", ends("2026-05-24"), true),
            ("2026-06-30", ends("2026-05-23"), false),
            ("2026-08-30", ends("2026-08-29"), true),
            ("2026-08-31", ends("2026-08-30"), false),
            ("2026-08-31", ends("2026-08-31"), true),
            ("2026-08-31", ends("2026-09-01"), true),
            ("2026-09-20", ends("2026-08-30"), false),
            ("2026-08-30", news(Some("2025-09-02"), None), true),
            ("2026-08-31", news(Some("2026-07-31"), None), false),
            ("2026-08-31", news(Some("2026-08-28"), None), true),
            ("2026-08-31", news(Some("2026-05-01"), Some("2026-09-10")), true),
            ("2026-08-31", news(None, None), false),
            ("2026-08-30", news(None, None), true),
        ] {
            let bounds = Bounds::of(day(today), 30, SeasonEnd::AUGUST);
            assert_eq!(bounds.keep(&item, &[], seen), kept, "{today}: {item:?}");
        }
        let bounds = Bounds::of(day("2026-06-30"), 30, SeasonEnd::AUGUST);
        let post = news(Some("2026-04-30"), None);
        let kept = |days: &[&str]| bounds.keep(&post, &days.iter().map(|text| day(text)).collect::<Vec<_>>(), seen);
        assert_eq!((kept(&[]), kept(&["2026-05-01"]), kept(&["2026-04-30"])), (true, true, false), "a post of a feed");
    }
}

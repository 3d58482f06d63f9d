//! The inputs of the feeds: what is new in a class, the most recent first.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::artifact::SitePath;
use crate::model::announcement::Announcement;
use crate::model::homework::Homework;
use crate::model::rich_text::RichText;
use crate::model::snapshot::Seen;
use crate::model::time::Week;
use crate::plan::page::{Chrome, Media};
use crate::plan::site_view::SiteView;
use crate::plan::{media, paths};

/// How many entries a feed holds.
const MOST: usize = 30;

/// An Atom feed of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Feed {
    /// Names.
    pub chrome: Chrome,
    /// What it tells.
    pub kind: FeedKind,
    /// The most recent first.
    pub entries: Vec<FeedEntry>,
    /// The pictures and files that the texts refer to.
    pub media: Media,
}

/// What a feed tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedKind {
    /// Homework and announcements.
    All,
    /// Homework.
    Homework,
    /// Announcements.
    Announcements,
}

/// One piece of news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeedEntry {
    /// A name that stays the same for as long as the item lives, and tells nothing of its source: 16 hexadecimal digits.
    pub id: String,
    /// When it was first seen.
    pub published: DateTime<Utc>,
    /// When it last changed.
    pub updated: DateTime<Utc>,
    /// Its title.
    pub title: FeedTitle,
    /// Its text.
    pub body: RichText,
    /// The page of the site that shows it.
    pub page: SitePath,
}

/// What stands above an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedTitle {
    /// Work to be done.
    Homework {
        /// The tidy subject; `None` when the source names none.
        subject: Option<String>,
        /// The group's name, when only a part of the class has to do it.
        group: Option<String>,
        /// The day.
        due_on: NaiveDate,
    },
    /// The title of an announcement.
    Announcement(String),
}

/// The feed of a site.
pub(super) fn feed(view: &SiteView<'_>, kind: FeedKind, long: &[SitePath]) -> Feed {
    let work = || view.homework().filter(|_| kind != FeedKind::Announcements);
    let news = || view.announcements().filter(|_| kind != FeedKind::Homework);
    let oldest = oldest_shown(work().map(|seen| seen.changed_at).chain(news().map(updated)).collect());
    let work = work().filter(|seen| seen.changed_at >= oldest).map(|seen| homework(view, seen));
    let news = news().filter(|seen| updated(seen) >= oldest).map(|seen| announcement(seen, long));
    let mut entries: Vec<FeedEntry> = work.chain(news).collect();
    entries.sort_by(|left, right| (right.updated, &left.id).cmp(&(left.updated, &right.id)));
    entries.truncate(MOST);
    let media = media::of_texts(view, entries.iter().map(|entry| &entry.body));
    Feed { chrome: view.chrome(), kind, entries, media }
}

/// How old an entry may be and still have its place.
fn oldest_shown(mut updated: Vec<DateTime<Utc>>) -> DateTime<Utc> {
    updated.sort_unstable_by(|left, right| right.cmp(left));
    updated.get(MOST - 1).copied().unwrap_or(DateTime::<Utc>::MIN_UTC)
}

fn updated(seen: &Seen<Announcement>) -> DateTime<Utc> {
    published(seen).max(seen.changed_at)
}

fn published(seen: &Seen<Announcement>) -> DateTime<Utc> {
    seen.item.published_at.unwrap_or(seen.seen_first)
}

fn homework(view: &SiteView<'_>, seen: &Seen<Homework>) -> FeedEntry {
    FeedEntry {
        id: seen.id.public_name(),
        published: seen.seen_first,
        updated: seen.changed_at,
        title: FeedTitle::Homework {
            subject: seen.item.subject.as_ref().map(|subject| subject.label.clone()),
            group: view.all_readers(&seen.id, &seen.item.audience),
            due_on: seen.item.due_on,
        },
        body: seen.item.body.clone(),
        page: paths::week(Week::of(seen.item.due_on)),
    }
}

fn announcement(seen: &Seen<Announcement>, long: &[SitePath]) -> FeedEntry {
    let announcement = &seen.item;
    let own = paths::announcement(&seen.id, &announcement.title);
    let summary = || announcement.summary.as_deref().map(RichText::plain).unwrap_or_default();
    FeedEntry {
        id: seen.id.public_name(),
        published: published(seen),
        updated: updated(seen),
        title: FeedTitle::Announcement(announcement.title.clone()),
        body: announcement.body.clone().filter(|body| !body.is_empty()).unwrap_or_else(summary),
        page: if long.contains(&own) { own } else { paths::index() },
    }
}

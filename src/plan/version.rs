//! When the content of a page last changed: derived from the data, never from the previous build.

use chrono::{DateTime, NaiveDate, Utc};

use crate::model::announcement::Announcement;
use crate::model::audience::Audience;
use crate::model::item::Item;
use crate::model::time::Week;
use crate::plan::site_view::SiteView;

/// The last change of anything that a page about these days shows, of what it lost included; `None` when nothing ever was.
pub(super) fn of_days(view: &SiteView<'_>, shown: impl Fn(NaiveDate) -> bool) -> Option<DateTime<Utc>> {
    let lessons = of_lessons(view, &shown);
    let homework = view.homework().filter(|seen| shown(seen.item.due_on)).map(|seen| seen.changed_at);
    let contents = view.contents().filter(|seen| shown(seen.item.day)).map(|seen| seen.changed_at);
    let lost = lost_on(view, &shown, |_| true);
    let menus = view.menus().filter(|seen| shown(seen.item.week.monday())).map(|seen| seen.changed_at);
    homework.chain(contents).chain(menus).chain(lost).chain(lessons).max()
}

/// The last change of the lessons of these days, of those that went included.
pub(super) fn of_lessons(view: &SiteView<'_>, shown: impl Fn(NaiveDate) -> bool) -> Option<DateTime<Utc>> {
    let days = view.lesson_days().filter(|(day, _)| shown(*day));
    let lessons = days.flat_map(|(_, lessons)| lessons).map(|seen| seen.changed_at);
    lessons.chain(lost_on(view, &shown, |item| matches!(item, Item::Lesson(_) | Item::NonTeaching(_)))).max()
}

/// When that kind of items of these days went.
fn lost_on<'v>(
    view: &'v SiteView<'_>,
    shown: &'v impl Fn(NaiveDate) -> bool,
    counts: impl Fn(&Item) -> bool + 'v,
) -> impl Iterator<Item = DateTime<Utc>> + 'v {
    let lost = view.inputs.snapshot.tombstones.iter().filter(move |tombstone| counts(&tombstone.item));
    lost.filter_map(move |tombstone| {
        let (audience, day) = place(view, &tombstone.item)?;
        (view.is_meant(audience) && shown(day)).then_some(tombstone.at)
    })
}

/// The last change of the announcements of a class; one that was published or expired since counts from then.
pub(super) fn of_announcements(view: &SiteView<'_>) -> Option<DateTime<Utc>> {
    announcements_that(view, |_| true)
}

/// The last change of the files of a class, and of the homework and announcements that have some, or had some when they went.
pub(super) fn of_files(view: &SiteView<'_>) -> Option<DateTime<Utc>> {
    let homework = view.homework().filter(|seen| !seen.item.attachments.is_empty()).map(|seen| seen.changed_at);
    let lost = view.inputs.snapshot.tombstones.iter().filter_map(|tombstone| match &tombstone.item {
        Item::Homework(homework) if !homework.attachments.is_empty() => {
            view.is_meant(&homework.audience).then_some(tombstone.at)
        }
        Item::Document(document) => view.is_meant(&document.audience).then_some(tombstone.at),
        _ => None,
    });
    let announcements = announcements_that(view, |announcement| !announcement.attachments.is_empty());
    let documents = view.documents().map(|seen| seen.changed_at);
    homework.chain(documents).chain(lost).chain(announcements).max()
}

/// When the first thing that a week shows was first seen.
pub(super) fn first_seen(view: &SiteView<'_>, week: Week) -> Option<DateTime<Utc>> {
    let days = view.lesson_days().filter(|(day, _)| week.contains(*day));
    let lessons = days.flat_map(|(_, lessons)| lessons).map(|seen| seen.seen_first);
    let homework = view.homework().filter(|seen| week.contains(seen.item.due_on)).map(|seen| seen.seen_first);
    let contents = view.contents().filter(|seen| week.contains(seen.item.day)).map(|seen| seen.seen_first);
    let menus = view.menus().filter(|seen| seen.item.week == week).map(|seen| seen.seen_first);
    lessons.chain(homework).chain(contents).chain(menus).min()
}

fn announcements_that(view: &SiteView<'_>, count: impl Fn(&Announcement) -> bool) -> Option<DateTime<Utc>> {
    let now = view.inputs.now.instant();
    let counts = |announcement: &Announcement| view.is_meant(&announcement.audience) && count(announcement);
    let all = view.inputs.snapshot.announcements.iter().filter(|seen| counts(&seen.item));
    let changes = all.flat_map(|seen| [Some(seen.changed_at), seen.item.published_at, seen.item.expires_at]);
    let lost = view.inputs.snapshot.tombstones.iter().filter_map(|tombstone| match &tombstone.item {
        Item::Announcement(announcement) => counts(announcement).then_some(tombstone.at),
        _ => None,
    });
    changes.flatten().chain(lost).filter(|instant| *instant <= now).max()
}

fn place<'i>(view: &SiteView<'_>, item: &'i Item) -> Option<(&'i Audience, NaiveDate)> {
    match item {
        Item::Lesson(lesson) => Some((&lesson.audience, view.day_of(lesson.start))),
        Item::Homework(homework) => Some((&homework.audience, homework.due_on)),
        Item::Content(content) => Some((&content.audience, content.day)),
        Item::NonTeaching(days) => Some((&Audience::School, days.from)),
        Item::Menu(menu) => Some((&menu.audience, menu.week.monday())),
        Item::Announcement(_) | Item::Document(_) => None,
    }
}

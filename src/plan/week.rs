//! Pages and papers of one week.

use std::collections::BTreeSet;

use chrono::Days;

use crate::model::time::Week;
use crate::plan::homework::New;
use crate::plan::page::{ContentEntry, WeekPage};
use crate::plan::site_view::SiteView;
use crate::plan::{freshness, homework, media, menu, school_day, timetable, version};

/// The gazette printed now covers the week of the third day from today: on Friday, next week.
const AHEAD: Days = Days::new(3);

/// The weeks that have a page, in order: those within the retention period on both sides of today that have something to
/// show, and later ones for which homework is known.
pub(super) fn with_pages(view: &SiteView<'_>) -> Vec<Week> {
    let retention = Days::new(u64::from(view.inputs.config.site.retention_days));
    let (first, last) = (Week::of(view.today() - retention), Week::of(view.today() + retention));
    let lessons = view.lesson_days().map(|(day, _)| Week::of(day)).filter(|week| *week <= last);
    let contents = view.contents().map(|seen| Week::of(seen.item.day));
    let homework = view.homework().map(|seen| Week::of(seen.item.due_on));
    let menus = view.menus().map(|seen| seen.item.week);
    let weeks: BTreeSet<Week> =
        lessons.chain(contents).chain(homework).chain(menus).filter(|week| *week >= first).collect();
    weeks.into_iter().collect()
}

/// The week that the gazette covers now, when it has lessons or homework; only the site of a class has a gazette.
pub(super) fn covered(view: &SiteView<'_>) -> Option<Week> {
    view.site.class()?;
    let week = printed_next(view);
    let lessons = view.lesson_days().any(|(day, _)| week.contains(day));
    let homework = view.homework().any(|seen| seen.item.due_on >= week.monday());
    (lessons || homework || view.announcements().next().is_some()).then_some(week)
}

/// From the day of printing on, the next week. Without a day that the office chose, the week of the third day from today. In any case the next
/// one when today's week has no school day left: before a bridge the office prints on Wednesday.
fn printed_next(view: &SiteView<'_>) -> Week {
    let (today, week) = (view.today(), Week::of(view.today()));
    let is_school_day = |day| !school_day::is_free(view, day);
    let is_over = !week.days().any(|day| day > today && is_school_day(day));
    let Some(print) = view.inputs.config.schedule.print else {
        return if is_over { week.next() } else { Week::of(today + AHEAD) };
    };
    let printing = print.day_for(week.next(), &is_school_day);
    if is_over || printing.is_some_and(|day| day <= today) { week.next() } else { week }
}

/// The page of a week.
pub(super) fn page(view: &SiteView<'_>, week: Week, neighbours: (Option<Week>, Option<Week>)) -> WeekPage {
    let homework = homework::by_due_day(view, |due| week.contains(due), |_| false, New::Unmarked);
    let mut contents: Vec<ContentEntry> = view
        .contents()
        .filter(|seen| week.contains(seen.item.day))
        .map(|seen| ContentEntry {
            day: seen.item.day,
            subject: seen.item.subject.as_ref().map(|subject| subject.label.clone()),
            group: view.readers(&seen.item.audience),
            title: seen.item.title.clone(),
            body: seen.item.body.clone(),
        })
        .collect();
    contents.sort_by_cached_key(|content| (content.day, content.subject.clone(), content.group.clone()));
    let menus = menu::of_weeks(view, &[week]);
    let texts = homework::full_bodies(&homework).chain(contents.iter().map(|content| &content.body));
    let texts = texts.chain(menu::bodies(&menus));
    let media = media::of_texts(view, texts);
    WeekPage {
        chrome: view.chrome(),
        timetable: timetable::week(view, week),
        homework,
        homework_provided: freshness::homework_is_provided(view),
        contents,
        previous: neighbours.0,
        next: neighbours.1,
        version: version::of_days(view, |day| week.contains(day)).map(|instant| view.local(instant)),
        menus,
        media,
    }
}

//! `index.html`: everything a family needs this evening.

use chrono::{Days, NaiveDate};

use crate::model::time::Week;
use crate::plan::homework::New;
use crate::plan::page::{IndexPage, Media, NextDay};
use crate::plan::site_view::SiteView;
use crate::plan::{Detail, announcements, freshness, homework, media, menu, school_day, timetable, week};

/// Homework due later than this after the next school day is shortened first.
const NEAR: Days = Days::new(7);

/// How long after a season its end is told.
const BETWEEN_SEASONS: Days = Days::new(60);

pub(super) fn page(view: &SiteView<'_>, weeks: &[Week], detail: Detail) -> IndexPage {
    let next = school_day::next(view);
    let first_due = school_day::first_due(view, next);
    let shorten = |due: NaiveDate| {
        let far = next.is_none_or(|next| due > next + NEAR);
        detail.shortens_homework() || (far && detail.shortens_far_homework())
    };
    let wanted = |due: NaiveDate| due >= first_due && Some(due) != next;
    let homework = homework::by_due_day(view, wanted, shorten, New::Marked);
    let next_day = next.map(|day| next_day(view, day));
    let shown_weeks = shown_weeks(view, next);
    let all = announcements::list(view, detail);
    let mut media: Media = media::of_announcements(view, &all);
    let (notices, announcements) = all.into_iter().partition(|entry| entry.service);
    let due_tomorrow = next_day.iter().flat_map(|day| &day.homework).filter_map(|homework| match &homework.body {
        crate::plan::page::Body::Full(text) => Some(text),
        crate::plan::page::Body::Short { .. } => None,
    });
    media.extend(media::of_texts(view, homework::full_bodies(&homework).chain(due_tomorrow)));
    let menus = menu::of_weeks(view, &shown_weeks);
    media.extend(media::of_texts(view, menu::bodies(&menus)));
    IndexPage {
        chrome: view.chrome(),
        data_as_of: freshness::data_as_of(view),
        warnings: freshness::warnings(view),
        season_over: season_is_over(view),
        next_day,
        homework,
        homework_provided: freshness::homework_is_provided(view),
        weeks: shown_weeks.iter().map(|week| timetable::week(view, *week)).collect(),
        other_weeks: weeks.iter().copied().filter(|week| !shown_weeks.contains(week)).collect(),
        notices,
        announcements,
        menus,
        gazette: week::covered(view),
        phone: view.inputs.config.contact.phone.clone(),
        report_to: view.inputs.config.contact.email.clone(),
        links: if detail.leaves_out_services() { Vec::new() } else { view.inputs.config.links.clone() },
        media,
    }
}

/// From the end of a season until there is work or a lesson of the next one; then a school without either is simply silent.
fn season_is_over(view: &SiteView<'_>) -> bool {
    let ended = view.inputs.config.site.season_end.last(view.today());
    let silent = view.homework().next().is_none() && view.lesson_days().all(|(day, _)| day < ended);
    silent && view.today() < ended + BETWEEN_SEASONS
}

fn next_day(view: &SiteView<'_>, day: NaiveDate) -> NextDay {
    let due = homework::by_due_day(view, |due| due == day, |_| false, New::Marked);
    let lessons = timetable::day_lessons(view, day);
    NextDay {
        day,
        homework: due.into_iter().flat_map(|due| due.homework).collect(),
        changes_only: view.shows_changes_only(),
        breaks: if view.site.class().is_some() { timetable::breaks(&lessons) } else { Vec::new() },
        lessons,
        after: school_day::holidays_before(view, day),
    }
}

/// The week of the next school day and the one after.
fn shown_weeks(view: &SiteView<'_>, next: Option<NaiveDate>) -> [Week; 2] {
    let week = Week::of(next.unwrap_or_else(|| view.today()));
    [week, week.next()]
}

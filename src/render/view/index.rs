//! The first page of a site as its template sees it.

use serde::Serialize;

use crate::model::contact::Email;
use crate::plan::page::{IndexPage, Media, NextDay};
use crate::render::markup::{Pictures, Place};
use crate::render::view::announcement::AnnouncementView;
use crate::render::view::foot::{self, FootView};
use crate::render::view::homework::{self, DueView, GivenOn, HomeworkView};
use crate::render::view::lesson::{LessonView, Teachers};
use crate::render::view::menu::MenuView;
use crate::render::view::site_map::services;
use crate::render::view::timetable::{self, TimetableView};
use crate::render::view::{LinkView, gazette_link, page_title, week_link};
use crate::render::words::{Words, capitalised};

/// `index.html`.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct IndexView {
    /// The title of the window.
    title: String,
    /// The site.
    site: String,
    /// The school.
    school: String,
    /// The foot.
    foot: FootView,
    /// How fresh the page is.
    freshness: String,
    /// What to know before trusting it.
    warnings: Vec<String>,
    /// Why nothing is there, when nothing is.
    empty: Option<String>,
    /// What the school says of its service.
    notices: Vec<AnnouncementView>,
    /// The next school day.
    next: Option<NextDayView>,
    /// What to say of the next school day when there is none.
    no_next: Option<String>,
    /// What to say of homework when no source gives any.
    not_provided: Option<String>,
    /// Homework after the next school day.
    homework: Vec<DueView>,
    /// "Emploi du temps", or "Changements" where lessons that go as planned are left out.
    timetable: String,
    /// The timetable.
    weeks: Vec<TimetableView>,
    /// Announcements.
    announcements: Vec<AnnouncementView>,
    /// Menus of the canteen.
    menus: Vec<MenuView>,
    /// Other weeks.
    other_weeks: Vec<LinkView>,
    /// The gazette.
    gazette: Option<LinkView>,
    /// Other services.
    services: Vec<LinkView>,
    /// How to call the school.
    phone: Option<LinkView>,
    /// How to tell it what is wrong.
    report: Option<LinkView>,
}

/// The next school day.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct NextDayView {
    /// "Mardi 24 novembre".
    day: String,
    /// The holidays before it.
    after: Option<String>,
    /// What is due.
    homework: Vec<HomeworkView>,
    /// "Cours", or "Changements" where lessons that go as planned are left out.
    heading: String,
    /// Its lessons.
    lessons: Vec<LessonView>,
}

impl IndexView {
    pub(in crate::render) fn new(page: &IndexPage, words: &Words) -> Self {
        let empty = is_empty(page);
        let place = Place { media: &page.media, below: 3, pictures: Pictures::Shown, words };
        IndexView {
            title: page_title(&page.chrome.title, &page.chrome.school, words),
            site: page.chrome.title.clone(),
            school: page.chrome.school.clone(),
            foot: FootView::new(&page.chrome, words),
            freshness: freshness(page, words),
            warnings: page.warnings.iter().map(|warning| words.warning(warning)).collect(),
            empty: empty.then(|| words.say(if page.season_over { "season-over" } else { "page-is-empty" })),
            next: page.next_day.as_ref().map(|next| next_day(next, &page.media, words)),
            no_next: (page.next_day.is_none() && !empty).then(|| words.say(no_next_day(page))),
            not_provided: (!page.homework_provided && !empty && !page.season_over)
                .then(|| words.say("homework-not-provided")),
            homework: homework::by_day(&page.homework, GivenOn::LeftOut, place),
            timetable: words.say(if page.weeks.iter().any(|week| week.changes_only) { "changes" } else { "timetable" }),
            weeks: if empty { Vec::new() } else { weeks(page, words) },
            notices: page.notices.iter().map(|entry| AnnouncementView::new(entry, place)).collect(),
            menus: MenuView::all(&page.menus, place),
            announcements: page.announcements.iter().map(|entry| AnnouncementView::new(entry, place)).collect(),
            other_weeks: page.other_weeks.iter().map(|week| week_link(*week, words)).collect(),
            gazette: page.gazette.map(|week| gazette_link(week, words)),
            services: services(&page.links).collect(),
            phone: page.phone.as_ref().map(|phone| foot::call(phone, words)),
            report: page.report_to.as_ref().map(|to| report(to, page, words)),
        }
    }
}

/// The weeks; what no source gives is said once.
fn weeks(page: &IndexPage, words: &Words) -> Vec<TimetableView> {
    let mut weeks: Vec<TimetableView> = page.weeks.iter().map(|week| TimetableView::new(week, words)).collect();
    for later in weeks.iter_mut().skip(1) {
        later.unknown = None;
    }
    weeks
}

fn freshness(page: &IndexPage, words: &Words) -> String {
    match page.data_as_of {
        Some(moment) => words.fill("fresh", &[("moment", words.moment(moment).into())]),
        None => words.say("nothing-received"),
    }
}

/// Why no school day is to come.
pub(in crate::render) fn no_next_day(page: &IndexPage) -> &'static str {
    if page.season_over { "season-over" } else { "no-next-day" }
}

fn report(to: &Email, page: &IndexPage, words: &Words) -> LinkView {
    let moment = page.data_as_of.map_or_else(|| words.say("nothing-received"), |moment| words.moment(moment));
    foot::report(to, &page.chrome.title, "index.html", &moment, words)
}

fn is_empty(page: &IndexPage) -> bool {
    let no_lessons =
        page.weeks.iter().flat_map(|week| &week.days).all(|day| day.lessons.is_empty() && day.off.is_none());
    page.next_day.is_none()
        && page.homework.is_empty()
        && page.announcements.is_empty()
        && page.notices.is_empty()
        && page.menus.is_empty()
        && no_lessons
}

fn next_day(next: &NextDay, media: &Media, words: &Words) -> NextDayView {
    let place = Place { media, below: 3, pictures: Pictures::Linked, words };
    let homework = homework::of_day(&next.homework, next.day, GivenOn::LeftOut, place);
    NextDayView {
        day: capitalised(&words.day(next.day)),
        after: next.after.as_ref().map(|off| timetable::reason(off, words)),
        homework,
        heading: words.say(if next.changes_only { "changes" } else { "lessons" }),
        lessons: with_breaks(next, words),
    }
}

/// The lessons of a day, with a line for each long break.
fn with_breaks(next: &NextDay, words: &Words) -> Vec<LessonView> {
    let mut breaks = next.breaks.iter().peekable();
    let mut lines = Vec::new();
    for lesson in &next.lessons {
        lines.extend(breaks.next_if(|free| free.end <= lesson.start).map(|free| LessonView::of_break(free, words)));
        lines.push(LessonView::new(lesson, Teachers::Named, words));
    }
    lines
}

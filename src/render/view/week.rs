//! The page of a week as its template sees it.

use serde::Serialize;

use crate::plan::page::{ContentEntry, WeekPage};
use crate::render::markup::{self, Markup, Pictures, Place};
use crate::render::view::foot::FootView;
use crate::render::view::homework::{self, DueView, GivenOn};
use crate::render::view::menu::MenuView;
use crate::render::view::timetable::TimetableView;
use crate::render::view::{LinkView, home_link, page_title, version, week_link};
use crate::render::words::{Words, capitalised};

/// `semaine-2026-W49.html`.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct WeekPageView {
    /// The title of the window.
    title: String,
    /// "Semaine 49".
    heading: String,
    /// "Du 30 novembre au 4 décembre 2026".
    span: String,
    /// The foot.
    foot: FootView,
    /// "Version du …".
    version: Option<String>,
    /// The week before.
    previous: Option<LinkView>,
    /// The first page.
    home: LinkView,
    /// The week after.
    next: Option<LinkView>,
    /// "Emploi du temps", or "Changements" where lessons that go as planned are left out.
    timetable_heading: String,
    /// The timetable.
    timetable: TimetableView,
    /// What to say of homework when there is none.
    no_homework: Option<String>,
    /// Homework, by due day.
    homework: Vec<DueView>,
    /// The menu of the canteen.
    menus: Vec<MenuView>,
    /// What was done, by day.
    contents: Vec<DoneView>,
}

/// What was done on one day.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct DoneView {
    /// "Mardi 24 novembre".
    day: String,
    /// The lessons.
    lessons: Vec<ContentView>,
}

/// What was done in one lesson.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct ContentView {
    /// The subject, or words that stand for it.
    subject: String,
    /// Whether it stands under the same name as the one before it.
    goes_on: bool,
    /// The group.
    group: Option<String>,
    /// The title.
    title: Option<String>,
    /// What was done.
    html: Markup,
}

impl WeekPageView {
    pub(in crate::render) fn new(page: &WeekPage, words: &Words) -> Self {
        let place = Place { media: &page.media, below: 3, pictures: Pictures::Shown, words };
        let week = page.timetable.week;
        let heading = words.week_with_parity(week, page.timetable.parity);
        let no_homework = match (page.homework_provided, page.homework.is_empty()) {
            (_, false) => None,
            (false, true) => Some(words.say("homework-not-provided")),
            (true, true) => Some(words.say("nothing-due-this-week")),
        };
        WeekPageView {
            title: page_title(&heading, &page.chrome.title, words),
            heading,
            span: words.fill("week-of", &[("span", words.week_span(week).into())]),
            foot: FootView::new(&page.chrome, words),
            version: page.version.map(|moment| version(moment, words)),
            previous: page.previous.map(|week| week_link(week, words)),
            home: home_link(&page.chrome.title, words),
            next: page.next.map(|week| week_link(week, words)),
            timetable_heading: words.say(if page.timetable.changes_only { "changes" } else { "timetable" }),
            timetable: TimetableView::new(&page.timetable, words),
            no_homework,
            homework: homework::by_day(&page.homework, GivenOn::Said, place),
            menus: MenuView::all(&page.menus, place),
            contents: contents(&page.contents, place),
        }
    }
}

fn contents(entries: &[ContentEntry], place: Place<'_>) -> Vec<DoneView> {
    let day = |entries: &[ContentEntry]| DoneView {
        day: entries.first().map(|entry| capitalised(&place.words.day(entry.day))).unwrap_or_default(),
        lessons: lessons(entries, place),
    };
    entries.chunk_by(|one, other| one.day == other.day).map(day).collect()
}

/// The lessons of one day; a name is said once for all that stands under it.
fn lessons(entries: &[ContentEntry], place: Place<'_>) -> Vec<ContentView> {
    let mut views: Vec<ContentView> = entries.iter().map(|entry| content(entry, place)).collect();
    for position in 1..views.len() {
        views[position].goes_on = views[position].is_named_like(&views[position - 1]);
    }
    views
}

impl ContentView {
    fn is_named_like(&self, other: &Self) -> bool {
        (&self.subject, &self.group) == (&other.subject, &other.group)
    }
}

fn content(entry: &ContentEntry, place: Place<'_>) -> ContentView {
    ContentView {
        subject: entry.subject.clone().unwrap_or_else(|| place.words.say("done-without-subject")),
        goes_on: false,
        group: entry.group.clone(),
        title: entry.title.clone(),
        html: markup::rich_text(&entry.body, place),
    }
}

//! Occurrences to items of the model, with the windows covered.

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::config::source::Ical as Settings;
use crate::model::audience::Audience;
use crate::model::coverage::{Completeness, Coverage, DataKind};
use crate::model::homework::Homework;
use crate::model::item::{Cursor, Fetched, FetchedItem, Item};
use crate::model::lesson::{Lesson, LessonStatus, NonTeaching, NonTeachingKind};
use crate::model::notice::{Notice, NoticeKind};
use crate::model::rich_text::RichText;
use crate::model::subject::Subject;
use crate::model::time::start_of_day;
use crate::normalise::html::{self, Context};
use crate::sources::Scope;
use crate::sources::assessment::announces_test;
use crate::sources::ical::expand::{self, Expanded, Occurrence, Window};
use crate::sources::ical::wire::{Calendar, Sort, State};
use crate::sources::label::folded;
use crate::sources::moment::When;

/// How far back and ahead of today a calendar is read: the longest that a site keeps weeks, and a school year.
const BEHIND: Days = Days::new(35);
const AHEAD: Days = Days::new(366);

/// An event of more days than this is no lesson.
const LONGEST: usize = 31;

/// The items of a calendar. The cursor is the caller's.
pub(super) fn fetched(calendar: &Calendar, settings: &Settings, scope: &Scope, subject: &str) -> Fetched {
    let today = scope.now.day(scope.zone);
    let window = Window { school: scope.zone, calendar: calendar.zone, from: today - BEHIND, to: today + AHEAD };
    let expanded = expand::expand(&calendar.events, window);
    let mut making = Making {
        audiences: audiences(settings),
        scope,
        subject,
        window,
        items: Vec::new(),
        notices: calendar.notices.clone(),
        tasks: false,
    };
    making.say_what_is_missing(&expanded);
    for occurrence in &expanded.occurrences {
        making.occurrence(occurrence);
    }
    let read = match (calendar.whole, expanded.cut) {
        (false, _) => Completeness::Partial("the calendar is cut before its end".to_owned()),
        (true, true) => Completeness::Partial("the calendar repeats more events than can be read".to_owned()),
        (true, false) => Completeness::Complete,
    };
    let coverage = making.coverage(settings, read);
    making.notices.sort();
    making.notices.dedup();
    Fetched { items: making.items, coverage, cursor: Cursor::default(), notices: making.notices, rejected: Vec::new() }
}

/// The readers of every event: the configured groups, else the configured classes, else the school.
fn audiences(settings: &Settings) -> Vec<Audience> {
    if settings.classes.is_empty() {
        return vec![Audience::School];
    }
    let of = |class: &crate::model::id::ClassId| -> Vec<Audience> {
        let group = |group: &String| Audience::Group { class: class.clone(), group: group.clone() };
        let groups: Vec<Audience> = settings.groups.iter().map(group).collect();
        if groups.is_empty() { vec![Audience::Class(class.clone())] } else { groups }
    };
    settings.classes.iter().flat_map(of).collect()
}

struct Making<'a> {
    audiences: Vec<Audience>,
    scope: &'a Scope,
    subject: &'a str,
    window: Window,
    items: Vec<FetchedItem>,
    notices: Vec<Notice>,
    /// Whether the calendar has any task, done or not.
    tasks: bool,
}

impl Making<'_> {
    fn occurrence(&mut self, occurrence: &Occurrence<'_>) {
        let event = occurrence.event;
        self.tasks |= event.sort == Sort::Task;
        if event.private {
            return;
        }
        match event.sort {
            Sort::Task => self.task(occurrence),
            Sort::Event => match days_off(occurrence) {
                Some(kind) if event.state == State::Valid => self.non_teaching(occurrence, kind),
                Some(_) => {}
                None => self.lessons(occurrence),
            },
        }
    }

    fn non_teaching(&mut self, occurrence: &Occurrence<'_>, kind: NonTeachingKind) {
        let (from, end) = (occurrence.start.day(self.scope.zone), occurrence.end.day(self.scope.zone));
        let to = end.pred_opt().unwrap_or(end).max(from);
        let label = occurrence.event.summary.clone();
        let item = Item::NonTeaching(NonTeaching { from, to, kind, label });
        self.items.push(FetchedItem { native_id: None, days: vec![from], item });
    }

    /// One lesson for each day that the event touches.
    fn lessons(&mut self, occurrence: &Occurrence<'_>) {
        let zone = self.scope.zone;
        let (start, end) = (occurrence.start.instant(zone), occurrence.end.instant(zone));
        let first = occurrence.start.day(zone);
        let days: Vec<NaiveDate> = first
            .iter_days()
            .take_while(|day| *day == first || start_of_day(*day, zone) < end)
            .take(LONGEST + 1)
            .collect();
        if days.len() > LONGEST {
            self.say(NoticeKind::Malformed, format!("an event of more than {LONGEST} days was left out"));
            return;
        }
        let window = self.window.from..=self.window.to;
        for day in days.iter().filter(|day| window.contains(*day)) {
            let next = day.succ_opt().unwrap_or(*day);
            let part = (start.max(start_of_day(*day, zone)), end.min(start_of_day(next, zone)));
            self.lesson(occurrence, *day, part);
        }
    }

    fn lesson(&mut self, occurrence: &Occurrence<'_>, day: NaiveDate, (start, end): (DateTime<Utc>, DateTime<Utc>)) {
        let event = occurrence.event;
        let (title, struck) = without_mark(&event.summary);
        let whole_day = matches!(occurrence.start, When::Day(_));
        let status = if struck { LessonStatus::Cancelled } else { status(occurrence, self.scope) };
        let lesson = Lesson {
            audience: Audience::School,
            subject: (!whole_day).then(|| Subject::new(title)),
            title: title.to_owned(),
            start,
            end: end.max(start),
            teachers: Vec::new(),
            rooms: room(&event.location).into_iter().collect(),
            status,
            cause: None,
            raw_status: None,
            ruled: occurrence.ruled,
        };
        let id = name(occurrence).map(|id| format!("{id}.{}", day.format("%Y%m%d")));
        for audience in self.audiences.clone() {
            let item = Item::Lesson(Lesson { audience: audience.clone(), ..lesson.clone() });
            let native_id = id.as_ref().map(|id| format!("{id}{}", self.suffix(&audience)));
            self.items.push(FetchedItem { native_id, days: vec![day], item });
        }
    }

    fn task(&mut self, occurrence: &Occurrence<'_>) {
        let event = occurrence.event;
        if event.state != State::Valid {
            return;
        }
        let zone = self.scope.zone;
        let due = if event.end.is_some() { occurrence.end } else { occurrence.start };
        let due_on = due.day(zone);
        let body = self.text(&event.summary, &event.task);
        let homework = Homework {
            audience: Audience::School,
            subject: event.categories.first().map(|category| Subject::new(category)),
            given_on: None,
            due_on,
            test: announces_test(&body.plain_text()),
            body,
            attachments: Vec::new(),
        };
        let id = name(occurrence);
        for audience in self.audiences.clone() {
            let item = Item::Homework(Homework { audience: audience.clone(), ..homework.clone() });
            let native_id = id.as_ref().map(|id| format!("{id}{}", self.suffix(&audience)));
            self.items.push(FetchedItem { native_id, days: vec![due_on], item });
        }
    }

    /// The title of a task, and under it what it asks for, which some programs write as HTML.
    fn text(&mut self, title: &str, task: &str) -> RichText {
        let plain = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('\n', "<br>");
        let task = if task.contains("</") { task.to_owned() } else { plain(task) };
        let context = Context { subject: self.subject, base: None, files: &[] };
        let parsed = html::rich_text(&format!("<p>{}</p><div>{task}</div>", plain(title)), &context);
        self.notices.extend(parsed.notices);
        parsed.text
    }

    fn suffix(&self, audience: &Audience) -> String {
        match audience {
            _ if self.audiences.len() < 2 => String::new(),
            Audience::School => "#".to_owned(),
            Audience::Level(level) => format!("#{level}"),
            Audience::Class(class) => format!("#{class}"),
            Audience::Group { class, group } => format!("#{class}/{group}"),
        }
    }

    fn coverage(&self, settings: &Settings, read: Completeness) -> Vec<Coverage> {
        let without_tasks = || Completeness::Partial("no tasks in this calendar".to_owned());
        let coverage = |kind, completeness| Coverage {
            kind,
            classes: settings.classes.clone(),
            from: Some(self.window.from),
            to: Some(self.window.to),
            completeness,
            pulled_at: self.scope.now.instant(),
        };
        let homework = if self.tasks || read != Completeness::Complete { read.clone() } else { without_tasks() };
        vec![coverage(DataKind::Timetable, read), coverage(DataKind::Homework, homework)]
    }

    fn say_what_is_missing(&mut self, expanded: &Expanded<'_>) {
        if expanded.undated > 0 {
            self.say(NoticeKind::Malformed, format!("{} events without beginning were left out", expanded.undated));
        }
        if expanded.strange_rules > 0 {
            let message = format!("{} rules of repetition mean nothing", expanded.strange_rules);
            self.say(NoticeKind::Malformed, message);
        }
        if expanded.cut {
            self.say(NoticeKind::Malformed, "the calendar repeats more events than can be read".to_owned());
        }
    }

    fn say(&mut self, kind: NoticeKind, message: String) {
        self.notices.push(Notice::new(kind, self.subject, message));
    }
}

/// A name that stays the same: identifiers may hold names of people, so only their digest is kept.
fn name(occurrence: &Occurrence<'_>) -> Option<String> {
    let uid = &occurrence.event.uid;
    let digest = || blake3::hash(uid.as_bytes()).to_hex()[..16].to_owned();
    (!uid.is_empty()).then(|| format!("u1-{}@{}", digest(), occurrence.slot.format("%Y%m%dT%H%M%SZ")))
}

/// Whole days that a calendar calls holidays: by their category, or by the first words of their title.
fn days_off(occurrence: &Occurrence<'_>) -> Option<NonTeachingKind> {
    if !matches!(occurrence.start, When::Day(_)) {
        return None;
    }
    let event = occurrence.event;
    let title = folded(&event.summary);
    let begins = |words: &[&str]| words.iter().any(|word| title == *word || title.starts_with(&format!("{word} ")));
    let filed = |words: &[&str]| event.categories.iter().any(|category| words.contains(&folded(category).as_str()));
    if begins(&["vacances", "conges scolaires", "pont"]) || filed(&["vacances", "vacances scolaires", "conges"]) {
        Some(NonTeachingKind::Holiday)
    } else if begins(&["ferie", "jour ferie"]) || filed(&["ferie", "jour ferie", "jours feries"]) {
        Some(NonTeachingKind::PublicHoliday)
    } else {
        None
    }
}

/// What became of it: cancelled, or changed against the event that it is an instance of.
fn status(occurrence: &Occurrence<'_>, scope: &Scope) -> LessonStatus {
    let event = occurrence.event;
    match occurrence.usual {
        _ if event.state == State::Cancelled => LessonStatus::Cancelled,
        Some(_) if occurrence.start.instant(scope.zone) != occurrence.slot => LessonStatus::Moved,
        Some(usual) if usual.location != event.location && !event.location.is_empty() => LessonStatus::RoomChanged,
        _ => LessonStatus::Planned,
    }
}

/// The title without the word by which people cross out what they do not delete: "Annulé : Anglais", "[ANNULÉ] Anglais".
fn without_mark(summary: &str) -> (&str, bool) {
    let summary = summary.trim();
    let bracketed = summary.strip_prefix(['[', '(']).and_then(|rest| rest.split_once([']', ')']));
    let parted = bracketed.or_else(|| summary.split_once(':')).or_else(|| summary.split_once(" - "));
    let is_mark = |mark: &str| matches!(folded(mark).as_str(), "annule" | "annulee" | "cours annule" | "cancelled");
    match parted {
        Some((mark, title)) if is_mark(mark) && !title.trim().is_empty() => (title.trim(), true),
        _ => (summary, false),
    }
}

/// A place that people go to: a link to a meeting is none.
fn room(location: &str) -> Option<String> {
    let is_link = location.contains("://");
    (!location.is_empty() && !is_link).then(|| location.to_owned())
}

//! Events to items of the model, with the windows that the calendar covered.
//!
//! All-day events other than holidays have no place in the model: they are left out and said once for each category. Timed
//! internships (`Sessions de stage`) and timed events of unknown categories become lessons with a title and no subject.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::config::source::PronoteIcal as Settings;
use crate::model::audience::Audience;
use crate::model::coverage::{Completeness, Coverage, DataKind};
use crate::model::homework::Homework;
use crate::model::item::{Cursor, Fetched, FetchedItem, Item};
use crate::model::lesson::{Lesson, LessonContent, LessonStatus, NonTeaching, NonTeachingKind, Teacher};
use crate::model::notice::{Notice, NoticeKind};
use crate::model::subject::Subject;
use crate::model::time::{Week, day_of};
use crate::sources::Scope;
use crate::sources::assessment::announces_test;
use crate::sources::label::folded;
use crate::sources::moment::When;
use crate::sources::pronote_ical::audience::{audiences, clean};
use crate::sources::pronote_ical::blocks::{self, Block, Heading};
use crate::sources::pronote_ical::description::{self, Description, listed};
use crate::sources::pronote_ical::labels::{self, Sort};
use crate::sources::pronote_ical::wire::{Calendar, Event};

/// Homework is looked for until this many days after today: what an export shows.
const DAYS_AHEAD: u64 = 8;

/// The items of a calendar. The cursor is the caller's.
pub(super) fn fetched(calendar: Calendar, settings: &Settings, scope: &Scope, subject: &str) -> Fetched {
    let mut reading = Reading {
        settings,
        scope,
        subject,
        items: Vec::new(),
        notices: calendar.notices,
        whole: calendar.whole,
        days: BTreeSet::new(),
        homework_days: BTreeSet::new(),
    };
    for event in &calendar.events {
        reading.event(event);
    }
    let covers = calendar.covers.map(|(from, to)| (from.day(scope.zone), to.day(scope.zone)));
    let coverage = reading.coverage(covers);
    reading.notices.sort();
    reading.notices.dedup();
    Fetched {
        items: reading.items,
        coverage,
        cursor: Cursor::default(),
        notices: reading.notices,
        rejected: Vec::new(),
    }
}

struct Reading<'a> {
    settings: &'a Settings,
    scope: &'a Scope,
    subject: &'a str,
    items: Vec<FetchedItem>,
    notices: Vec<Notice>,
    /// Whether the calendar ended properly.
    whole: bool,
    /// The days with an event.
    days: BTreeSet<NaiveDate>,
    /// The days with homework or contents.
    homework_days: BTreeSet<NaiveDate>,
}

impl Reading<'_> {
    fn event(&mut self, event: &Event) {
        let sort = labels::sort(&event.category);
        if sort == Sort::Personal {
            return;
        }
        let Some(start) = event.start else {
            self.say(NoticeKind::Malformed, "an event without beginning was left out".to_owned());
            return;
        };
        self.days.insert(start.day(self.scope.zone));
        if sort == Sort::NonTeaching {
            self.non_teaching(event, start);
            return;
        }
        if matches!(start, When::Day(_)) {
            let message = format!("events of whole days in `{}` are left out", event.category);
            self.say(NoticeKind::UnknownLabel, message);
            return;
        }
        let description = description::read(&event.description);
        if sort == Sort::Other && description.subject.is_none() {
            self.say(NoticeKind::UnknownLabel, format!("unknown category `{}`", event.category));
        }
        let told = self.told(event, &description);
        let is_lesson = sort == Sort::Lesson || description.subject.is_some();
        let title = if is_lesson { Title::read(&told.title, &description, self.scope) } else { Title::default() };
        let description = title.complete(description);
        let audiences = audiences(&description, self.settings, &self.scope.classes);
        self.homework(&description, title.subject.as_deref(), start.day(self.scope.zone), &audiences);
        let rooms = rooms(event, &description, told.status);
        let lesson = Lesson { rooms, ..self.shape(event, start, told, title) };
        self.lesson(event, &lesson, audiences);
    }

    fn non_teaching(&mut self, event: &Event, start: When) {
        let zone = self.scope.zone;
        let from = start.day(zone);
        let last = match event.end {
            Some(When::Day(end)) => end.pred_opt().unwrap_or(end),
            Some(end) => end.day(zone),
            None => from,
        };
        let label = event.summary.trim().to_owned();
        let kind = match folded(&label).as_str() {
            words if words.contains("vacances") => NonTeachingKind::Holiday,
            words if words.contains("ferie") => NonTeachingKind::PublicHoliday,
            _ => NonTeachingKind::Closure,
        };
        let item = Item::NonTeaching(NonTeaching { from, to: last.max(from), kind, label });
        self.items.push(FetchedItem { native_id: None, days: vec![from], item });
    }

    fn shape(&mut self, event: &Event, start: When, told: Told, title: Title) -> Lesson {
        let begin = start.instant(self.scope.zone);
        Lesson {
            audience: Audience::School,
            subject: title.subject.as_deref().map(Subject::new),
            title: title.subject.unwrap_or(told.title),
            start: begin,
            end: self.end(event, begin),
            teachers: title.teachers.iter().map(|name| Teacher::new(name)).collect(),
            rooms: Vec::new(),
            status: told.status,
            cause: told.cause,
            raw_status: told.raw,
            ruled: false,
        }
    }

    fn lesson(&mut self, event: &Event, lesson: &Lesson, audiences: Vec<Audience>) {
        let day = day_of(lesson.start, self.scope.zone);
        let native = event.uid.as_deref().and_then(stable_prefix);
        let native = native.map(|prefix| format!("{prefix}@{}", lesson.start.format("%Y%m%dT%H%M%SZ")));
        let several = audiences.len() > 1;
        for audience in audiences {
            let name = |id: &String| if several { format!("{id}#{}", name_of(&audience)) } else { id.clone() };
            let native_id = native.as_ref().map(name);
            let item = Item::Lesson(Lesson { audience, ..lesson.clone() });
            self.items.push(FetchedItem { native_id, days: vec![day], item });
        }
    }

    fn end(&mut self, event: &Event, begin: DateTime<Utc>) -> DateTime<Utc> {
        let end = event.end.map(|end| end.instant(self.scope.zone));
        if end.is_none_or(|end| end < begin) {
            let message = format!("the event of {} has no end after its beginning", begin.format("%Y-%m-%dT%H:%MZ"));
            self.say(NoticeKind::Malformed, message);
        }
        end.unwrap_or(begin).max(begin)
    }

    /// What became of the lesson: the category says it, else the beginning of the summary, else the description's first line.
    fn told(&mut self, event: &Event, description: &Description) -> Told {
        let summary = event.summary.trim();
        let label = labels::label(&event.category).filter(|_| labels::sort(&event.category) == Sort::Lesson);
        let prefix =
            summary.split_once(" : ").map(|(prefix, rest)| (prefix.trim(), rest.trim())).filter(|(prefix, _)| {
                labels::meaning(prefix).is_some() || label.is_some_and(|label| folded(label) == folded(prefix))
            });
        let title = prefix.map_or(summary, |(_, rest)| rest).to_owned();
        let first_line = description.status.as_deref().filter(|line| labels::meaning(line).is_some());
        let Some(raw) = label.or(prefix.map(|(prefix, _)| prefix)).or(first_line) else {
            return Told { status: LessonStatus::Planned, cause: None, raw: None, title };
        };
        let (status, cause) = labels::meaning(raw).unwrap_or_else(|| {
            self.say(NoticeKind::UnknownLabel, format!("unknown lesson status `{raw}`"));
            (LessonStatus::Modified, None)
        });
        Told { status, cause, raw: Some(raw.to_owned()), title }
    }

    fn homework(&mut self, description: &Description, subject: Option<&str>, day: NaiveDate, audiences: &[Audience]) {
        let (blocks, mut notices) = blocks::read(&description.html, self.subject);
        self.notices.append(&mut notices);
        if blocks.is_empty() {
            return;
        }
        self.homework_days.insert(day);
        for audience in audiences {
            let items = blocks.iter().map(|block| FetchedItem {
                native_id: None,
                days: vec![day],
                item: item_of(block.clone(), audience.clone(), subject.map(Subject::new), day),
            });
            self.items.extend(items);
        }
    }

    fn coverage(&self, covers: Option<(NaiveDate, NaiveDate)>) -> Vec<Coverage> {
        let today = self.scope.now.day(self.scope.zone);
        let cut = || Completeness::Partial("the calendar is cut before its end".to_owned());
        let lessons = covers.or_else(|| Some((*self.days.first()?, *self.days.last()?)));
        let homework = self
            .homework_days
            .first()
            .map(|first| ((*first).max(Week::of(today).monday()), today + Days::new(DAYS_AHEAD)));
        let told = match (self.whole, homework) {
            (false, _) => cut(),
            (true, None) => Completeness::Partial("no homework in this export".to_owned()),
            (true, Some(_)) => Completeness::Complete,
        };
        let coverage = |kind, window: Option<(NaiveDate, NaiveDate)>, completeness| Coverage {
            kind,
            classes: self.settings.classes.clone(),
            from: window.map(|(from, _)| from),
            to: window.map(|(_, to)| to),
            completeness,
            pulled_at: self.scope.now.instant(),
        };
        vec![
            coverage(DataKind::Timetable, lessons, if self.whole { Completeness::Complete } else { cut() }),
            coverage(DataKind::Homework, homework, told.clone()),
            coverage(DataKind::Contents, homework, told),
        ]
    }

    fn say(&mut self, kind: NoticeKind, message: String) {
        self.notices.push(Notice::new(kind, self.subject, message));
    }
}

/// What an event says of itself beside its description.
struct Told {
    status: LessonStatus,
    cause: Option<crate::model::lesson::Cause>,
    raw: Option<String>,
    title: String,
}

/// Who teaches what to whom.
#[derive(Default)]
struct Title {
    subject: Option<String>,
    teachers: Vec<String>,
    groups: Vec<String>,
    classes: Vec<String>,
}

impl Title {
    /// The description's lines when it has them; else the parts of the summary, of which the last may be a teacher or a
    /// class, since subjects hold hyphens too.
    fn read(summary: &str, description: &Description, scope: &Scope) -> Self {
        let mut title = Title { subject: description.subject.clone(), ..Title::default() };
        let mut parts: Vec<&str> = summary.split(" - ").map(str::trim).filter(|part| !part.is_empty()).collect();
        while parts.len() > 1 && parts.last().is_some_and(|part| part.starts_with(['[', '<'])) {
            title.groups.extend(parts.pop().map(str::to_owned));
        }
        if description.subject.is_none() {
            let last = parts.last().copied().filter(|_| parts.len() > 1).unwrap_or_default();
            if is_class(last, scope) {
                title.classes.push(last.to_owned());
                parts.pop();
            } else if listed(last).all(|name| is_person(&name)) && !last.is_empty() {
                title.teachers = listed(last).collect();
                parts.pop();
            }
            title.subject = (!parts.is_empty()).then(|| parts.join(" - "));
        }
        if !description.teachers.is_empty() {
            title.teachers.clone_from(&description.teachers);
        }
        title
    }

    /// The description, completed with what only the summary says.
    fn complete(&self, mut description: Description) -> Description {
        if description.groups.is_empty() {
            description.groups.clone_from(&self.groups);
        }
        if description.classes.is_empty() {
            description.classes.clone_from(&self.classes);
        }
        description
    }
}

fn item_of(block: Block, audience: Audience, subject: Option<Subject>, day: NaiveDate) -> Item {
    let (given_on, due_on) = match block.heading {
        Heading::For(due) => (day, due),
        Heading::GivenOn(given) => (given, day),
        Heading::Content(title) => {
            return Item::Content(LessonContent { audience, subject, day, title, body: block.body });
        }
    };
    let test = announces_test(&block.body.plain_text());
    let (given_on, body, attachments) = (Some(given_on), block.body, block.attachments);
    Item::Homework(Homework { audience, subject, given_on, due_on, body, test, attachments })
}

fn rooms(event: &Event, description: &Description, status: LessonStatus) -> Vec<String> {
    let location: Vec<String> = listed(&event.location).collect();
    let newer = status == LessonStatus::RoomChanged && !location.is_empty();
    if newer || description.rooms.is_empty() { location } else { description.rooms.clone() }
}

/// "Cours-16027-1" in "Cours-16027-1-20260904T120218Z-Index-Education": the rest is the time of the export.
fn stable_prefix(uid: &str) -> Option<String> {
    let mut parts = uid.split('-');
    let (kind, course, week) = (parts.next()?, parts.next()?, parts.next()?);
    let numbers = [course, week].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    (kind == "Cours" && numbers).then(|| format!("{kind}-{course}-{week}"))
}

fn name_of(audience: &Audience) -> String {
    match audience {
        Audience::School => String::new(),
        Audience::Level(level) => level.clone(),
        Audience::Class(class) => class.to_string(),
        Audience::Group { class, group } => format!("{class}/{}", clean(group)),
    }
}

/// "EXEMPLE A." or "PASCAL J.-M.": a name in capitals with initials.
fn is_person(name: &str) -> bool {
    let Some((surname, initials)) = name.rsplit_once(' ') else { return false };
    initials.ends_with('.') && initials.len() <= 10 && surname.chars().all(|character| !character.is_numeric())
}

fn is_class(name: &str, scope: &Scope) -> bool {
    let name = folded(name).replace(' ', "");
    let same = |text: &str| folded(text).replace(' ', "") == name;
    !name.is_empty() && scope.classes.iter().any(|class| same(&class.label) || same(class.id.as_str()))
}

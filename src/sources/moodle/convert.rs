//! Courses to the model: what is due or takes place on a day is homework for that day, what a teacher announces is an announcement.
//! A date of a course is no lesson, since a course is no timetable.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::config::source::moodle::{Course as Mapped, Moodle as Settings};
use crate::model::announcement::Announcement;
use crate::model::attachment::Attachment;
use crate::model::coverage::{Completeness, Coverage, DataKind};
use crate::model::homework::Homework;
use crate::model::id::AttachmentId;
use crate::model::item::{Cursor, Fetched, FetchedItem, Item};
use crate::model::notice::{Notice, NoticeKind};
use crate::model::rich_text::{Address, Block, Inline, RichText};
use crate::model::subject::Subject;
use crate::model::time::day_of;
use crate::normalise::html::{self, Context};
use crate::sources::Scope;
use crate::sources::assessment::announces_test;
use crate::sources::moodle::api::{Service, Thread};
use crate::sources::moodle::wire::{
    Assignment, Assignments, Course, Discussion, Event, Events, File, Format, Forum, Warning,
};
use crate::sources::readers::{classes, name};

/// The events of a module that ask for work by a certain time.
const DUE: [&str; 3] = ["due", "close", "expectcompletionon"];

/// One answer being read.
pub(super) struct Reading<'r> {
    settings: &'r Settings,
    service: &'r Service<'r>,
    scope: &'r Scope,
    items: Vec<FetchedItem>,
    notices: Vec<Notice>,
    /// Why announcements, and the rest, are not complete.
    gaps: Vec<(DataKind, String)>,
}

/// A text with the files that go with it.
struct Written {
    body: RichText,
    attachments: Vec<Attachment>,
}

impl<'r> Reading<'r> {
    pub(super) fn new(settings: &'r Settings, service: &'r Service<'r>, scope: &'r Scope) -> Self {
        Reading { settings, service, scope, items: Vec::new(), notices: Vec::new(), gaps: Vec::new() }
    }

    /// Reads the announcements of a course.
    pub(super) fn forum(&mut self, forum: &Forum, thread: Thread) {
        let Some(course) = self.mapped(i64::from(forum.course)) else { return };
        self.warn(DataKind::Announcements, &thread.warnings);
        if thread.cut {
            self.gaps.push((DataKind::Announcements, format!("the forum {} has too many threads", forum.id)));
        }
        for discussion in thread.discussions {
            self.discussion(course, discussion);
        }
    }

    /// Reads the rest, and closes.
    pub(super) fn fetched(mut self, assignments: Assignments, events: Events, until: NaiveDate) -> Fetched {
        self.warn(DataKind::Homework, &assignments.warnings);
        self.warn(DataKind::Homework, &events.warnings);
        for course in &self.settings.courses {
            if !assignments.courses.iter().any(|known| known.id == course.id) {
                self.gaps.push((DataKind::Homework, format!("the course {} is out of reach", course.id)));
            }
        }
        let names: Vec<(u32, String)> =
            assignments.courses.iter().map(|course| (course.id, course.fullname.trim().to_owned())).collect();
        for course in assignments.courses {
            self.course(course);
        }
        for event in events.events {
            self.event(&event, &names);
        }
        let coverage = [DataKind::Homework, DataKind::Announcements].map(|kind| self.coverage(kind, until)).to_vec();
        Fetched { items: self.items, coverage, cursor: Cursor::default(), notices: self.notices, rejected: Vec::new() }
    }

    fn coverage(&self, kind: DataKind, until: NaiveDate) -> Coverage {
        let gap = self.gaps.iter().find(|(concerned, _)| *concerned == kind);
        let dated = kind != DataKind::Announcements;
        Coverage {
            kind,
            classes: classes(self.settings.courses.iter().flat_map(|course| &course.readers), self.scope),
            from: dated.then(|| self.scope.now.day(self.scope.zone)),
            to: dated.then_some(until),
            completeness: gap.map_or(Completeness::Complete, |(_, why)| Completeness::Partial(why.clone())),
            pulled_at: self.scope.now.instant(),
        }
    }

    fn warn(&mut self, kind: DataKind, warnings: &[Warning]) {
        for warning in warnings {
            let item = warning.item.as_deref().unwrap_or("something");
            let number = warning.itemid.map(|id| format!(" {id}")).unwrap_or_default();
            let why = format!("Moodle keeps back {item}{number} (`{}`)", warning.warningcode);
            self.say(NoticeKind::Malformed, why.clone());
            self.gaps.push((kind, why));
        }
    }

    fn say(&mut self, kind: NoticeKind, message: String) {
        self.notices.push(Notice::new(kind, self.service.id, message));
    }

    fn mapped(&self, course: i64) -> Option<&'r Mapped> {
        self.settings.courses.iter().find(|known| i64::from(known.id) == course)
    }

    fn course(&mut self, course: Course) {
        let Some(mapped) = self.mapped(i64::from(course.id)) else { return };
        let subject = subject(mapped, course.fullname.trim());
        for assignment in course.assignments {
            self.assignment(mapped, &subject, assignment);
        }
    }

    fn assignment(&mut self, course: &Mapped, subject: &str, assignment: Assignment) {
        let due = [assignment.duedate, assignment.cutoffdate].into_iter().find_map(instant);
        let Some(due) = due else {
            self.say(NoticeKind::Malformed, format!("the assignment {} has no date and is left out", assignment.id));
            return;
        };
        let texts = [assignment.intro.as_deref(), assignment.activity.as_deref()];
        let text = texts.into_iter().flatten().collect::<Vec<_>>().join("\n");
        let files = assignment.introattachments.iter().chain(&assignment.activityattachments);
        let written = self.written(&text, assignment.introformat, files);
        let opened = instant(assignment.allowsubmissionsfromdate).filter(|opened| *opened <= self.scope.now.instant());
        let given_on = opened.map(|opened| day_of(opened, self.scope.zone));
        let native = format!("assign {}", assignment.id);
        self.homework(course, Work { native, title: assignment.name, subject, due, given_on, written });
    }

    /// What is due at midnight must be done the day before.
    fn homework(&mut self, course: &Mapped, work: Work<'_>) {
        let due_on = day_of(work.due - TimeDelta::seconds(1), self.scope.zone);
        let title = one_line(&work.title);
        let test = announces_test(&title) || announces_test(&work.written.body.plain_text());
        let mut body = work.written.body;
        if !body.plain_text().starts_with(&title) {
            let words = vec![Inline::Text { text: title }];
            body.blocks.insert(0, Block::Paragraph { content: vec![Inline::Strong { content: words }] });
        }
        for audience in &course.readers {
            let homework = Homework {
                audience: audience.clone(),
                subject: Some(Subject::new(work.subject)),
                given_on: work.given_on,
                due_on,
                body: body.clone(),
                test,
                attachments: work.written.attachments.clone(),
            };
            let native_id = Some(format!("{} ({})", work.native, name(audience)));
            self.items.push(FetchedItem { native_id, days: vec![due_on], item: Item::Homework(homework) });
        }
    }

    fn event(&mut self, event: &Event, names: &[(u32, String)]) {
        let Some(course) = event.courseid.and_then(|id| self.mapped(id)) else { return };
        let module = event.modulename.as_deref().filter(|module| !module.is_empty() && *module != "0");
        let of_group = event.groupid.is_some_and(|group| group > 0);
        let is_due = DUE.contains(&event.eventtype.as_str());
        if of_group {
            self.say(NoticeKind::UnknownLabel, format!("the date {} is for a group and is left out", event.id));
        }
        if module == Some("assign") || of_group || (module.is_some() && !is_due) {
            return;
        }
        let Some(start) = instant(event.timestart) else { return };
        let named = names.iter().find(|(id, _)| *id == course.id).map_or("", |(_, name)| name);
        let subject = subject(course, named);
        let hours = TimeDelta::try_seconds(event.timeduration).and_then(|length| self.hours(start, length));
        let title = hours
            .filter(|_| module.is_none())
            .map_or_else(|| event.name.clone(), |hours| format!("{}, {hours}", event.name.trim()));
        let written =
            self.written(event.description.as_deref().unwrap_or_default(), event.description_format, [].iter());
        let due = if module.is_some() { start } else { start + TimeDelta::seconds(1) };
        let native = format!("event {}", event.id);
        self.homework(course, Work { native, title, subject: &subject, due, given_on: None, written });
    }

    /// `10:00–11:00`, when it begins and ends on one day.
    fn hours(&self, start: DateTime<Utc>, length: TimeDelta) -> Option<String> {
        let local = |at: DateTime<Utc>| at.with_timezone(&self.scope.zone);
        let (from, to) = (local(start), local(start + length));
        let on_one_day = length > TimeDelta::zero() && from.date_naive() == to.date_naive();
        on_one_day.then(|| format!("{}–{}", from.format("%H:%M"), to.format("%H:%M")))
    }

    fn discussion(&mut self, course: &Mapped, discussion: Discussion) {
        if discussion.groupid > 0 {
            let message = format!("the thread {} is for a group and is left out", discussion.thread);
            self.say(NoticeKind::UnknownLabel, message);
            return;
        }
        let text = discussion.message.as_deref().unwrap_or_default();
        let written = self.written(text, discussion.messageformat, discussion.attachments.iter());
        let title = discussion.subject.filter(|subject| !subject.trim().is_empty()).unwrap_or(discussion.name);
        let page = self.service.base.join(&format!("mod/forum/discuss.php?d={}", discussion.thread)).ok();
        for audience in &course.readers {
            let announcement = Announcement {
                audience: audience.clone(),
                title: one_line(&title),
                summary: None,
                body: (!written.body.is_empty()).then(|| written.body.clone()),
                published_at: [discussion.timestart, discussion.created].into_iter().find_map(instant),
                expires_at: instant(discussion.timeend),
                service: false,
                headline: discussion.pinned,
                categories: course.subject.clone().into_iter().collect(),
                illustration: None,
                attachments: written.attachments.clone(),
                address: page.as_ref().and_then(|page| Address::new(page.as_str())),
                reply: None,
            };
            let native_id = Some(format!("discussion {} ({})", discussion.thread, name(audience)));
            self.items.push(FetchedItem { native_id, days: Vec::new(), item: Item::Announcement(announcement) });
        }
    }

    /// A text with its files; addresses that only the token opens become those that a reader opens.
    fn written<'f>(&mut self, text: &str, format: Format, files: impl Iterator<Item = &'f File>) -> Written {
        let base = &self.service.base;
        let folder = base.path().trim_start_matches('/');
        let (with_token, files_here) = (format!("{folder}webservice/pluginfile.php/"), ["pluginfile.php/"]);
        let readable = text.replace(&with_token, &format!("{folder}pluginfile.php/"));
        let mut written = match format {
            Format::Plain => Written { body: plain(&without_tokens(text)), attachments: Vec::new() },
            Format::Html => {
                let context = Context { subject: self.service.id, base: Some(base), files: &files_here };
                let parsed = html::rich_text(&without_tokens(&readable), &context);
                self.notices.extend(parsed.notices);
                Written { body: parsed.text, attachments: parsed.attachments }
            }
        };
        let listed = files.filter_map(|file| self.file(file)).collect::<Vec<_>>();
        written.attachments.extend(listed);
        written
    }

    /// A file of a list. Another version of it is another file, so that it is fetched again.
    fn file(&self, file: &File) -> Option<Attachment> {
        let address = if file.isexternalfile { None } else { self.service.for_readers(&file.fileurl) };
        let address = address.or_else(|| url::Url::parse(&file.fileurl).ok())?;
        let mut attachment = html::file(&address, Some(&file.filename))?;
        attachment.id = AttachmentId::of(&format!("{address} {}", file.timemodified));
        attachment.size = file.filesize.filter(|_| !file.isexternalfile);
        attachment.media_type.clone_from(&file.mimetype);
        Some(attachment)
    }
}

/// Something to do by a certain time.
struct Work<'w> {
    native: String,
    title: String,
    subject: &'w str,
    due: DateTime<Utc>,
    given_on: Option<NaiveDate>,
    written: Written,
}

fn subject(course: &Mapped, name: &str) -> String {
    course.subject.clone().unwrap_or_else(|| one_line(name))
}

/// Seconds since 1970; 0 is none.
fn instant(seconds: i64) -> Option<DateTime<Utc>> {
    (seconds > 0).then(|| DateTime::from_timestamp(seconds, 0)).flatten()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain(text: &str) -> RichText {
    let paragraphs = text.split("\n\n").map(one_line).filter(|paragraph| !paragraph.is_empty());
    RichText { blocks: paragraphs.flat_map(|paragraph| RichText::plain(&paragraph).blocks).collect() }
}

/// HTML in which no address of a file carries `token=…`.
fn without_tokens(text: &str) -> String {
    let mut parts = text.split("token=");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|sign: char| sign.is_ascii_alphanumeric());
        if kept.ends_with(['?', '&', ';']) {
            if let Some(more) = rest.strip_prefix("&amp;").or_else(|| rest.strip_prefix('&')) {
                kept.push_str(more);
            } else {
                let bare = kept.strip_suffix("&amp;").or_else(|| kept.strip_suffix(['?', '&'])).unwrap_or(&kept);
                kept.truncate(bare.len());
                kept.push_str(rest);
            }
        } else {
            kept.push_str("token=");
            kept.push_str(part);
        }
    }
    kept
}

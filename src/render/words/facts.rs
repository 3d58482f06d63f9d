//! Facts in words: changes of a lesson, sizes of files, what readers are warned of.

use chrono::NaiveDate;

use super::Words;
use crate::model::contact::Phone;
use crate::model::coverage::DataKind;
use crate::model::legal::Conformity;
use crate::model::lesson::{Cause, LessonStatus};
use crate::plan::documents::FileKind;
use crate::plan::page::{DayOff, FilePlace, LessonEntry, Unknown, Warning};

impl Words {
    /// "salle B12", "salle 104", but "Gymnase" and "Labo 2": a name with a word in it says by itself what it is.
    pub fn room(&self, name: &str) -> String {
        self.rooms.get(name.to_owned(), || {
            let mut parts = name.split(|character: char| !character.is_alphabetic());
            let word = parts.any(|letters| letters.chars().count() > 2);
            if word { name.to_owned() } else { self.fill("room", &[("name", name.into())]) }
        })
    }

    /// The words of the source, with the last day of several: "Vacances jusqu’au dimanche 3 janvier".
    pub fn day_off(&self, off: &DayOff) -> String {
        if off.from == off.to {
            return off.label.clone();
        }
        let last = self.day(off.to);
        self.fill("day-off-until", &[("label", off.label.as_str().into()), ("date", last.into())])
    }

    /// That a part of a timetable is not given, which is not "no lesson".
    pub fn unknown_timetable(&self, unknown: &Unknown) -> String {
        let of = |key, groups: &[String]| self.fill(key, &[("groups", groups.join(", ").into())]);
        match unknown {
            Unknown::All => self.say("timetable-not-provided"),
            Unknown::Groups(groups) => of("timetable-of-groups-not-provided", groups),
            Unknown::AllBut(groups) => of("timetable-of-groups-only", groups),
        }
    }

    /// What changed in a lesson; `None` for an ordinary one.
    pub fn lesson_change(&self, lesson: &LessonEntry) -> Option<String> {
        let cause = lesson.cause.map(|cause| self.cause(cause));
        let words = match lesson.status {
            LessonStatus::Planned => capitalised(&cause?),
            LessonStatus::Cancelled => match cause {
                Some(cause) => self.fill("lesson-cancelled-because", &[("cause", cause.into())]),
                None => self.say("lesson-cancelled"),
            },
            LessonStatus::Moved => self.fill("lesson-moved", &[("hour", self.hour(lesson.start).into())]),
            LessonStatus::RoomChanged => self.room_change(lesson),
            LessonStatus::Substituted => self.say("lesson-substituted"),
            LessonStatus::Extra => self.say("lesson-extra"),
            LessonStatus::Maintained => self.say("lesson-maintained"),
            LessonStatus::Modified => match (cause, &lesson.raw_status) {
                (Some(cause), _) => capitalised(&cause),
                (None, Some(raw)) => raw.clone(),
                (None, None) => self.say("lesson-modified"),
            },
        };
        Some(words)
    }

    /// "Salle B12 au lieu de A03".
    fn room_change(&self, lesson: &LessonEntry) -> String {
        if lesson.usual_rooms.is_empty() {
            return self.say("lesson-room-changed");
        }
        let rooms: Vec<String> = lesson.rooms.iter().map(|room| self.room(room)).collect();
        let (rooms, usual) = (capitalised(&rooms.join(", ")), lesson.usual_rooms.join(", "));
        self.fill("lesson-in-room", &[("rooms", rooms.into()), ("usual", usual.into())])
    }

    fn cause(&self, cause: Cause) -> String {
        let name = match cause {
            Cause::TeacherAbsent => "teacher-absent",
            Cause::ClassAbsent => "class-absent",
            Cause::Outing => "outing",
        };
        self.fill("cause", &[("cause", name.into())])
    }

    /// "PDF, 120 ko"; for a file outside the site, what a reader must know before opening it.
    pub fn file_facts(&self, name: &str, place: &FilePlace) -> String {
        match place {
            FilePlace::Site { size, .. } => match file_type(name) {
                Some(kind) => self.fill("file-facts", &[("type", kind.into()), ("size", self.file_size(*size).into())]),
                None => self.file_size(*size),
            },
            FilePlace::Ent(_) => self.say("file-in-ent"),
            FilePlace::Unlinked => self.say("file-in-pronote"),
            FilePlace::AtSchool => self.say("file-at-school"),
        }
    }

    /// "PDF, 120 ko"; the same for a file outside the site, with what a reader must know before opening it.
    pub fn document_facts(&self, kind: FileKind, place: &FilePlace) -> String {
        let kind = match kind {
            FileKind::Pdf => "pdf",
            FileKind::Picture => "picture",
            FileKind::Text => "text",
            FileKind::Spreadsheet => "spreadsheet",
            FileKind::Slides => "slides",
            FileKind::Sound => "sound",
            FileKind::Film => "film",
            FileKind::Other => "other",
        };
        let kind = self.fill("file-kind", &[("kind", kind.into())]);
        let more = match place {
            FilePlace::Site { size, .. } => self.file_size(*size),
            FilePlace::Ent(_) => self.say("file-in-ent"),
            FilePlace::Unlinked => self.say("file-in-pronote"),
            FilePlace::AtSchool => self.say("file-at-school"),
        };
        self.fill("file-facts", &[("type", kind.into()), ("size", more.into())])
    }

    /// "Mathématiques (Groupe 1), pour le mardi 24 novembre".
    pub fn homework(&self, subject: Option<&str>, group: Option<&str>, due_on: NaiveDate) -> String {
        let subject = subject.map_or_else(|| self.say("homework-without-subject"), str::to_owned);
        let subject = group.map_or_else(|| subject.clone(), |group| format!("{subject} ({group})"));
        self.fill("homework-for", &[("subject", subject.into()), ("date", self.day(due_on).into())])
    }

    /// "Accessibilité : non conforme".
    pub fn conformity(&self, conformity: Conformity) -> String {
        self.fill("accessibility-status", &[("conformity", conformity_name(conformity).into())])
    }

    /// A number that does not break at the end of a line.
    pub fn phone(&self, phone: &Phone) -> String {
        phone.to_string().replace(' ', "\u{a0}")
    }

    /// "850 octets", "12 ko", "1,4 Mo"; 1 ko is 1,024 bytes, rounded up.
    pub fn file_size(&self, bytes: u64) -> String {
        const KILO: u64 = 1024;
        if bytes < KILO {
            self.fill("size-bytes", &[("size", bytes.into())])
        } else if bytes < KILO * KILO {
            self.fill("size-kilobytes", &[("size", bytes.div_ceil(KILO).into())])
        } else {
            let tenths = (bytes * 10).div_ceil(KILO * KILO);
            self.fill("size-megabytes", &[("whole", (tenths / 10).into()), ("tenth", (tenths % 10).into())])
        }
    }

    /// "Image, 24 ko"; a picture without a description says so.
    pub fn picture_facts(&self, alt: &str, bytes: u64) -> String {
        let key = if alt.is_empty() { "picture-facts-without-description" } else { "picture-facts" };
        self.fill(key, &[("size", self.file_size(bytes).into())])
    }

    /// "image, 24 ko", after the picture's name.
    pub fn picture_size(&self, bytes: u64) -> String {
        self.fill("picture-size", &[("size", self.file_size(bytes).into())])
    }

    /// A warning in at most two short sentences.
    pub fn warning(&self, warning: &Warning) -> String {
        match warning {
            Warning::NeverReceived { kind } => self.fill("never-received", &[("kind", data_kind(*kind).into())]),
            Warning::Stale { kind, since } => {
                self.fill("stale", &[("kind", data_kind(*kind).into()), ("moment", self.moment(*since).into())])
            }
            Warning::HeldBack { kind } => self.fill("held-back", &[("kind", data_kind(*kind).into())]),
        }
    }
}

/// A conformity as the catalogue names it.
pub(in crate::render) fn conformity_name(conformity: Conformity) -> &'static str {
    match conformity {
        Conformity::None => "none",
        Conformity::Partial => "partial",
        Conformity::Total => "total",
    }
}

/// A kind of data as the catalogue names it.
fn data_kind(kind: DataKind) -> &'static str {
    match kind {
        DataKind::Homework => "homework",
        DataKind::Timetable => "timetable",
        DataKind::Contents => "contents",
        DataKind::Announcements => "announcements",
        DataKind::Menus => "menus",
        DataKind::Documents => "documents",
    }
}

/// The text with a capital first letter.
pub(in crate::render) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The beginning of a text, with an ellipsis unless it ends a sentence.
pub(in crate::render) fn cut_short(text: &str) -> String {
    if text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}…") }
}

fn file_type(name: &str) -> Option<String> {
    let (_, extension) = name.rsplit_once('.')?;
    let known = (1..=4).contains(&extension.len()) && extension.chars().all(char::is_alphanumeric);
    known.then(|| extension.to_uppercase())
}

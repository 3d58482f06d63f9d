//! Sheets to try the paper on.

use chrono::{NaiveTime, TimeDelta};

use crate::artifact::{Digest, SitePath};
use crate::model::contact::{Contact, Email, Phone};
use crate::model::id::ClassId;
use crate::model::lesson::{Cause, LessonStatus};
use crate::model::paper::Profile;
use crate::model::rich_text::Address;
use crate::model::time::Week;
use crate::plan::access::AccessSheet;
use crate::plan::batch::{Batch, Part};
use crate::plan::page::{DayTimetable, LessonEntry, WeekTimetable};
use crate::plan::poster::Poster;

pub(super) fn access(address: Option<&str>) -> AccessSheet {
    AccessSheet {
        school: "Collège des Tilleuls".to_owned(),
        title: "6e A".to_owned(),
        of_class: true,
        address: address.map(|address| Address::new(address).unwrap()),
        public: false,
        login: None,
        contact: Contact {
            phone: Phone::new("02 61 91 12 34"),
            email: Email::new("a@b.example"),
            ..Contact::default()
        },
    }
}

pub(super) fn lesson(subject: &str, hour: u32) -> LessonEntry {
    let start = NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    LessonEntry {
        start,
        end: start + TimeDelta::minutes(55),
        subject: subject.to_owned(),
        teachers: vec!["T.".to_owned()],
        rooms: vec!["S204".to_owned()],
        usual_rooms: Vec::new(),
        group: None,
        status: LessonStatus::Planned,
        cause: None,
        raw_status: None,
    }
}

/// A poster with these lessons on each of five days, the first of Monday being cancelled.
pub(super) fn poster(class: &str, lessons: &[LessonEntry]) -> Poster {
    let week = Week::parse("2026-W49").unwrap();
    let day = |day| DayTimetable { day, off: None, lessons: lessons.to_vec() };
    let mut days: Vec<_> = week.days().take(5).map(day).collect();
    days[0].lessons[0].status = LessonStatus::Cancelled;
    days[0].lessons[0].cause = Some(Cause::TeacherAbsent);
    Poster {
        school: "Collège des Tilleuls".to_owned(),
        class: class.to_owned(),
        timetable: WeekTimetable { week, days, changes_only: false, parity: None, unknown: None },
        version: "2026-11-27T07:00:00".parse().unwrap(),
    }
}

pub(super) fn part(class: &str, profile: Profile, copies: u32, pages: usize) -> Part {
    let id = class.to_lowercase().replace(' ', "");
    Part {
        path: SitePath::new(&format!("2026-W49/{id}.{profile}.pdf")).unwrap(),
        class: ClassId::new(&id).unwrap(),
        label: class.to_owned(),
        profile,
        copies,
        pages,
        digest: Digest::of(b""),
    }
}

pub(super) fn batch(parts: Vec<Part>) -> Batch {
    Batch {
        school: "Collège des Tilleuls".to_owned(),
        week: Week::parse("2026-W49").unwrap(),
        version: Some("2026-11-27T07:00:00".parse().unwrap()),
        parts,
    }
}

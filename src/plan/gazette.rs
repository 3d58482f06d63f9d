//! The input of the gazette, the weekly paper.

use chrono::NaiveDateTime;
use serde::Serialize;

use crate::plan::page::{AnnouncementEntry, Chrome, DueDay, Media, WeekTimetable};

/// The gazette of a class: the covered week on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gazette {
    /// Names.
    pub chrome: Chrome,
    /// The covered week's timetable.
    pub timetable: WeekTimetable,
    /// Homework due in that week, then what is already known for later, by due day; bodies are full.
    pub homework: Vec<DueDay>,
    /// Whether any source gives homework at all.
    pub homework_provided: bool,
    /// Announcements, headlines first; bodies are full, or short when they are on their own page.
    pub announcements: Vec<AnnouncementEntry>,
    /// When the content last changed; `None` when it holds nothing yet.
    pub version: Option<NaiveDateTime>,
    /// The pictures and files that the texts refer to.
    pub media: Media,
}

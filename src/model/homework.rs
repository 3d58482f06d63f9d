//! Homework (travail à faire).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::attachment::Attachment;
use crate::model::audience::Audience;
use crate::model::rich_text::RichText;
use crate::model::subject::Subject;

/// Work to be done for a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Homework {
    /// Who has to do it.
    pub audience: Audience,
    /// The subject.
    pub subject: Option<Subject>,
    /// The day it was given ("donné le"), when known.
    pub given_on: Option<NaiveDate>,
    /// The day it is due ("pour le").
    pub due_on: NaiveDate,
    /// The instructions.
    pub body: RichText,
    /// Whether its words announce a test.
    pub test: bool,
    /// Files that go with it.
    pub attachments: Vec<Attachment>,
}

/// How a calendar tells homework.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum HomeworkCalendar {
    /// As an entry of a whole day (`VEVENT`): every calendar shows it.
    #[default]
    Event,
    /// As a task to tick off (`VTODO`): few phones show it.
    Todo,
}

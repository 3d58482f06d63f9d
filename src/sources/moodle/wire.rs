//! Answers of Moodle's web services. Names and pictures of people, marks and participants are not among the fields.

use serde::Deserialize;

/// The sort of a forum in which only teachers write.
pub(super) const ANNOUNCEMENTS: &str = "news";

/// What every function may answer instead, with status 200.
#[derive(Debug, Deserialize)]
pub(super) struct Failure {
    #[expect(dead_code, reason = "its presence is what tells a failure")]
    exception: String,
    #[serde(default)]
    pub(super) errorcode: String,
}

/// What a file asked for with a bad token answers.
#[derive(Debug, Deserialize)]
pub(super) struct FileFailure {
    pub(super) errorcode: String,
}

/// `core_webservice_get_site_info`.
#[derive(Debug, Deserialize)]
pub(super) struct SiteInfo {
    #[serde(default)]
    pub(super) functions: Vec<Function>,
}

/// A function that the token may call.
#[derive(Debug, Deserialize)]
pub(super) struct Function {
    pub(super) name: String,
}

/// A part that Moodle could not give.
#[derive(Debug, Deserialize)]
pub(super) struct Warning {
    #[serde(default)]
    pub(super) item: Option<String>,
    #[serde(default)]
    pub(super) itemid: Option<i64>,
    #[serde(default)]
    pub(super) warningcode: String,
}

/// `mod_assign_get_assignments`.
#[derive(Debug, Deserialize)]
pub(super) struct Assignments {
    pub(super) courses: Vec<Course>,
    #[serde(default)]
    pub(super) warnings: Vec<Warning>,
}

/// A course with its assignments.
#[derive(Debug, Deserialize)]
pub(super) struct Course {
    pub(super) id: u32,
    #[serde(default)]
    pub(super) fullname: String,
    pub(super) assignments: Vec<Assignment>,
}

/// Work to hand in.
#[derive(Debug, Deserialize)]
pub(super) struct Assignment {
    pub(super) id: i64,
    pub(super) name: String,
    #[serde(default)]
    pub(super) duedate: i64,
    #[serde(default)]
    pub(super) cutoffdate: i64,
    #[serde(default)]
    pub(super) allowsubmissionsfromdate: i64,
    #[serde(default)]
    pub(super) intro: Option<String>,
    #[serde(default)]
    pub(super) introformat: Format,
    #[serde(default)]
    pub(super) introattachments: Vec<File>,
    #[serde(default)]
    pub(super) activity: Option<String>,
    #[serde(default)]
    pub(super) activityattachments: Vec<File>,
}

/// `core_calendar_get_calendar_events`.
#[derive(Debug, Deserialize)]
pub(super) struct Events {
    pub(super) events: Vec<Event>,
    #[serde(default)]
    pub(super) warnings: Vec<Warning>,
}

/// A date of a course.
#[derive(Debug, Deserialize)]
pub(super) struct Event {
    pub(super) id: i64,
    pub(super) name: String,
    #[serde(default)]
    pub(super) description: Option<String>,
    #[serde(default, rename = "format")]
    pub(super) description_format: Format,
    #[serde(default)]
    pub(super) courseid: Option<i64>,
    #[serde(default)]
    pub(super) groupid: Option<i64>,
    #[serde(default)]
    pub(super) modulename: Option<String>,
    #[serde(default)]
    pub(super) eventtype: String,
    pub(super) timestart: i64,
    #[serde(default)]
    pub(super) timeduration: i64,
}

/// `mod_forum_get_forums_by_courses`.
#[derive(Debug, Deserialize)]
pub(super) struct Forum {
    pub(super) id: i64,
    pub(super) course: u32,
    #[serde(rename = "type")]
    pub(super) kind: String,
}

/// `mod_forum_get_forum_discussions`.
#[derive(Debug, Deserialize)]
pub(super) struct Discussions {
    pub(super) discussions: Vec<Discussion>,
    #[serde(default)]
    pub(super) warnings: Vec<Warning>,
}

/// A thread of a forum, by its first message.
#[derive(Debug, Deserialize)]
pub(super) struct Discussion {
    #[serde(rename = "discussion")]
    pub(super) thread: i64,
    #[serde(default)]
    pub(super) subject: Option<String>,
    pub(super) name: String,
    #[serde(default)]
    pub(super) message: Option<String>,
    #[serde(default)]
    pub(super) messageformat: Format,
    #[serde(default)]
    pub(super) attachments: Vec<File>,
    #[serde(default)]
    pub(super) created: i64,
    #[serde(default)]
    pub(super) timestart: i64,
    #[serde(default)]
    pub(super) timeend: i64,
    /// -1 is everybody.
    #[serde(default = "everybody")]
    pub(super) groupid: i64,
    #[serde(default)]
    pub(super) pinned: bool,
}

fn everybody() -> i64 {
    -1
}

/// A file by its address, which asks for the token.
#[derive(Debug, Deserialize)]
pub(super) struct File {
    pub(super) filename: String,
    #[serde(default)]
    pub(super) filesize: Option<u64>,
    pub(super) fileurl: String,
    #[serde(default)]
    pub(super) timemodified: i64,
    #[serde(default)]
    pub(super) mimetype: Option<String>,
    #[serde(default)]
    pub(super) isexternalfile: bool,
}

/// What a text is written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "i64")]
pub(super) enum Format {
    /// HTML, also in Moodle's own dialect.
    #[default]
    Html,
    /// Plain text, and Markdown, which reads as plain text.
    Plain,
}

impl From<i64> for Format {
    fn from(number: i64) -> Self {
        if matches!(number, 2 | 4) { Format::Plain } else { Format::Html }
    }
}

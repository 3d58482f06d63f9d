//! `type = "moodle"`: the courses that a service account of a Moodle may read.

use crate::config::check::required_secret;
use crate::config::raw::Table;
use crate::config::secret::{Lookup, Secret};
use crate::config::source::readers;
use crate::model::audience::Audience;
use crate::model::school::Class;

/// A Moodle.
#[derive(Debug, Clone)]
pub struct Moodle {
    /// Its address, without `/webservice`.
    pub url: Secret,
    /// The token of its web service.
    pub token: Secret,
    /// What is read there.
    pub courses: Vec<Course>,
}

/// A course with its readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Its number in Moodle.
    pub id: u32,
    /// The subject taught in it; the name of the course otherwise.
    pub subject: Option<String>,
    /// For whom it is; at least one.
    pub readers: Vec<Audience>,
}

/// Reads the settings.
pub(in crate::config) fn read(table: &Table<'_>, classes: &[Class], lookup: &Lookup) -> Option<Moodle> {
    let (url, token) = (required_secret(table, "url", lookup), required_secret(table, "token", lookup));
    let tables = table.tables("courses");
    if tables.is_empty() {
        table.problem("courses", "at least one `[[sources.courses]]` is needed");
    }
    let mut courses: Vec<Course> = Vec::new();
    for course in tables {
        if course.value("id").is_none() {
            course.problem("id", "is missing: the number behind `course/view.php?id=`");
        }
        let id = course.number("id", 2..=u32::MAX);
        if id.is_some_and(|id| courses.iter().any(|known| known.id == id)) {
            course.problem("id", "is already that of another course here");
        }
        let subject = course.text("subject");
        let readers = readers::read(&course, classes);
        course.finish();
        courses.extend(id.map(|id| Course { id, subject, readers }));
    }
    Some(Moodle { url: url?, token: token?, courses })
}

//! The weekly timetable of the school's own program, from the files that the office drops into a folder.
//!
//! - `api`: which files, and their bytes;
//! - `wire`: STSWEB's pair of XML files and FET's CSV files, as a week on paper;
//! - `convert`: that week, laid over the school calendar.
//!
//! A file that can be read is the truth, so nothing is guarded; one that cannot be read is an error that names it, and what was known
//! stays. What is past stays as it was told: a new file changes lessons from today on.

mod api;
mod convert;
mod wire;

use chrono::NaiveDate;
use futures::FutureExt;
use futures::future::BoxFuture;

use crate::config::source::timetable_file::{FetLabels, TimetableFile as Settings, TimetableFormat};
use crate::error::{Error, Kind, Result};
use crate::model::attachment::Attachment;
use crate::model::coverage::DataKind;
use crate::model::id::SourceId;
use crate::model::item::{Cursor, Fetched};
use crate::model::time::Week;
use crate::sources::timetable_file::convert::Classes;
use crate::sources::timetable_file::wire::{Timetable, fet, sts};
use crate::sources::{Scope, Source};

/// What the cursor says once a file was read.
const READ: &str = "read";

/// One timetable.
#[derive(Debug)]
pub struct TimetableFile {
    id: SourceId,
    settings: Settings,
}

impl TimetableFile {
    /// The timetable of these settings.
    pub fn new(id: SourceId, settings: Settings) -> Self {
        TimetableFile { id, settings }
    }

    fn read(&self, scope: &Scope, cursor: &Cursor) -> Result<Fetched> {
        let today = scope.now.day(scope.zone);
        let classes = Classes { settings: &self.settings, scope };
        let timetable = match &self.settings.format {
            TimetableFormat::Sts { uai } => self.sts(uai.as_deref(), today)?,
            TimetableFormat::Fet(labels) => self.fet(labels, classes)?,
        };
        let from = if cursor.0.is_some() { today } else { Week::of(today).monday() };
        let mut fetched = convert::fetched(timetable, classes, from, self.id.as_str());
        fetched.cursor = Cursor(Some(READ.to_owned()));
        Ok(fetched)
    }

    fn sts(&self, uai: Option<&str>, today: NaiveDate) -> Result<Timetable> {
        let pair = api::pair(&self.settings.path, uai)?;
        let file = pair.lessons.path.display().to_string();
        sts::timetable(&pair.lessons.root, &pair.names.root, today, &file).ok_or_else(|| {
            let stated = sts::header(&pair.lessons.root).year.unwrap_or_default();
            let message = format!("is the timetable of {stated}-{}, not of this school year", stated + 1);
            api::wrong(&pair.lessons.path, &message)
        })
    }

    fn fet(&self, labels: &FetLabels, classes: Classes<'_>) -> Result<Timetable> {
        let (path, bytes, sets) = api::fet(&self.settings.path)?;
        let sets = sets.map(|bytes| fet::Sets::read(&bytes)).unwrap_or_default();
        let file = path.display().to_string();
        let is_class = |name: &str| classes.named(name).is_some();
        let key = fet::Key { labels, sets: &sets, is_class, file: &file };
        fet::timetable(&bytes, &key).ok_or_else(|| api::wrong(&path, "is not a whole timetable of FET"))
    }
}

impl Source for TimetableFile {
    fn id(&self) -> &SourceId {
        &self.id
    }

    fn offers(&self) -> &'static [DataKind] {
        &[DataKind::Timetable]
    }

    fn is_local(&self) -> bool {
        true
    }

    fn check<'a>(&'a self, scope: &'a Scope) -> BoxFuture<'a, Result<()>> {
        async move { self.read(scope, &Cursor::default()).map(drop) }.boxed()
    }

    fn fetch<'a>(&'a self, scope: &'a Scope, cursor: &'a Cursor) -> BoxFuture<'a, Result<Fetched>> {
        async move { self.read(scope, cursor) }.boxed()
    }

    fn download<'a>(&'a self, attachment: &'a Attachment, _limit: u64) -> BoxFuture<'a, Result<Vec<u8>>> {
        let error = Error::new(Kind::Content, format!("`{}` goes with no lesson", attachment.name));
        async move { Err(error) }.boxed()
    }
}

#[cfg(test)]
mod tests;

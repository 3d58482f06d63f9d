//! What concerns all classes: the batch for a copier, and the slip that says what is in it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Serialize;

use crate::artifact::sheet::{SheetFacts, SheetKind};
use crate::artifact::{Digest, SitePath};
use crate::model::id::ClassId;
use crate::model::paper::{ONE_SHEET, Profile};
use crate::model::time::Week;
use crate::plan::paths;
use crate::plan::sheets::{SheetJob, SheetWork};

/// All gazettes of a week that somebody prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Batch {
    /// The school's name.
    pub school: String,
    /// The week.
    pub week: Week,
    /// When the latest of the gazettes last changed.
    pub version: Option<NaiveDateTime>,
    /// The gazettes, by class and profile in the order of the configuration; at least one.
    pub parts: Vec<Part>,
}

/// One gazette, with its copies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The class.
    pub class: ClassId,
    /// Its name ("6e A").
    pub label: String,
    /// For which eyes.
    pub profile: Profile,
    /// How many are printed; at least one.
    pub copies: u32,
    /// How many pages one has.
    pub pages: usize,
    /// The file, below `print/`.
    pub path: SitePath,
    /// Of its bytes.
    pub digest: Digest,
}

impl Part {
    /// How many sheets of paper it takes, printed on both sides.
    pub fn sheets_of_paper(&self) -> usize {
        self.pages.div_ceil(ONE_SHEET) * self.copies as usize
    }
}

impl Batch {
    /// The gazettes of each class.
    pub fn classes(&self) -> impl Iterator<Item = &[Part]> {
        self.parts.chunk_by(|one, next| one.class == next.class)
    }
}

/// The batch and its slip, made from the gazettes that exist; none when nobody prints any.
pub fn of_school(school: &str, jobs: &[SheetJob], made: &BTreeMap<SitePath, SheetFacts>) -> Vec<SheetJob> {
    let gazettes = || jobs.iter().filter_map(|job| Some((job, made.get(&job.path)?))).filter_map(printed);
    let Some((first, ..)) = gazettes().next() else { return Vec::new() };
    let version = gazettes().filter_map(|(.., version, _)| version).max();
    let made_at = gazettes().map(|(.., made_at)| made_at).max().unwrap_or(DateTime::UNIX_EPOCH);
    let oldest: Option<Vec<NaiveDateTime>> = gazettes().map(|(job, ..)| job.data_as_of).collect();
    let parts = gazettes().map(|(_, part, ..)| part).collect();
    let batch = Batch { school: school.to_owned(), week: first.week, version, parts };
    let sheet = |name: &str, kind, work| SheetJob {
        path: paths::sheet(first.week, name),
        week: first.week,
        kind,
        class: None,
        profile: Profile::Standard,
        copies: 1,
        data_as_of: oldest.as_ref().and_then(|all| all.iter().min().copied()),
        work,
    };
    vec![
        sheet("bordereau", SheetKind::Slip, SheetWork::Slip(Box::new(batch.clone()), made_at)),
        sheet("lot", SheetKind::Batch, SheetWork::Batch(Box::new(batch), made_at)),
    ]
}

/// A gazette of which there are copies, with its version and instant.
fn printed<'j>(
    (job, facts): (&'j SheetJob, &SheetFacts),
) -> Option<(&'j SheetJob, Part, Option<NaiveDateTime>, DateTime<Utc>)> {
    let SheetWork::Gazette(gazette, made_at) = &job.work else { return None };
    let class = job.class.as_ref().filter(|_| job.copies > 0 && job.kind == SheetKind::Gazette)?;
    let part = Part {
        class: class.id.clone(),
        label: class.label.clone(),
        profile: job.profile,
        copies: job.copies,
        pages: facts.pages,
        path: job.path.clone(),
        digest: facts.file.digest.clone(),
    };
    Some((job, part, gazette.version, *made_at))
}

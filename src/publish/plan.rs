//! What a publication will do, as data. Pure.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::artifact::SitePath;
use crate::error::{Error, Kind, Result};
use crate::publish::record::{Leaving, Mark, Record};
use crate::publish::{Deletions, Options, Part, Past, Release, Turn};

/// How long assets stay for readers of pages that they opened before.
const GRACE: TimeDelta = TimeDelta::hours(24);
/// As many files may always go.
const FEW: usize = 5;
/// More files never go without a word.
const MANY: usize = 50;
/// Nor more than one file of so many.
const SHARE: usize = 5;

/// What is believed to be on a target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Files that are there; `None` when nobody knows which version.
    pub files: BTreeMap<SitePath, Option<Mark>>,
    /// Files of earlier releases.
    pub leaving: BTreeMap<SitePath, Leaving>,
    /// Whether the target was rolled back.
    pub rolled_back: bool,
    /// When its release was published.
    pub at: Option<DateTime<Utc>>,
}

/// What a publication will do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReleasePlan {
    /// What is sent, in this order; files of one part in any order.
    pub uploads: Vec<Upload>,
    /// What is removed once the record says that it is gone.
    pub removals: Vec<SitePath>,
    /// All that goes, now or by a later publication: what the record says of it.
    pub leaving: BTreeMap<SitePath, Leaving>,
    /// How many files of the last release are not in this one, without those of sites that moved.
    pub dropped: usize,
    /// How many files of sites that moved go from their last address.
    pub moved: usize,
    /// How many files the last release had.
    pub before: usize,
    /// Whether the target's record must be written although no file changes.
    pub turn: bool,
}

/// A file to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Where to.
    pub path: SitePath,
    /// When.
    pub part: Part,
    /// Its size in bytes.
    pub size: u64,
    /// Whether it takes the place of another version.
    pub replaces: bool,
}

impl Known {
    /// What a record says.
    pub fn of(record: &Record) -> Self {
        Known {
            files: record.files.iter().map(|(path, mark)| (path.clone(), Some(mark.clone()))).collect(),
            leaving: record.leaving.clone(),
            rolled_back: record.rolled_back,
            at: Some(record.at),
        }
    }
}

impl ReleasePlan {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.uploads.is_empty() && self.removals.is_empty() && self.dropped + self.moved == 0 && !self.turn
    }

    /// The places of which readers' caches may hold something else: pages that change, and whatever goes.
    pub(super) fn touched(&self) -> impl Iterator<Item = &SitePath> {
        let pages = self.uploads.iter().filter(|upload| upload.part != Part::Asset).map(|upload| &upload.path);
        pages.chain(&self.removals)
    }

    /// Refuses a plan that removes much without a word, or that would undo a rollback.
    pub fn judge(&self, target: &str, known: &Known, options: Options) -> Result<()> {
        if known.rolled_back && options.turn == Turn::Ordinary {
            let at = known.at.map(|at| at.to_rfc3339()).unwrap_or_default();
            let message =
                format!("`{target}` was rolled back at {at} and stays so: `publish {target} --resume` goes on");
            return Err(Error::new(Kind::Suspicious, message));
        }
        let much = self.dropped > FEW && (self.dropped > MANY || self.dropped * SHARE > self.before);
        if much && options.deletions == Deletions::Limited {
            let message = format!(
                "{} of {} files would go from `{target}`: `publish {target} --accept-deletions` if that is right",
                self.dropped, self.before
            );
            return Err(Error::new(Kind::Suspicious, message));
        }
        Ok(())
    }
}

/// What brings a target from what is known of it to a release.
pub fn plan(release: &Release, known: &Known, options: Options, now: DateTime<Utc>) -> ReleasePlan {
    let due = |path: &SitePath| match options.past {
        Past::Kept if is_asset(path) && !release.gave_up(path) => now + GRACE,
        Past::Kept | Past::Forgotten => now,
    };
    let still_there = |path: &SitePath| {
        let leaving = known.leaving.get(path).filter(|leaving| leaving.due > now);
        known.files.get(path).cloned().flatten().or_else(|| leaving?.mark.clone())
    };
    let mut uploads: Vec<Upload> = release
        .files
        .iter()
        .filter(|(path, file)| still_there(path).as_ref() != Some(&Mark::of(&file.digest)))
        .map(|(path, file)| Upload {
            path: path.clone(),
            part: file.part,
            size: file.size,
            replaces: known.files.contains_key(path),
        })
        .collect();
    // A new page is there before a page that links to it is replaced.
    uploads.sort_by_key(|upload| (upload.part, upload.replaces));

    let mut leaving: BTreeMap<SitePath, Leaving> = known
        .leaving
        .iter()
        .filter(|(path, _)| !release.files.contains_key(*path))
        .map(|(p, l)| (p.clone(), l.clone()))
        .collect();
    let gone = known.files.iter().filter(|(path, _)| !release.files.contains_key(*path));
    let (mut dropped, mut moved) = (0, 0);
    for (path, mark) in gone {
        leaving.insert(path.clone(), Leaving { mark: mark.clone(), due: due(path) });
        // A site that moved is no loss.
        dropped += usize::from(!release.gave_up(path));
        moved += usize::from(release.gave_up(path));
    }
    for (path, leaving) in &mut leaving {
        if options.past == Past::Forgotten || release.gave_up(path) {
            leaving.due = leaving.due.min(now);
        }
    }
    let removals = leaving.iter().filter(|(_, leaving)| leaving.due <= now).map(|(path, _)| path.clone()).collect();
    let turn = known.rolled_back != (options.turn == Turn::Back);
    ReleasePlan { uploads, removals, leaving, dropped, moved, before: known.files.len(), turn }
}

/// Whether pages refer to such a file by a name that is that of its content.
fn is_asset(path: &SitePath) -> bool {
    path.as_str().split('/').rev().nth(1).is_some_and(|folder| matches!(folder, "media" | "pieces"))
}

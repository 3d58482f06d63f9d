//! Who may change a target: one publisher at a time, by claims that every kind of target can hold.
//!
//! A claim is a small file beside those of other publishers. Whoever wrote its own and then sees no other contender may work; a target
//! only has to show in a listing what was written before, so no conditional request is needed. Of two that see each other, the one
//! whose name sorts later steps back. A publisher at work changes its claim now and then; one that is silent for long is dead. Time
//! is measured here, never compared with another machine's.
//!
//! Where a service writes a file beside and renames it, unfinished ones lie among the claims: the listing that every publication makes
//! anyway tells what a crash left, and one who holds a claim sweeps it away.
//!
//! A claim also names what its publisher is about to replace. Whoever comes after a crash reads there what nobody can be sure of.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use crate::artifact::SitePath;
use crate::error::{Error, Kind, Result};
use crate::publish::record::{pack, unpack};
use crate::publish::storage::{CLAIMS, OURS, Remote, UNFINISHED};
use crate::publish::trouble::{Deed, trouble};

/// What a claim says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    /// The attempt that wrote it.
    pub(super) attempt: String,
    /// How often it was changed.
    beat: u64,
    /// Whether its publisher steps back.
    waiting: bool,
    /// What may have been replaced.
    pub(super) pending: BTreeSet<SitePath>,
}

/// Where claims are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Desk<'d> {
    pub(super) remote: &'d Remote,
    pub(super) target: &'d str,
    pub(super) publisher: &'d str,
}

/// A claim that holds.
#[derive(Debug)]
pub(super) struct Claim<'d> {
    desk: Desk<'d>,
    note: Mutex<Note>,
    /// What attempts that ended early left, by publisher.
    inherited: BTreeMap<String, Note>,
}

/// What lies where claims are.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// Every claim, by publisher.
    pub(super) notes: BTreeMap<String, Note>,
    /// The names of files that are being written, or were when somebody's attempt ended.
    pub(super) unfinished: Vec<String>,
}

impl<'d> Desk<'d> {
    pub(super) async fn look(self) -> Result<Table> {
        let mut table = Table::default();
        for name in self.names().await? {
            if name.ends_with(UNFINISHED) {
                table.unfinished.push(name);
            } else if let Some(note) = self.read(&name).await? {
                table.notes.insert(name, note);
            }
        }
        Ok(table)
    }

    /// Claims the target, waiting until whoever else claims it is gone, dead or alive.
    ///
    /// # Errors
    /// `PreconditionFailed` when another publisher is or was at work.
    pub(super) async fn take(self, attempt: &str) -> Result<Claim<'d>> {
        let former = self.read(self.publisher).await?;
        let pending = former.as_ref().map(|note| note.pending.clone()).unwrap_or_default();
        let mut mine = Note { attempt: attempt.to_owned(), pending, ..Note::default() };
        let made = self.remote.make_folders([OURS, CLAIMS]).await;
        made.map_err(|error| trouble(self.target, Deed::Change, "the claims", &error))?;
        self.write(&mine).await?;
        let mut seen: BTreeMap<String, (Note, Instant)> = BTreeMap::new();
        loop {
            let mut others = self.look().await?.notes;
            others.remove(self.publisher);
            let mut rivals = BTreeSet::new();
            // One that sorts later and is gone stepped back; one that sorts earlier and is gone has worked.
            let worked = |name: &String| name.as_str() < self.publisher && !others.contains_key(name);
            let mut lively = seen.keys().any(worked);
            for (name, note) in others.iter().filter(|(_, note)| !note.waiting) {
                let (before, since) = seen.entry(name.clone()).or_insert_with(|| (note.clone(), Instant::now()));
                lively |= before != note;
                if since.elapsed() < self.remote.patience.silence {
                    rivals.insert(name.clone());
                }
            }
            if lively {
                self.step_back(mine).await?;
                return Err(self.lost("another publisher is at work"));
            }
            if rivals.is_empty() && !mine.waiting {
                others.extend(former.map(|note| (self.publisher.to_owned(), note)));
                return self.hold(mine, others).await;
            }
            mine.waiting = rivals.iter().any(|rival| rival.as_str() < self.publisher);
            mine.beat += 1;
            self.write(&mine).await?;
            if !rivals.is_empty() {
                tokio::time::sleep(self.remote.patience.look).await;
            }
        }
    }

    /// Takes over what others left, so that their claims can go.
    async fn hold(self, mut mine: Note, inherited: BTreeMap<String, Note>) -> Result<Claim<'d>> {
        let others = || inherited.keys().filter(|name| *name != self.publisher);
        if others().next().is_some() {
            mine.pending.extend(inherited.values().flat_map(|note| note.pending.iter().cloned()));
            self.write(&mine).await?;
        }
        for name in others() {
            self.remove(name).await?;
        }
        Ok(Claim { desk: self, note: Mutex::new(mine), inherited })
    }

    /// Gives a claim up, but not what it says of files.
    async fn step_back(self, note: Note) -> Result<()> {
        if note.pending.is_empty() {
            return self.remove(self.publisher).await;
        }
        self.write(&Note { waiting: true, ..note }).await
    }

    async fn names(self) -> Result<Vec<String>> {
        let entries = match self.remote.operator.list(CLAIMS).await {
            Ok(entries) => entries,
            Err(error) if error.kind() == opendal::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(trouble(self.target, Deed::Read, "the claims", &error)),
        };
        let files = entries.iter().filter(|entry| entry.metadata().mode().is_file());
        Ok(files.map(|entry| entry.name().to_owned()).collect())
    }

    /// A claim; one that cannot be read says that somebody is there, and no more.
    async fn read(self, publisher: &str) -> Result<Option<Note>> {
        match self.remote.operator.read(&path(publisher)).await {
            Ok(bytes) => Ok(Some(unpack(&bytes.to_bytes()).unwrap_or_default())),
            Err(error) if error.kind() == opendal::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(trouble(self.target, Deed::Read, "the claims", &error)),
        }
    }

    async fn write(self, note: &Note) -> Result<()> {
        let written = self.remote.operator.write(&path(self.publisher), pack(note)?).await;
        written.map(drop).map_err(|error| trouble(self.target, Deed::Change, "the claims", &error))
    }

    async fn remove(self, publisher: &str) -> Result<()> {
        let removed = self.remote.operator.delete(&path(publisher)).await;
        removed.map_err(|error| trouble(self.target, Deed::Change, "the claims", &error))
    }

    fn lost(self, why: &str) -> Error {
        Error::new(Kind::PreconditionFailed, format!("nothing more is published to `{}`: {why}", self.target))
    }
}

impl Claim<'_> {
    /// What nobody can be sure of, because attempts ended early.
    pub(super) fn inherited(&self) -> &BTreeMap<String, Note> {
        &self.inherited
    }

    /// Removes files that were being written before it was taken: whoever still writes one writes it again.
    pub(super) async fn sweep(&self, unfinished: &[String]) -> Result<()> {
        for name in unfinished {
            self.desk.remove(name).await?;
        }
        Ok(())
    }

    /// Says what is about to be replaced. Nothing may be sent before.
    pub(super) async fn announce(&self, pending: impl Iterator<Item = SitePath> + Send) -> Result<()> {
        let mut note = self.note.lock().await;
        note.pending.extend(pending);
        note.beat += 1;
        self.desk.write(&note).await
    }

    /// Makes sure that nobody took the claim for dead.
    pub(super) async fn check(&self) -> Result<()> {
        let note = self.note.lock().await;
        if self.desk.read(self.desk.publisher).await?.as_ref() == Some(&*note) {
            Ok(())
        } else {
            Err(self.desk.lost("its claim was taken for dead"))
        }
    }

    /// Changes the claim now and then; ends when it is lost.
    pub(super) async fn beat(&self) -> Error {
        loop {
            tokio::time::sleep(self.desk.remote.patience.beat).await;
            if let Err(error) = self.check().await {
                return error;
            }
            let mut note = self.note.lock().await;
            note.beat += 1;
            if let Err(error) = self.desk.write(&note).await {
                return error;
            }
        }
    }

    /// Gives the claim back: all that it announced is told by the record.
    pub(super) async fn release(self) -> Result<()> {
        self.desk.remove(self.desk.publisher).await
    }

    /// Gives the claim up, keeping what it says of files.
    pub(super) async fn abandon(self) -> Result<()> {
        self.desk.step_back(self.note.into_inner()).await
    }
}

fn path(publisher: &str) -> String {
    format!("{CLAIMS}{publisher}")
}

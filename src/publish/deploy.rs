//! A release → what is behind an operator.
//!
//! Assets, then pages, then the record, then removals, under a claim. A reader sees a page only when what it refers to is there. After
//! a crash the claim tells what may be half done, and the next attempt does it again.

use std::collections::{BTreeMap, BTreeSet};

use opendal::ErrorKind;
use opendal::options::WriteOptions;

use crate::artifact::SitePath;
use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::publish::claim::{Claim, Desk, Note, Table};
use crate::publish::journal::Journal;
use crate::publish::plan::{Known, ReleasePlan, plan};
use crate::publish::record::{Mark, Record};
use crate::publish::storage::{OURS, Remote};
use crate::publish::trouble::{Deed, trouble};
use crate::publish::{Action, Receipt, Release, Run, Trust, Turn, execute, unguessable};

const RECORD: &str = "what it holds";

/// The record of a target, and what is needed to replace it.
struct Found {
    name: String,
    record: Option<Record>,
    /// Whether a file of that name is there, even a damaged one.
    present: bool,
}

/// One publication.
struct Deployment<'d> {
    remote: &'d Remote,
    release: &'d Release,
    run: &'d Run<'d>,
    journal: Journal,
}

/// Where unfinished files lie below our folder: no sign of another publisher.
const BESIDE: &str = "beside/";

/// Brings a target to a release. `record` is the name of the record there, when it is remembered.
///
/// # Errors
/// `Suspicious` when much would go or a rollback would be undone, `PreconditionFailed` when another publisher is at work,
/// `Credentials`, `TargetRefused`, `Unreachable` or `RateLimited` as the target answers.
pub async fn deploy(remote: &Remote, release: &Release, run: &Run<'_>, record: Option<&str>) -> Result<Receipt> {
    let journal = Journal::new(run.archive.file_of(run.target, "journal"));
    let deployment = Deployment { remote, release, run, journal };
    let desk = Desk { remote, target: run.target, publisher: run.publisher };
    let dry = run.options.action == Action::DryRun;
    let found = deployment.find(record).await?;
    let Table { notes, unfinished } = desk.look().await?;
    if !found.present {
        deployment.refuse_what_is_not_ours(&notes).await?;
    }
    let mut known = deployment.known(found.record.as_ref(), &notes)?;
    let verify = run.options.trust == Trust::Verify;
    if verify && dry {
        execute::verify(remote, run, &mut known).await?;
    }
    let first = plan(release, &known, run.options, run.now);
    first.judge(run.target, &known, run.options)?;
    let settled = unfinished.is_empty() && !remote.left_something()? && !notes.contains_key(run.publisher);
    if dry || (first.is_empty() && !verify && settled) {
        let release_there = found.record.as_ref().map(|record| record.release.clone());
        return Ok(deployment.receipt(&first, release_there, found));
    }
    let attempt = unguessable()?;
    let claim = desk.take(&attempt).await.map_err(|error| match &remote.beside {
        // Whoever took the stick first swept the unfinished files away, our claim among them.
        Some(beside) if error.kind() == Kind::TargetRefused && beside.parent().is_some_and(fs::exists) => {
            deployment.overtaken().because(error)
        }
        _ => error,
    })?;
    if let Some(beside) = &remote.beside {
        fs::remove_own_folder(beside)?;
    }
    let swept_and_worked = async {
        claim.sweep(&unfinished).await?;
        deployment.work(&claim, &attempt, found).await
    };
    let worked = tokio::select! {
        worked = swept_and_worked => worked,
        lost = claim.beat() => Err(lost),
    };
    match worked {
        Ok(receipt) => claim.release().await.map(|()| receipt),
        Err(error) => {
            // Others need not wait for a publisher that gave up, unless they believe it dead already.
            if claim.check().await.is_ok() {
                drop(claim.abandon().await);
            }
            Err(error)
        }
    }
}

/// Whether a target answers and lets us read.
///
/// # Errors
/// As the target answers.
pub async fn ask(remote: &Remote, target: &str) -> Result<()> {
    let asked = remote.operator.list(OURS).await;
    match asked {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(trouble(target, Deed::Read, RECORD, &error)),
        _ => Ok(()),
    }
}

impl Deployment<'_> {
    /// Does the plan, under a claim.
    async fn work(&self, claim: &Claim<'_>, attempt: &str, found: Found) -> Result<Receipt> {
        let (run, release) = (self.run, self.release);
        let etag = self.etag(&found).await?;
        let record = self.again(&found).await?;
        let attempt_of = |record: &Option<Record>| record.as_ref().map(|record| record.attempt.clone());
        if attempt_of(&record) != attempt_of(&found.record) {
            return Err(self.overtaken());
        }
        let mut known = self.known(record.as_ref(), claim.inherited())?;
        if run.options.trust == Trust::Verify {
            execute::verify(self.remote, run, &mut known).await?;
        }
        let plan = plan(release, &known, run.options, run.now);
        plan.judge(run.target, &known, run.options)?;
        run.archive.owe(run.target, plan.touched())?;
        let (next, mut overhead) = (self.record(&plan, attempt), 0);
        if plan.turn || record.as_ref().is_none_or(|record| record.files != next.files) || !plan.uploads.is_empty() {
            claim.announce(plan.uploads.iter().map(|upload| upload.path.clone())).await?;
            self.journal.begin(attempt)?;
            execute::send(self.remote, release, run, &plan.uploads).await?;
            claim.check().await?;
            overhead = self.write(&found, etag, &next).await?;
        }
        if !plan.removals.is_empty() {
            if let Some(record) = record.filter(|_| overhead == 0)
                && self.journal.read()?.attempt != record.attempt
            {
                self.journal.begin(&record.attempt)?;
            }
            let kept: BTreeSet<&SitePath> = release.files.keys().chain(plan.leaving.keys()).collect();
            let kept = &kept - &plan.removals.iter().collect();
            execute::remove(self.remote, run, &plan.removals, &kept).await?;
        }
        let found = Found { present: found.present || overhead > 0, ..found };
        Ok(Receipt { overhead, ..self.receipt(&plan, Some(release.id()), found) })
    }

    fn record(&self, plan: &ReleasePlan, attempt: &str) -> Record {
        let files = self.release.files.iter().map(|(path, file)| (path.clone(), Mark::of(&file.digest)));
        Record {
            files: files.collect(),
            leaving: plan.leaving.clone(),
            rolled_back: self.run.options.turn == Turn::Back,
            ..Record::new(attempt, &self.release.id(), self.run.now)
        }
    }

    fn receipt(&self, plan: &ReleasePlan, release: Option<String>, found: Found) -> Receipt {
        let shown = |path: &SitePath| self.release.shown(path).to_owned();
        Receipt {
            release: release.unwrap_or_default(),
            sent: plan.uploads.iter().map(|upload| (shown(&upload.path), upload.size)).collect(),
            overhead: 0,
            removed: plan.removals.len(),
            files: self.release.files.len(),
            record: found.present.then_some(found.name),
        }
    }

    /// What is believed to be there: what the record says, but for what attempts that ended early may have replaced.
    fn known(&self, record: Option<&Record>, notes: &BTreeMap<String, Note>) -> Result<Known> {
        let told = self.journal.read()?;
        let mut known = record.map(Known::of).unwrap_or_default();
        // What another publisher left is doubtful, whatever this one's journal says of it.
        let own = |publisher: &str, note: &Note| publisher == self.run.publisher && note.attempt == told.attempt;
        let mut notes: Vec<(&String, &Note)> = notes.iter().collect();
        notes.sort_by_key(|(publisher, note)| !own(publisher, note));
        for (publisher, note) in notes {
            for path in &note.pending {
                let mark = told.sent.get(path).filter(|_| own(publisher, note));
                known.leaving.remove(path);
                known.files.insert(path.clone(), mark.cloned());
            }
        }
        if record.is_some_and(|record| record.attempt == told.attempt) {
            known.leaving.retain(|path, leaving| leaving.due > self.run.now || !told.removed.contains(path));
        }
        Ok(known)
    }

    /// The record: by the name that is remembered, else by looking for it.
    async fn find(&self, remembered: Option<&str>) -> Result<Found> {
        if let Some(name) = remembered {
            let (present, record) = self.read(name).await?;
            if present {
                return Ok(Found { name: name.to_owned(), record, present });
            }
        }
        let names = self.names(OURS).await?;
        let mut records = names.into_iter().filter(|name| name.strip_suffix(".gz").is_some());
        match (records.next(), records.next()) {
            (Some(name), None) => {
                let (present, record) = self.read(&name).await?;
                Ok(Found { name, record, present })
            }
            (None, _) => Ok(Found { name: format!("{}.gz", unguessable()?), record: None, present: false }),
            (Some(_), Some(_)) => {
                let message = format!("`{}` has two records of what it holds: empty it", self.run.target);
                Err(Error::new(Kind::TargetRefused, message))
            }
        }
    }

    /// The record as it is now; before the first publication, one that somebody wrote meanwhile under another name.
    async fn again(&self, found: &Found) -> Result<Option<Record>> {
        if found.present {
            return Ok(self.read(&found.name).await?.1);
        }
        Ok(self.find(None).await?.record)
    }

    /// Before the first publication: nothing of the same name is replaced, but for what an attempt of ours began.
    async fn refuse_what_is_not_ours(&self, notes: &BTreeMap<String, Note>) -> Result<()> {
        let there = self.names("/").await?;
        let first = |path: &SitePath| path.as_str().split('/').next().unwrap_or_default().to_owned();
        let begun: BTreeSet<String> = notes.values().flat_map(|note| &note.pending).map(first).collect();
        let ours: BTreeSet<String> =
            self.release.files.keys().map(first).filter(|name| !begun.contains(name)).collect();
        match there.iter().find(|name| ours.contains(name.trim_end_matches('/'))) {
            None => Ok(()),
            Some(_) if self.names(OURS).await?.iter().any(|name| name != BESIDE && name != OURS) => {
                Err(self.overtaken())
            }
            Some(name) => {
                let message = format!("`{}` holds a `{name}` that is not ours: use an empty folder", self.run.target);
                Err(Error::new(Kind::TargetRefused, message))
            }
        }
    }

    fn overtaken(&self) -> Error {
        let message = format!("nothing is published to `{}`: another publisher was at work meanwhile", self.run.target);
        Error::new(Kind::PreconditionFailed, message)
    }

    async fn names(&self, folder: &str) -> Result<Vec<String>> {
        match self.remote.operator.list(folder).await {
            Ok(entries) => Ok(entries.iter().map(|entry| entry.name().to_owned()).collect()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(trouble(self.run.target, Deed::Read, RECORD, &error)),
        }
    }

    /// Whether a record is there, and what it says unless it is damaged.
    async fn read(&self, name: &str) -> Result<(bool, Option<Record>)> {
        match self.remote.operator.read(&format!("{OURS}{name}")).await {
            Ok(bytes) => {
                let record = Record::unpack(&bytes.to_bytes());
                if record.is_none() {
                    tracing::warn!(
                        target = self.run.target,
                        "the record of what it holds is damaged: all is sent again"
                    );
                }
                Ok((true, record))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok((false, None)),
            Err(error) => Err(trouble(self.run.target, Deed::Read, RECORD, &error)),
        }
    }

    /// The version of the record, where the target can compare versions.
    async fn etag(&self, found: &Found) -> Result<Option<String>> {
        if !found.present || !self.remote.operator.info().capability().write_with_if_match {
            return Ok(None);
        }
        let stat = self.remote.operator.stat(&format!("{OURS}{}", found.name)).await;
        let stat = stat.map_err(|error| trouble(self.run.target, Deed::Read, RECORD, &error))?;
        Ok(stat.etag().map(str::to_owned))
    }

    /// Writes the record, unless somebody else did meanwhile; tells its size.
    async fn write(&self, found: &Found, etag: Option<String>, record: &Record) -> Result<u64> {
        let (path, bytes) = (format!("{OURS}{}", found.name), record.pack()?);
        let capability = self.remote.operator.info().capability();
        let options = WriteOptions {
            if_not_exists: !found.present && capability.write_with_if_not_exists,
            if_match: etag,
            cache_control: capability.write_with_cache_control.then(|| "no-store".to_owned()),
            ..WriteOptions::default()
        };
        let written = match self.remote.operator.write_options(&path, bytes.clone(), options).await {
            // Conditions that a service does not know are no reason to fail: the claim holds.
            Err(error) if error.kind() == ErrorKind::Unsupported => {
                self.remote.operator.write(&path, bytes.clone()).await
            }
            // A first try whose answer was lost is no other publisher.
            Err(error) if error.kind() == ErrorKind::ConditionNotMatch && self.is_written(&path, &bytes).await => {
                return Ok(bytes.len() as u64);
            }
            written => written,
        };
        written.map_err(|error| trouble(self.run.target, Deed::Change, RECORD, &error))?;
        Ok(bytes.len() as u64)
    }

    async fn is_written(&self, path: &str, bytes: &[u8]) -> bool {
        self.remote.operator.read(path).await.is_ok_and(|there| there.to_bytes() == bytes)
    }
}

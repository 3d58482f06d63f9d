//! A release → a folder of this machine that a web server shows.
//!
//! `current` leads to one of the folders in `releases/`, each of which is a whole release. A publication makes the next one, in which
//! files that did not change are second names of the same bytes, and then switches `current`: a reader sees the old site or the new
//! one. The release before stays for readers in the middle of it. What is ours and nobody reads is in `.ardoise/`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::artifact::{Digest, SitePath};
use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::publish::plan::{Known, ReleasePlan, plan};
use crate::publish::record::{Mark, Record};
use crate::publish::{Action, Past, Receipt, Release, Run, Trust, Turn, unguessable};

/// What a folder target consists of.
const CURRENT: &str = "current";
const RELEASES: &str = "releases";
const OURS: &str = ".ardoise";
const LOCK: &str = "lock";

/// A folder target.
struct Shop<'s> {
    root: &'s Path,
    release: &'s Release,
    run: &'s Run<'s>,
}

/// Brings a folder to a release.
///
/// # Errors
/// `TargetRefused` when the folder holds what is not ours, `PreconditionFailed` when another publisher is at work, `Suspicious` when
/// much would go or a rollback would be undone, `Local` when it cannot be written.
pub fn publish(root: &Path, release: &Release, run: &Run<'_>) -> Result<Receipt> {
    let shop = Shop { root, release, run };
    shop.refuse_what_is_not_ours()?;
    let dry = run.options.action == Action::DryRun;
    let _lock = if dry { None } else { Some(shop.lock()?) };
    let current = shop.current()?;
    let record = current.as_deref().map(|current| shop.record(current)).transpose()?.flatten();
    let mut known = record.as_ref().map(Known::of).unwrap_or_default();
    if run.options.trust == Trust::Verify {
        shop.verify(current.as_deref(), &mut known)?;
    }
    let plan = plan(release, &known, run.options, run.now);
    plan.judge(run.target, &known, run.options)?;
    let there = record.as_ref().map(|record| record.release.clone()).unwrap_or_default();
    if dry || (plan.is_empty() && record.is_some()) {
        if !dry {
            shop.sweep(current.as_deref(), None)?;
        }
        return Ok(shop.receipt(&plan, there));
    }
    run.archive.owe(run.target, plan.touched())?;
    let attempt = unguessable()?;
    shop.make(&attempt, current.as_deref(), &plan)?;
    shop.write(&attempt, &plan)?;
    fs::switch_link(&root.join(CURRENT), &Path::new(RELEASES).join(&attempt))?;
    shop.sweep(Some(&attempt), current.as_deref().filter(|_| run.options.past == Past::Kept))?;
    Ok(shop.receipt(&plan, release.id()))
}

/// Whether the folder can be published to.
///
/// # Errors
/// `TargetRefused` when it holds what is not ours.
pub fn ask(root: &Path, target: &str) -> Result<()> {
    let names = fs::names(root)?;
    let foreign = names.iter().find(|name| ![CURRENT, RELEASES, OURS].contains(&name.as_str()));
    match foreign {
        Some(name) if !names.iter().any(|name| name == OURS) => {
            let message = format!("the folder of `{target}` holds a `{name}` that is not ours: use an empty folder");
            Err(Error::new(Kind::TargetRefused, message))
        }
        _ => Ok(()),
    }
}

impl Shop<'_> {
    fn refuse_what_is_not_ours(&self) -> Result<()> {
        ask(self.root, self.run.target)?;
        fs::link_target(&self.root.join(CURRENT)).map(drop).map_err(|error| {
            Error::new(Kind::TargetRefused, format!("`{CURRENT}` in the folder of `{}` is not ours", self.run.target))
                .because(error)
        })
    }

    fn lock(&self) -> Result<fs::Lock> {
        let ours = self.root.join(OURS);
        fs::create_private_folder(&ours)?;
        fs::try_lock(&ours.join(LOCK))?.ok_or_else(|| {
            let message = format!("nothing is published to `{}`: another publisher is at work", self.run.target);
            Error::new(Kind::PreconditionFailed, message)
        })
    }

    /// The attempt that made the release that readers see.
    fn current(&self) -> Result<Option<String>> {
        let target = fs::link_target(&self.root.join(CURRENT))?;
        Ok(target.and_then(|target| Some(target.file_name()?.to_string_lossy().into_owned())))
    }

    fn record(&self, attempt: &str) -> Result<Option<Record>> {
        Ok(fs::read_if_exists(&self.record_path(attempt))?.and_then(|bytes| Record::unpack(&bytes)))
    }

    fn record_path(&self, attempt: &str) -> PathBuf {
        self.root.join(OURS).join(format!("{attempt}.gz"))
    }

    fn folder(&self, attempt: &str) -> PathBuf {
        self.root.join(RELEASES).join(attempt)
    }

    fn verify(&self, current: Option<&str>, known: &mut Known) -> Result<()> {
        let Some(current) = current else { return Ok(()) };
        for (path, mark) in &mut known.files {
            let bytes = fs::read_if_exists(&self.folder(current).join(path.as_str()))?;
            if bytes.map(|bytes| Mark::of(&Digest::of(&bytes))) != *mark {
                *mark = None;
            }
        }
        Ok(())
    }

    /// Makes a whole release under a name that nobody looks at yet.
    fn make(&self, attempt: &str, current: Option<&str>, plan: &ReleasePlan) -> Result<()> {
        let beside = self.folder(&format!("{attempt}.new"));
        let mut folders = BTreeSet::from([beside.clone()]);
        let sent: BTreeSet<&SitePath> = plan.uploads.iter().map(|upload| &upload.path).collect();
        let staying = plan.leaving.iter().filter(|(_, leaving)| leaving.due > self.run.now).map(|(path, _)| path);
        let kept = staying.chain(self.release.files.keys().filter(|path| !sent.contains(path)));
        for path in kept {
            let from = current.map(|current| self.folder(current).join(path.as_str())).filter(|from| fs::exists(from));
            let to = beside.join(path.as_str());
            match (from, self.release.files.get(path)) {
                (Some(from), _) => fs::link_or_copy(&from, &to)?,
                (None, Some(file)) => fs::write(&to, &self.run.archive.bytes(&file.digest)?)?,
                (None, None) => continue,
            }
            folders.extend(to.parent().map(Path::to_path_buf));
        }
        for path in sent {
            let Some(file) = self.release.files.get(path) else { continue };
            let to = beside.join(path.as_str());
            fs::write(&to, &self.run.archive.bytes(&file.digest)?)?;
            folders.extend(to.parent().map(Path::to_path_buf));
        }
        for folder in &folders {
            fs::sync_folder(folder)?;
        }
        fs::rename(&beside, &self.folder(attempt))
    }

    fn write(&self, attempt: &str, plan: &ReleasePlan) -> Result<()> {
        let files = self.release.files.iter().map(|(path, file)| (path.clone(), Mark::of(&file.digest)));
        let leaving = plan.leaving.iter().filter(|(_, leaving)| leaving.due > self.run.now);
        let record = Record {
            files: files.collect(),
            leaving: leaving.map(|(path, leaving)| (path.clone(), leaving.clone())).collect(),
            rolled_back: self.run.options.turn == Turn::Back,
            ..Record::new(attempt, &self.release.id(), self.run.now)
        };
        fs::write(&self.record_path(attempt), &record.pack()?)
    }

    /// Removes every release but that which readers see and that before it, and what crashes left beside the records.
    fn sweep(&self, current: Option<&str>, before: Option<&str>) -> Result<()> {
        // Without a switch, the release before is the last one that was finished no later than the current one.
        let settled = before.is_none() && self.run.options.past == Past::Kept;
        let found = if settled { self.before(current)? } else { None };
        let kept = |name: &str| Some(name) == current || Some(name) == before.or(found.as_deref());
        for name in fs::names(&self.root.join(RELEASES))? {
            if !kept(&name) {
                fs::remove_own_folder(&self.folder(&name))?;
            }
        }
        for name in fs::names(&self.root.join(OURS))? {
            if name != LOCK && !name.strip_suffix(".gz").is_some_and(kept) {
                fs::remove_file(&self.root.join(OURS).join(name))?;
            }
        }
        Ok(())
    }

    /// The attempt before the current one. One that a crash kept from being switched to is newer, or has no record.
    fn before(&self, current: Option<&str>) -> Result<Option<String>> {
        let Some(current) = current else { return Ok(None) };
        let Some(limit) = self.record(current)?.map(|record| record.at) else { return Ok(None) };
        let mut last = None;
        for name in fs::names(&self.root.join(RELEASES))?.into_iter().filter(|name| name != current) {
            let at = self.record(&name)?.map(|record| record.at).filter(|at| *at <= limit);
            last = last.max(at.map(|at| (at, name)));
        }
        Ok(last.map(|(_, name)| name))
    }

    fn receipt(&self, plan: &ReleasePlan, release: String) -> Receipt {
        let shown = |path: &SitePath| self.release.shown(path).to_owned();
        Receipt {
            release,
            sent: plan.uploads.iter().map(|upload| (shown(&upload.path), upload.size)).collect(),
            removed: plan.removals.len(),
            files: self.release.files.len(),
            ..Receipt::default()
        }
    }
}

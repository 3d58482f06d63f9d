//! One file → a school. What is here and in no backup stays: what was withdrawn stays down, what was printed is not printed again, and no
//! file that somebody wrote is overwritten.

use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate, Weekday};

use crate::backup;
use crate::config::Config;
use crate::config::schedule::PrintTime;
use crate::config::secret::Lookup;
use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::model::time::{Now, Week};
use crate::pipeline::agenda;
use crate::pipeline::backup::{BLOBS, CONFIG, DATABASE, written};
use crate::report::backup::RestoreReport;
use crate::store::backup::{Lineage, Restoration};
use crate::store::lock::{self, Stage};
use crate::store::{self, Store};

/// What becomes of a state that is here already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Present {
    /// Nothing is restored.
    Kept,
    /// What sources said is replaced.
    Replaced,
}

/// Brings a school back. Nothing is changed unless the whole backup can be read.
///
/// # Errors
/// `Local` when the backup is damaged or newer than this program, when a daemon runs, or when there is a state and nobody said that it may go.
pub async fn restore(file: &Path, lookup: &Lookup, now: Now, path: &Path, present: Present) -> Result<RestoreReport> {
    let list = backup::verify(path)?;
    if list.about.database > Store::newest_version() {
        let message = format!("`{}` holds a database of a newer program ({})", path.display(), list.about.program);
        return Err(Error::new(Kind::Local, format!("{message}: use that one")));
    }
    let missing = [CONFIG, DATABASE].into_iter().find(|name| !list.files.contains_key(*name));
    if let Some(missing) = missing {
        return Err(Error::new(Kind::Local, format!("`{}` cannot be restored: it has no `{missing}`", path.display())));
    }
    let has_configuration = fs::exists(file);
    if !has_configuration {
        backup::members(path, |name, member| if name == CONFIG { member.write(file) } else { Ok(()) })?;
    }
    let config = Config::load(file, lookup)?;
    let database = config.state_dir.join(store::DATABASE);
    if fs::exists(&database) && present == Present::Kept {
        let message = format!("there is a state in `{}`: `ardoise backup` keeps it", config.state_dir.display());
        return Err(Error::new(Kind::Local, format!("{message}, then `ardoise restore --replace` puts another there")));
    }
    let _daemon = lock::daemon(&config.state_dir)?;
    let mut stages = Vec::new();
    for stage in [Stage::Pull, Stage::Build, Stage::Print, Stage::Publish] {
        stages.push(lock::lock(&config.state_dir, stage).await?);
    }
    let store = Store::open(&config.state_dir).await.map_err(|error| {
        let message = format!(
            "the state in `{}` cannot be read: move it away to go on without what was withdrawn and printed since the backup",
            database.display()
        );
        Error::new(Kind::Local, message).because(error)
    })?;
    let staging = config.state_dir.join("restore");
    fs::remove_own_folder(&staging)?;
    let restored = take_in(&config, &store, now, path, &staging).await;
    fs::remove_own_folder(&staging)?;
    let unknown_through = restored?;
    let mut report = RestoreReport {
        schema: 1,
        made_at: list.about.at.to_rfc3339(),
        written: if has_configuration { Vec::new() } else { vec![CONFIG.to_owned()] },
        kept: Vec::new(),
        items: store.load_all().await?.iter().map(|state| state.records.len()).sum(),
        withdrawn: store.suppressions().await?.withdrawn.len(),
        unknown_through,
    };
    store.close().await;
    write_missing(&config, file, path, &mut report)?;
    Ok(report)
}

/// Takes the state of the backup in; tells through which week nobody knows what was printed.
async fn take_in(config: &Config, store: &Store, now: Now, path: &Path, staging: &Path) -> Result<Option<Week>> {
    fs::create_private_folder(staging)?;
    backup::members(path, |name, member| match name.strip_prefix(BLOBS) {
        Some(_) => store.put_blob(&member.bytes).map(|_| ()),
        None if name == DATABASE => member.write(&staging.join(store::DATABASE)),
        None => Ok(()),
    })?;
    let staged = Store::open(staging).await?;
    staged.check_integrity().await?;
    staged.close().await;
    let lineage = store.take_in(staging).await?;
    // Takes what was withdrawn since out of the items that came back.
    store.suppress(&store.suppressions().await?, &[]).await?;
    store.keep_only_blobs(&store.used_blobs().await?)?;
    store.wipe().await?;
    if lineage == Lineage::Same {
        return Ok(None);
    }
    let days_off = agenda::agenda(config, now, now).await?.days_off;
    let is_off = |day: NaiveDate| days_off.iter().any(|days| days.contains(&day));
    let through = printed_by(config, now, &is_off);
    store.note_restoration(Restoration { at: now.instant(), through }).await?;
    Ok(Some(through))
}

/// The last week whose sheets may have been printed by now.
fn printed_by(config: &Config, now: Now, is_off: &dyn Fn(NaiveDate) -> bool) -> Week {
    let local = now.instant().with_timezone(&config.school.zone).naive_local();
    let (today, week) = (local.date(), Week::of(local.date()));
    let is_school_day = |day: NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_off(day);
    let printed_at = |print: PrintTime| Some(print.day_for(week.next(), &is_school_day)?.and_time(print.time));
    let is_before_printing = config.schedule.print.and_then(printed_at).is_some_and(|at| local < at);
    let first = if is_before_printing { week } else { week.next() };
    let mut weeks = std::iter::successors(Some(first), |week| Some(week.next())).take(10);
    weeks.find(|week| week.days().any(|day| day >= today && is_school_day(day))).unwrap_or(first)
}

/// Writes what people wrote and what is missing here.
fn write_missing(config: &Config, file: &Path, path: &Path, report: &mut RestoreReport) -> Result<()> {
    let places = written(config);
    let place = |name: &str| -> Option<PathBuf> {
        let inside = |(start, place): &(String, PathBuf)| {
            let rest = name.strip_prefix(start.as_str())?;
            if rest.is_empty() { Some(place.clone()) } else { Some(place.join(rest.strip_prefix('/')?)) }
        };
        if name == CONFIG { Some(file.to_path_buf()) } else { places.iter().find_map(inside) }
    };
    backup::members(path, |name, member| {
        let Some(place) = place(name) else { return Ok(()) };
        match fs::read_if_exists(&place)? {
            Some(known) if known == member.bytes => {}
            Some(_) => report.kept.push(name.to_owned()),
            None => {
                member.write(&place)?;
                report.written.push(name.to_owned());
            }
        }
        Ok(())
    })
}

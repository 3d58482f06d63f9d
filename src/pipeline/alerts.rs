//! What somebody must look after: found in the state of the school, told once when it begins and once when it is over.

mod found;
mod french;

use crate::alert;
use crate::config::Config;
use crate::error::Result;
use crate::model::incident::{Incident, Trouble};
use crate::model::time::Now;
use crate::pipeline::{status, theme};
use crate::store::Store;
use crate::store::incident::Open;

/// Whether people are told now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// They are.
    Aloud,
    /// Later: nobody looks at a mail at night.
    Quiet,
}

/// Looks at the state of the school, notes what began and what is over, and tells people. `seen` is what the caller knows beside that
/// state. What could not be sent is sent with the next review.
///
/// # Errors
/// `Local` when the store cannot be used, else as [`alert::send`]; the incidents are noted all the same.
pub async fn review(config: &Config, now: Now, seen: &[Incident], voice: Voice) -> Result<()> {
    let status = status::status(config, now).await?;
    let store = Store::open(&config.state_dir).await?;
    let jobs = store.print_jobs().await?;
    let mut incidents = found::found(&status, &jobs, config, now);
    incidents.extend(seen.iter().filter(|incident| found::lasts(incident, &jobs, config, now)).cloned());
    let is_over = |open: &Open| !incidents.iter().any(|incident| is_same(incident, &open.incident));
    let (told, silent): (Vec<Open>, Vec<Open>) =
        store.incidents().await?.into_iter().filter(is_over).partition(|open| open.told);
    for incident in &incidents {
        store.open_incident(incident, now.instant()).await?;
    }
    // Of what was over before anybody could be told, nothing need be said.
    for open in silent {
        store.close_incident(&open.incident).await?;
    }
    let sent = match voice {
        Voice::Aloud => tell(config, now, &store, told.into_iter().map(|open| open.incident).collect()).await,
        Voice::Quiet => Ok(()),
    };
    store.close().await;
    sent
}

/// The incidents that are not over.
///
/// # Errors
/// `Local` when the store cannot be read.
pub async fn open(config: &Config) -> Result<Vec<Incident>> {
    let store = Store::open(&config.state_dir).await?;
    let open = store.incidents().await?.into_iter().map(|open| open.incident).collect();
    store.close().await;
    Ok(open)
}

/// The incidents that were open when the daemon stopped, of the sorts that no state tells.
///
/// # Errors
/// `Local` when the store cannot be read.
pub async fn remembered(config: &Config) -> Result<Vec<Incident>> {
    let told_by_others = |incident: &Incident| {
        let sorts = [Trouble::Refused, Trouble::Content, Trouble::Local];
        sorts.contains(&incident.trouble) || incident.sheet().is_some()
    };
    Ok(open(config).await?.into_iter().filter(told_by_others).collect())
}

fn is_same(one: &Incident, other: &Incident) -> bool {
    (one.trouble, &one.subject) == (other.trouble, &other.subject)
}

/// Tells what nobody was told yet, and what is over.
async fn tell(config: &Config, now: Now, store: &Store, closed: Vec<Incident>) -> Result<()> {
    let untold = store.incidents().await?.into_iter().filter(|open| !open.told).map(|open| open.incident);
    let opened: Vec<Incident> = untold.filter(|incident| !closed.contains(incident)).collect();
    if opened.is_empty() && closed.is_empty() {
        return Ok(());
    }
    let message = french::message(&config.school.name, opened, closed, &theme::words(config)?);
    alert::send(&config.alerts, &message).await?;
    for incident in &message.opened {
        store.note_told(incident, now.instant()).await?;
    }
    for incident in &message.closed {
        store.close_incident(incident).await?;
    }
    Ok(())
}

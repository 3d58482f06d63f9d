//! Locks between processes: one for each stage, taken for its duration.

use std::path::Path;
use std::time::Duration;

use crate::error::{Error, Kind, Result};
use crate::fs;

/// How long a stage waits for another process.
const PATIENCE: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(100);

/// A stage of which only one may run at a time in a state folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Sources → store.
    Pull,
    /// Store → output.
    Build,
    /// Output → printers.
    Print,
    /// Output → targets.
    Publish,
}

impl Stage {
    fn name(self) -> &'static str {
        match self {
            Stage::Pull => "pull",
            Stage::Build => "build",
            Stage::Print => "print",
            Stage::Publish => "publish",
        }
    }
}

/// Takes a stage's lock, waiting up to a minute for whoever has it.
///
/// # Errors
/// `Local` when it is still taken after a minute.
pub async fn lock(state: &Path, stage: Stage) -> Result<fs::Lock> {
    fs::create_private_folder(state)?;
    let path = state.join(format!("{}.lock", stage.name()));
    let attempts = PATIENCE.as_millis() / PAUSE.as_millis();
    for _ in 0..attempts {
        if let Some(lock) = fs::try_lock(&path)? {
            return Ok(lock);
        }
        tokio::time::sleep(PAUSE).await;
    }
    let message = format!("another `{}` has held `{}` for a minute", stage.name(), path.display());
    Err(Error::new(Kind::Local, message))
}

/// Takes the lock of the daemon, of which one runs for a school.
///
/// # Errors
/// `Local` when another has it.
pub fn daemon(state: &Path) -> Result<fs::Lock> {
    fs::create_private_folder(state)?;
    let path = state.join("run.lock");
    fs::try_lock(&path)?.ok_or_else(|| {
        Error::new(Kind::Local, format!("another `ardoise run` works for this school: it holds `{}`", path.display()))
    })
}

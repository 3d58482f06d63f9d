//! `ardoise publish`.

use clap::Args;

use crate::cli::{Ending, Session};
use crate::error::{Error, Kind, Result};
use crate::model::id::TargetId;
use crate::pipeline::publish::{self, Action, Deletions, Options, Past, Trust, Turn};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Only these targets; all of them unless told otherwise
    #[arg(value_name = "TARGET", value_parser = target)]
    targets: Vec<TargetId>,
    /// Only tell what would be sent and removed
    #[arg(long)]
    dry_run: bool,
    /// Read every file back first, and send again what is not as it should be
    #[arg(long)]
    verify: bool,
    /// Let more files go than a publication ordinarily removes
    #[arg(long)]
    accept_deletions: bool,
    /// Publish again to a target that was rolled back
    #[arg(long)]
    resume: bool,
}

pub(super) async fn run(session: &Session, arguments: &Arguments) -> Result<Ending> {
    let config = session.load_config()?;
    let report = publish::publish(&config, session.clock.frozen(), &arguments.targets, arguments.options()).await?;
    Ok(session.output.publish(&report))
}

impl Arguments {
    fn options(&self) -> Options {
        Options {
            action: if self.dry_run { Action::DryRun } else { Action::Publish },
            trust: if self.verify { Trust::Verify } else { Trust::Record },
            deletions: if self.accept_deletions { Deletions::Accepted } else { Deletions::Limited },
            past: Past::Kept,
            turn: if self.resume { Turn::Resume } else { Turn::Ordinary },
        }
    }
}

pub(super) fn target(text: &str) -> Result<TargetId> {
    TargetId::new(text).ok_or_else(|| Error::new(Kind::Config, format!("`{text}` is not the id of a target")))
}

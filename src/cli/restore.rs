//! `ardoise restore`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::{Ending, Session, environment};
use crate::error::Result;
use crate::pipeline::restore::{self, Present};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What `ardoise backup` wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replace what is known here of the sources; what was printed, published and withdrawn stays known
    #[arg(long)]
    replace: bool,
}

pub(super) async fn run(session: &Session, arguments: &Arguments) -> Result<Ending> {
    let present = if arguments.replace { Present::Replaced } else { Present::Kept };
    let now = session.clock.frozen();
    let report = restore::restore(&session.config, &environment(), now, &arguments.file, present).await?;
    session.output.restore(&report);
    Ok(Ending::Done)
}

//! `ardoise build`.

use clap::Args;

use crate::cli::{Ending, Session};
use crate::error::Result;
use crate::pipeline::build::{self, Mode};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Make everything anew, and remove what no build made
    #[arg(long)]
    clean: bool,
}

pub(super) async fn run(session: &Session, arguments: &Arguments) -> Result<Ending> {
    let config = session.load_config()?;
    let mode = if arguments.clean { Mode::Clean } else { Mode::Incremental };
    let report = build::build(&config, session.clock.frozen(), mode, &session.output.progress("building")).await?;
    Ok(session.output.report(&report))
}

//! `ardoise backup`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::{Ending, Session};
use crate::error::Result;
use crate::pipeline::backup;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The backup (.tar.gz); one of that name is replaced once the new one is whole
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(super) async fn run(session: &Session, arguments: &Arguments) -> Result<Ending> {
    let config = session.load_config()?;
    let now = session.clock.frozen();
    session.output.backup(&backup::backup(&config, &session.config, now, &arguments.file).await?, &arguments.file);
    Ok(Ending::Done)
}

//! `ardoise export`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::{Ending, Session};
use crate::error::Result;
use crate::pipeline::export;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A new or empty folder
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(super) async fn run(session: &Session, arguments: &Arguments) -> Result<Ending> {
    let config = session.load_config()?;
    session
        .output
        .export(&export::export(&config, session.clock.frozen(), &arguments.folder).await?, &arguments.folder);
    Ok(Ending::Done)
}

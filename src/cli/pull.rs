//! `ardoise pull`.

use clap::Args;

use crate::cli::{Ending, Session};
use crate::error::{Error, Kind, Result};
use crate::http::Client;
use crate::model::id::SourceId;
use crate::pipeline::pull;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Only these sources
    #[arg(value_name = "SOURCE", value_parser = source)]
    sources: Vec<SourceId>,
    /// Let this source remove what the guard holds back
    #[arg(long, value_name = "SOURCE", value_parser = source)]
    accept_deletions: Option<SourceId>,
}

pub(super) async fn run(session: &Session, arguments: &Arguments) -> Result<Ending> {
    let config = session.load_config()?;
    let options =
        pull::Options { only: arguments.sources.clone(), accept_deletions: arguments.accept_deletions.clone() };
    let watcher = session.output.progress("pulling");
    let report = pull::pull(&config, &Client::new()?, session.clock.frozen(), &options, &watcher).await?;
    Ok(session.output.report(&report))
}

fn source(text: &str) -> Result<SourceId> {
    SourceId::new(text).ok_or_else(|| Error::new(Kind::Config, format!("`{text}` is not the id of a source")))
}

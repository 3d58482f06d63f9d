//! `ardoise rotate`.

use clap::Args;

use crate::cli::{Ending, Session};
use crate::error::{Error, Kind, Result};
use crate::model::id::SiteId;
use crate::pipeline::access;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The sites, by their ids
    #[arg(required = true, value_name = "SITE", value_parser = site)]
    sites: Vec<SiteId>,
}

pub(super) async fn run(session: &Session, arguments: &Arguments) -> Result<Ending> {
    let config = session.load_config()?;
    let report = access::rotate(&config, &arguments.sites, session.clock.now()).await?;
    Ok(session.output.report(&report))
}

fn site(text: &str) -> Result<SiteId> {
    SiteId::new(text).ok_or_else(|| Error::new(Kind::Config, format!("`{text}` is not the id of a site")))
}

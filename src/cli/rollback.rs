//! `ardoise rollback`.

use clap::Args;

use crate::cli::publish::target;
use crate::cli::{Ending, Session};
use crate::error::Result;
use crate::model::id::TargetId;
use crate::pipeline::publish;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The target
    #[arg(value_name = "TARGET", value_parser = target)]
    target: TargetId,
}

pub(super) async fn run(session: &Session, arguments: &Arguments) -> Result<Ending> {
    let config = session.load_config()?;
    let report = publish::rollback(&config, session.clock.frozen(), &arguments.target).await?;
    Ok(session.output.publish(&report))
}

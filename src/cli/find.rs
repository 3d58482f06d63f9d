//! `ardoise find`.

use clap::Args;

use crate::cli::{Ending, Session};
use crate::error::Result;
use crate::pipeline::find;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The text, whatever its case, accents and spaces, or the name of an item
    #[arg(value_name = "TEXT")]
    text: String,
}

pub(super) async fn run(session: &Session, arguments: &Arguments) -> Result<Ending> {
    session.output.find(&find::find(&session.load_config()?, &arguments.text).await?);
    Ok(Ending::Done)
}

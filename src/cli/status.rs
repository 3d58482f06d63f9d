//! `ardoise status`.

use crate::cli::{Ending, Session};
use crate::error::Result;
use crate::pipeline::status;

pub(super) async fn run(session: &Session) -> Result<Ending> {
    let config = session.load_config()?;
    session.output.status(&status::status(&config, session.clock.frozen()).await?);
    Ok(Ending::Done)
}

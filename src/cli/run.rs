//! `ardoise run`.

use std::sync::Arc;

use crate::cli::{Ending, Session, environment};
use crate::config::Config;
use crate::daemon::run::{self, Setup};
use crate::error::Result;

pub(super) async fn run(session: &Session) -> Result<Ending> {
    let file = session.config.clone();
    let load = Arc::new(move || Config::load(&file, &environment()));
    let setup = Setup { file: session.config.clone(), load, clock: session.clock };
    let output = session.output;
    run::run(setup, |serving| match serving {
        Some(serving) => output.say(&format!("running; serving at http://{}/ until SIGTERM", serving.address())),
        None => output.say("running until SIGTERM"),
    })
    .await?;
    Ok(Ending::Done)
}

//! `ardoise check`.

use clap::Args;

use crate::cli::{Ending, Session};
use crate::error::Result;
use crate::http::Client;
use crate::pipeline::check;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Also ask each source whether it answers
    #[arg(long)]
    online: bool,
}

pub(super) async fn run(session: &Session, arguments: &Arguments) -> Result<Ending> {
    let config = session.load_config()?;
    let now = session.clock.frozen();
    let mut report = check::check(&config, now).await;
    if arguments.online {
        report.extend(check::online(&config, &Client::new()?, now).await);
    }
    let ending = session.output.report(&report);
    if ending == Ending::Done {
        session.output.say("nothing is wrong");
    }
    Ok(ending)
}

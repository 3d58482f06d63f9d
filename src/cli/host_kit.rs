//! `ardoise host-kit`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::{Ending, Session};
use crate::error::Result;
use crate::pipeline::host_kit::{self, Layout};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Where to write it
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The folder that the web server shows
    #[arg(long, value_name = "DIR", default_value = "/srv/ardoise/current")]
    root: String,
    /// The folder of `fullchain.pem` and `privkey.pem`; that of certbot unless told otherwise
    #[arg(long, value_name = "DIR")]
    certificates: Option<String>,
    /// Where the kit will lie on the web server
    #[arg(long, value_name = "DIR", default_value = "/etc/ardoise/host")]
    kit: String,
}

pub(super) async fn run(session: &Session, arguments: &Arguments) -> Result<Ending> {
    let config = session.load_config()?;
    let layout = Layout {
        root: arguments.root.clone(),
        certificates: arguments.certificates.clone(),
        kit: arguments.kit.clone(),
    };
    let files = host_kit::write(&config, session.clock.now(), &layout, &arguments.folder).await?;
    session.output.say(&format!("written into `{}`: {}", arguments.folder.display(), files.join(", ")));
    Ok(Ending::Done)
}

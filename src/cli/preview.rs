//! `ardoise preview`.

use std::net::{Ipv4Addr, SocketAddr};

use clap::Args;

use crate::artifact::place::Places;
use crate::cli::{Ending, Session};
use crate::error::Result;
use crate::pipeline::access;
use crate::pipeline::build::{self, Mode};
use crate::serve::{self, watch};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The port on this machine
    #[arg(long, value_name = "N", default_value_t = 8080)]
    port: u16,
}

pub(super) async fn run(session: &Session, arguments: &Arguments) -> Result<Ending> {
    let mut config = session.load_config()?;
    let report =
        build::build(&config, session.clock.now(), Mode::Incremental, &session.output.progress("building")).await?;
    session.output.report(&report);
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
    let places = access::kept_places(&config, session.clock.now()).await?;
    let serving = serve::serve(&config.output_dir, places, address, serve::Mode::LiveReload, None).await?;
    session.output.say(&format!("serving at http://{}/ until Ctrl+C", serving.address()));
    let watched = [config.content_dir.clone(), config.themes_dir.clone(), session.config.clone()];
    let ignored = [config.output_dir.clone(), config.state_dir.clone()];
    let mut watcher = watch::watch(&watched, &ignored)?;
    loop {
        tokio::select! {
            () = watcher.changed() => {}
            _ = tokio::signal::ctrl_c() => break,
        }
        match rebuild(session, &mut config).await {
            Ok(places) => {
                serving.move_to(places);
                serving.reload();
            }
            Err(error) => session.output.error(&error),
        }
    }
    serving.stop().await;
    Ok(Ending::Done)
}

/// Builds with the configuration as it is now; one that is wrong leaves the sites as they are.
async fn rebuild(session: &Session, config: &mut crate::config::Config) -> Result<Places> {
    *config = session.load_config()?;
    let watcher = session.output.progress("building");
    let report = build::build(config, session.clock.now(), Mode::Incremental, &watcher).await?;
    session.output.report(&report);
    access::kept_places(config, session.clock.now()).await
}

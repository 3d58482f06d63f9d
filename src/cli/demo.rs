//! `ardoise demo`: the whole main job against a make-believe ENT on this machine.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use clap::Args;

use crate::cli::{Ending, Session};
use crate::config::Config;
use crate::config::secret::Lookup;
use crate::demo::Ent;
use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::http::Client;
use crate::pipeline::access;
use crate::pipeline::build::{self, Mode};
use crate::pipeline::pull;
use crate::serve;

/// The demo school, for a program that runs far from its repository.
const EMBEDDED_CONFIG: &str = include_str!("../../config.toml");

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Stop after the build
    #[arg(long)]
    once: bool,
    /// The port on this machine
    #[arg(long, value_name = "N", default_value_t = 8080)]
    port: u16,
}

pub(super) async fn run(session: &Session, arguments: &Arguments) -> Result<Ending> {
    let now = session.clock.frozen();
    let ent = Ent::start_at_home(now.instant())
        .await
        .map_err(|error| Error::new(Kind::Local, "cannot start the make-believe ENT").because(error))?;
    let config = config(session, &ent)?;
    let pulling = session.output.progress("pulling");
    let mut report = pull::pull(&config, &Client::new()?, now, &pull::Options::default(), &pulling).await?;
    let building = session.output.progress("building");
    report.extend(build::build(&config, now, Mode::Incremental, &building).await?);
    let ending = session.output.report(&report);
    if !arguments.once {
        session.output.say(&format!("the make-believe ENT answers at {}", ent.address()));
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
        let places = access::kept_places(&config, now).await?;
        let serving = serve::serve(&config.output_dir, places, address, serve::Mode::Plain, None).await?;
        session.output.say(&format!("serving at http://{}/ until Ctrl+C", serving.address()));
        tokio::signal::ctrl_c()
            .await
            .map_err(|error| Error::new(Kind::Local, "cannot wait for Ctrl+C").because(error))?;
        serving.stop().await;
    }
    ent.stop().await;
    Ok(ending)
}

/// The demo school's configuration, with the addresses of the make-believe ENT and a state of its own.
fn config(session: &Session, ent: &Ent) -> Result<Config> {
    let secrets = ent.secrets();
    let lookup: Lookup = Arc::new(move |name| secrets.get(name).cloned());
    let mut config = if fs::exists(&session.config) {
        Config::load(&session.config, &lookup)?
    } else {
        Config::parse(EMBEDDED_CONFIG, Path::new("."), &lookup)?
    };
    config.state_dir = config.state_dir.join("demo");
    Ok(config)
}

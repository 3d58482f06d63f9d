//! The command line: a stable contract. One verb, one file; `output` is the only place that prints.
//!
//! Exit codes: 0 done, with or without notices; 1 done in part; 2 could not work.

mod backup;
mod build;
mod check;
mod demo;
mod export;
mod find;
mod host_kit;
mod init;
mod output;
mod preview;
mod print;
mod publish;
mod pull;
mod restore;
mod rollback;
mod rotate;
mod run;
mod status;
mod withdraw;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use clap::{ArgAction, Parser, Subcommand};

use crate::cli::output::{Format, Output};
use crate::clock::Clock;
use crate::config::Config;
use crate::config::secret::Lookup;
use crate::error::Result;
use crate::model::time::Now;

/// Very light class sites and printable digests from a French school portal (ENT).
#[derive(Debug, Parser)]
#[command(name = "ardoise", version, max_term_width = 100)]
pub struct Cli {
    /// The configuration file
    #[arg(long, global = true, value_name = "FILE", default_value = "config.toml")]
    config: PathBuf,
    /// Work as if it were this instant
    #[arg(long, global = true, value_name = "RFC3339")]
    now: Option<DateTime<Utc>>,
    /// Print the result as JSON on the standard output; logs stay on the standard error
    #[arg(long, global = true)]
    json: bool,
    /// Log more (twice: even more)
    #[arg(short, long, global = true, action = ArgAction::Count)]
    verbose: u8,
    /// Print and log errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Start a make-believe ENT, pull from it, build its sites and serve them
    Demo(demo::Arguments),
    /// Write a commented configuration for a new school
    Init(init::Arguments),
    /// Look for what is wrong in the configuration, the notes and the theme
    Check(check::Arguments),
    /// Ask the sources, and keep what they answer
    Pull(pull::Arguments),
    /// Build the sites from what is kept
    Build(build::Arguments),
    /// Serve the sites, and build them again whenever notes, theme or configuration change
    Preview(preview::Arguments),
    /// Pull, build, publish and print by itself until it is stopped
    Run,
    /// Print the sheets of a week, each of them once
    Print(print::Arguments),
    /// Publish the sites: only what changed, completely or not at all
    Publish(publish::Arguments),
    /// Bring a target back to the release that it held before
    Rollback(rollback::Arguments),
    /// Write the configuration of a web server for the sites: nginx, Caddy, Apache
    HostKit(host_kit::Arguments),
    /// Give sites another secret address or password
    Rotate(rotate::Arguments),
    /// Tell where a text is: in which items, files, papers and print jobs
    Find(find::Arguments),
    /// Take items down everywhere, and keep them down
    Withdraw(withdraw::Arguments),
    /// Write all that a school needs into one file, while the daemon may run
    Backup(backup::Arguments),
    /// Bring a school back from a backup
    Restore(restore::Arguments),
    /// Write all that is kept as Markdown, JSON, iCalendar and files, to be used without Ardoise
    Export(export::Arguments),
    /// Tell what is fresh, stale, held back or failing
    Status,
}

/// How a verb ended, when it could work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// All was done.
    Done,
    /// A part failed or needs somebody, the rest went on.
    Partial,
}

/// What every verb is given.
#[derive(Debug)]
struct Session {
    config: PathBuf,
    clock: Clock,
    output: Output,
}

impl Cli {
    /// How much to log: -1 for errors only, 0 for warnings, 1 for information, 2 and more for details.
    pub fn verbosity(&self) -> i8 {
        if self.quiet { -1 } else { i8::try_from(self.verbose).unwrap_or(i8::MAX) }
    }
}

/// Runs the verb, prints its result, and tells the exit code.
pub async fn run(cli: Cli) -> ExitCode {
    let session = Session {
        config: cli.config,
        clock: Clock::new(cli.now.map(Now::new)),
        output: Output::new(match (cli.json, cli.quiet) {
            (true, _) => Format::Json,
            (false, true) => Format::Problems,
            (false, false) => Format::Lines,
        }),
    };
    let ending = match cli.verb {
        Verb::Demo(arguments) => demo::run(&session, &arguments).await,
        Verb::Init(arguments) => init::run(&session, &arguments).await,
        Verb::Check(arguments) => check::run(&session, &arguments).await,
        Verb::Pull(arguments) => pull::run(&session, &arguments).await,
        Verb::Build(arguments) => build::run(&session, &arguments).await,
        Verb::Preview(arguments) => preview::run(&session, &arguments).await,
        Verb::Run => run::run(&session).await,
        Verb::Print(arguments) => print::run(&session, &arguments).await,
        Verb::Publish(arguments) => publish::run(&session, &arguments).await,
        Verb::Rollback(arguments) => rollback::run(&session, &arguments).await,
        Verb::HostKit(arguments) => host_kit::run(&session, &arguments).await,
        Verb::Rotate(arguments) => rotate::run(&session, &arguments).await,
        Verb::Find(arguments) => find::run(&session, &arguments).await,
        Verb::Withdraw(arguments) => withdraw::run(&session, &arguments).await,
        Verb::Backup(arguments) => backup::run(&session, &arguments).await,
        Verb::Restore(arguments) => restore::run(&session, &arguments).await,
        Verb::Export(arguments) => export::run(&session, &arguments).await,
        Verb::Status => status::run(&session).await,
    };
    match ending {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::Partial) => ExitCode::from(1),
        Err(error) => {
            session.output.error(&error);
            ExitCode::from(if error.kind().stops_everything() { 2 } else { 1 })
        }
    }
}

impl Session {
    /// The checked configuration, with secrets from the environment.
    fn load_config(&self) -> Result<Config> {
        Config::load(&self.config, &environment())
    }
}

/// The variables of this process.
fn environment() -> Lookup {
    Arc::new(|name| std::env::var(name).ok())
}

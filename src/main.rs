//! The `ardoise` command: reads the command line, starts logging, and turns the result into an exit code.
#![expect(clippy::disallowed_methods, reason = "the log writer of the process is set here")]

use std::process::ExitCode;

use clap::Parser;
use tokio::runtime::Builder;
use tracing::level_filters::LevelFilter;

use ardoise::cli::Cli;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let level = match cli.verbosity() {
        i8::MIN..=-1 => LevelFilter::ERROR,
        0 => LevelFilter::WARN,
        1 => LevelFilter::INFO,
        _ => LevelFilter::DEBUG,
    };
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).with_ansi(colours).init();
    let runtime = match Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!(%error, "the system gives no threads");
            return ExitCode::from(2);
        }
    };
    let code = runtime.block_on(ardoise::cli::run(cli));
    // A daemon that was asked to stop does not wait for work that is safe to leave at any instant.
    runtime.shutdown_background();
    code
}

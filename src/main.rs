//! The `ardoise` command: reads the command line, starts logging, and turns the result into an exit code.
#![expect(clippy::disallowed_methods, reason = "the log writer of the process is set here")]

use std::process::ExitCode;

use clap::Parser;
use tracing::level_filters::LevelFilter;

use ardoise::cli::Cli;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let level = match cli.verbosity() {
        i8::MIN..=-1 => LevelFilter::ERROR,
        0 => LevelFilter::WARN,
        1 => LevelFilter::INFO,
        _ => LevelFilter::DEBUG,
    };
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).with_ansi(colours).init();
    ardoise::cli::run(cli).await
}

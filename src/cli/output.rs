//! The only place that prints.
#![expect(clippy::print_stderr, clippy::disallowed_methods, reason = "this module is the door to the terminal")]

mod kept;
mod taken_down;

use std::collections::BTreeSet;
use std::io::{IsTerminal, Write};
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::cli::Ending;
use crate::error::Error;
use crate::pipeline::Watcher;
use crate::pipeline::print::Talk;
use crate::report::RunReport;
use crate::report::print::PrintReport;
use crate::report::publish::PublishReport;
use crate::report::status::Status;

/// How results are shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Output {
    format: Format,
}

/// For whom results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Lines for people.
    Lines,
    /// Lines for people, but problems only.
    Problems,
    /// JSON for machines.
    Json,
}

impl Output {
    pub(super) fn new(format: Format) -> Self {
        Output { format }
    }

    /// Prints a sentence for people.
    pub(super) fn say(self, sentence: &str) {
        if self.format == Format::Lines {
            line(sentence);
        }
    }

    /// Prints what a verb did, and tells how it ended.
    pub(super) fn report(self, report: &RunReport) -> Ending {
        if self.format == Format::Json {
            json(report);
        } else {
            self.summary(report);
        }
        if report.is_partial() { Ending::Partial } else { Ending::Done }
    }

    /// Who prints each sentence about printing as soon as it is true.
    pub(super) fn talk(self) -> Talk {
        Arc::new(move |sentence| self.say(sentence))
    }

    /// Prints what became of the sheets, unless it was said already, and tells how it ended.
    pub(super) fn print(self, report: &PrintReport) -> Ending {
        match self.format {
            Format::Json => json(report),
            Format::Problems if report.is_partial() => report.said.iter().for_each(|sentence| eprintln!("{sentence}")),
            Format::Problems | Format::Lines => {}
        }
        if self.format == Format::Lines {
            for error in report.sheets.iter().filter_map(|sheet| sheet.error.as_ref()).collect::<BTreeSet<_>>() {
                eprintln!("problem: {error}");
            }
        }
        if report.is_partial() { Ending::Partial } else { Ending::Done }
    }

    /// Prints what became of the targets, and tells how it ended.
    pub(super) fn publish(self, report: &PublishReport) -> Ending {
        if self.format == Format::Json {
            json(report);
        }
        if self.format != Format::Json {
            for problem in &report.problems {
                eprintln!("problem: `{}`: {}", problem.subject, problem.message);
            }
        }
        if self.format == Format::Lines {
            for target in &report.targets {
                for sent in &target.sent {
                    line(&format!("  {} ({} bytes)", sent.file, sent.bytes));
                }
                line(&format!(
                    "target {} ({}): {}, {} files sent ({} bytes), {} removed",
                    target.target,
                    target.kind,
                    target.outcome.as_str(),
                    target.sent.len(),
                    target.bytes,
                    target.removed
                ));
            }
            for notice in &report.notices {
                line(&format!("notice: `{}` {}", notice.subject, notice.message));
            }
        }
        if report.is_partial() { Ending::Partial } else { Ending::Done }
    }

    /// Prints the state of a school.
    pub(super) fn status(self, status: &Status) {
        if self.format == Format::Json {
            json(status);
            return;
        }
        line(&format!("{} at {}", status.school, status.now));
        for source in &status.sources {
            line(&format!("source {} ({})", source.id, source.kind));
            if source.kinds.is_empty() {
                line("  nothing was ever received");
            }
            for kind in &source.kinds {
                let success = kind.last_success.as_deref().unwrap_or("never");
                let to = kind.coverage_to.as_deref().map(|day| format!(", covers to {day}")).unwrap_or_default();
                let held = if kind.held_back > 0 { format!(", {} held back", kind.held_back) } else { String::new() };
                line(&format!("  {}: {} items, last success {success}{to}{held}", kind.kind, kind.items));
            }
            if let Some(error) = &source.last_error {
                line(&format!("  last error: {error}"));
            }
        }
        for site in &status.sites {
            let built = site.built_at.as_deref().unwrap_or("never");
            let fresh = site.data_as_of.as_deref().unwrap_or("unknown");
            let weight = site.index_bytes;
            line(&format!(
                "site {}: {} pages, built {built}, data as of {fresh}, index {} bytes ({} gzip, {} brotli)",
                site.id, site.pages, weight.raw, weight.gzip, weight.br
            ));
        }
        for target in &status.targets {
            let success = target.last_success.as_deref().unwrap_or("never");
            line(&format!("target {} ({}): {} files, last success {success}", target.id, target.kind, target.files));
            if let Some(error) = &target.last_error {
                line(&format!("  last error: {error}"));
            }
        }
        for print in &status.prints {
            let class = print.class.as_deref().unwrap_or("all classes");
            let proof = print.proof.map(|proof| format!(" (told by the {})", proof.as_str())).unwrap_or_default();
            line(&format!(
                "print {} {class} {} x{} on {}: {}{proof}, sent {}",
                print.week,
                print.sheet,
                print.copies,
                print.printer,
                print.state.as_str(),
                print.at
            ));
        }
        for notice in &status.notices {
            line(&format!("notice: `{}` {}", notice.subject, notice.message));
        }
    }

    /// Prints why nothing could be done.
    pub(super) fn error(self, error: &Error) {
        if self.format == Format::Json {
            json(&serde_json::json!({ "error": { "kind": error.kind(), "message": error.chain() } }));
        }
        eprintln!("error: {}", error.chain());
    }

    /// A progress bar on a terminal, silence elsewhere.
    pub(super) fn progress(self, what: &'static str) -> Watcher {
        if self.format != Format::Lines || !std::io::stderr().is_terminal() {
            return Arc::new(|_| {});
        }
        let style = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::no_length().with_style(style).with_message(what);
        Arc::new(move |progress| {
            bar.set_length(progress.total as u64);
            bar.set_position(progress.done as u64);
            if progress.done == progress.total {
                bar.finish_and_clear();
            }
        })
    }

    fn summary(self, report: &RunReport) {
        for problem in &report.problems {
            eprintln!("problem: `{}`: {}", problem.subject, problem.message);
        }
        if self.format == Format::Problems {
            return;
        }
        for source in &report.sources {
            let held = if source.newly_held { ", some held back: see `ardoise status`" } else { "" };
            let state = if source.failed { "failed; what was known stays: " } else { "" };
            line(&format!("source {}: {state}{} items{held}", source.source, source.items));
        }
        for site in &report.sites {
            line(&format!("site {}: {} pages, {} files written", site.site, site.pages, site.written));
        }
        for notice in &report.notices {
            line(&format!("notice: `{}` {}", notice.subject, notice.message));
        }
        if !report.sites.is_empty() {
            line(&format!("{} files written, {} removed", report.written, report.removed));
        }
    }
}

/// A reader that went away (`| head`) is no reason to complain.
fn line(text: &str) {
    drop(writeln!(std::io::stdout(), "{text}"));
}

/// Says what is wrong.
fn complain(text: &str) {
    eprintln!("{text}");
}

fn json(value: &impl Serialize) {
    match serde_json::to_string_pretty(value) {
        Ok(text) => line(&text),
        Err(error) => eprintln!("error: cannot write the result as JSON: {error}"),
    }
}

//! What is found, and what is taken down, as lines.

use crate::cli::Ending;
use crate::cli::output::{Format, Output, complain, json, line};
use crate::model::id::ItemId;
use crate::report::find::FindReport;
use crate::report::withdraw::WithdrawReport;

impl Output {
    /// Prints where a text is.
    pub(in crate::cli) fn find(self, report: &FindReport) {
        if self.format == Format::Json {
            json(report);
            return;
        }
        if report.items.is_empty() && report.files.is_empty() {
            line("nothing holds it");
        }
        for item in &report.items {
            let until = item.until.as_deref().map(|day| format!(", until {day}")).unwrap_or_default();
            line(&format!("{}: {}{until}, {}", item.item, item.kind, item.state.as_str()));
            item.jobs.iter().for_each(|job| line(&format!("  printed by {job}")));
            for entry in &item.journal {
                line(&format!("  {} {} by {}: {}", entry.at.to_rfc3339(), entry.deed.as_str(), entry.by, entry.place));
            }
        }
        report.files.iter().for_each(|file| line(&format!("file {file}")));
        report.targets.iter().for_each(|file| line(file));
        report.unread.iter().for_each(|file| line(&format!("cannot be read: {file}")));
    }

    /// Prints what was taken down, and tells how it ended.
    pub(in crate::cli) fn withdraw(self, report: &WithdrawReport) -> Ending {
        let ending = if report.is_partial() { Ending::Partial } else { Ending::Done };
        if self.format == Format::Json {
            json(report);
            return ending;
        }
        for problem in &report.problems {
            complain(&format!("problem: `{}` not reached: {}", problem.subject, problem.message));
        }
        for paper in &report.on_paper {
            let sure = if paper.sure { "is" } else { "may be" };
            let (sheet, copies, printer) = (&paper.sheet, paper.copies, &paper.printer);
            complain(&format!("problem: {sheet} {sure} on paper, {copies} copies from {printer}: collect them"));
        }
        if self.format == Format::Problems {
            return ending;
        }
        report.items.iter().for_each(|item| line(&format!("{item} stays down")));
        report.places.iter().for_each(|place| line(&format!("{}: {}", place.place, place.done)));
        report.alike.iter().for_each(|item| line(&format!("{item} holds the same words, and stays")));
        ending
    }

    /// Prints what stays down.
    pub(in crate::cli) fn withdrawn(self, items: &[ItemId]) {
        let names: Vec<String> = items.iter().map(ToString::to_string).collect();
        if self.format == Format::Json {
            json(&names);
        } else {
            for name in &names {
                line(name);
            }
        }
    }

    /// Prints what may be shown again.
    pub(in crate::cli) fn allowed(self, items: &[ItemId]) {
        if self.format == Format::Json {
            json(&serde_json::json!({ "allowed": items.iter().map(ToString::to_string).collect::<Vec<_>>() }));
        } else {
            for item in items {
                self.say(&format!("{item} may be shown again, from its source's next answer on"));
            }
        }
    }
}

//! What was kept, what came back, and what was handed out, as lines.

use std::path::Path;

use crate::cli::output::{Format, Output, complain, json, line};
use crate::report::backup::{BackupReport, RestoreReport};
use crate::report::export::ExportReport;

impl Output {
    /// Prints what is in a backup.
    pub(in crate::cli) fn backup(self, report: &BackupReport, file: &Path) {
        if self.format == Format::Json {
            json(report);
            return;
        }
        let BackupReport { files, blobs, bytes, .. } = report;
        self.say(&format!(
            "wrote `{}`: the state, {blobs} fetched files, {files} of your files, {bytes} bytes",
            file.display()
        ));
        self.say("secrets that the configuration only refers to are not in it: keep them apart");
    }

    /// Prints what came back.
    pub(in crate::cli) fn restore(self, report: &RestoreReport) {
        if self.format == Format::Json {
            json(report);
            return;
        }
        report.kept.iter().for_each(|name| complain(&format!("notice: yours stays, the backup has another `{name}`")));
        if let Some(week) = report.unknown_through {
            complain(&format!(
                "notice: what was printed since {} is unknown: through {week}, only `ardoise print --reprint` prints",
                report.made_at
            ));
        }
        if self.format == Format::Lines {
            report.written.iter().for_each(|name| line(&format!("wrote {name}")));
            line(&format!("{} items as of {}, {} stay down", report.items, report.made_at, report.withdrawn));
            line("now run `ardoise build`, or start the daemon");
        }
    }

    /// Prints what was exported.
    pub(in crate::cli) fn export(self, report: &ExportReport, folder: &Path) {
        if self.format == Format::Json {
            json(report);
            return;
        }
        report.items.iter().for_each(|(kind, number)| self.say(&format!("{kind}: {number}")));
        self.say(&format!("{} files in `{}`: begin with LISEZMOI.txt", report.files, folder.display()));
    }
}

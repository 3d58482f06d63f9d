//! Which week's gazettes are printed, and when.

use chrono::TimeDelta;

use crate::daemon::Daemon;
use crate::daemon::event::Job;
use crate::daemon::hours::PrintWindow;
use crate::http::backoff;
use crate::ledger::State;
use crate::model::time::{Now, Week};
use crate::report::print::{Outcome, PrintReport, SheetReport};

/// How long a sheet that waits for something is left alone.
const PRINT_AGAIN: TimeDelta = TimeDelta::minutes(5);

impl Daemon {
    /// The gazettes whose time it is, once everything is built that they tell.
    pub(super) fn print_due(&self, now: Now) -> Option<PrintWindow> {
        let pending = self.changed.is_some() || self.tasks.has(Job::Build) || self.tasks.has(Job::Pull);
        let waits = self.print_again.is_some_and(|at| at > now.instant());
        if self.config.printers.is_empty() || pending || waits || self.hours().is_quiet(now.instant()) {
            return None;
        }
        let week = Week::of(now.day(self.config.school.zone));
        let weeks = [week, week.next()].into_iter().filter(|week| !self.printed.contains(week));
        let open = |window: &PrintWindow| window.from <= now.instant() && now.instant() < window.to;
        weeks.filter_map(|week| self.hours().print_window(week)).find(open)
    }

    pub(super) fn learn_about_sheets(&mut self, week: Week, report: &PrintReport, now: Now) {
        // A stopped printer waits for somebody, who is told: its jobs go on by themselves.
        let goes_on = |state| matches!(state, State::Waiting | State::Held | State::Printing | State::Stopped);
        let open = |sheet: &SheetReport| sheet.outcome == Outcome::Stale || sheet.state.is_some_and(goes_on);
        // Somebody looks after the printer, and may take an hour or a minute.
        let untaken = |outcome| matches!(outcome, Outcome::Refused | Outcome::Missing | Outcome::NoPrinter);
        if report.sheets.iter().any(|sheet| untaken(sheet.outcome)) {
            self.untaken = self.untaken.saturating_add(1);
            let draw = backoff::draw(Job::Print.as_str(), now.instant());
            self.print_again = Some(backoff::next_try(self.untaken, now.instant(), draw));
            return;
        }
        self.untaken = 0;
        if report.sheets.iter().any(open) {
            self.print_again = Some(now.instant() + PRINT_AGAIN);
        } else {
            self.print_again = None;
            self.printed.insert(week);
        }
    }
}

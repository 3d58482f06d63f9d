//! What the office orders about jobs that a printer already has: release them, or take them back.

use crate::error::Result;
use crate::ledger::JobKey;
use crate::pipeline::print::desk::{Desk, Line};
use crate::pipeline::print::{Action, choice};
use crate::report::print::Outcome;

impl Desk<'_> {
    /// Gives the order of the options about every job that it concerns. A job that the printer does not know stays as it is.
    pub(super) async fn order(&mut self) -> Result<Vec<Line>> {
        self.ask_about_open().await?;
        let ordered = self.entries().iter().filter(|entry| choice::is_ordered(entry, self.run));
        let ordered: Vec<JobKey> = ordered.map(|entry| entry.key.clone()).collect();
        let mut lines = Vec::new();
        for key in &ordered {
            let Some(line) = self.order_one(key).await else { continue };
            self.say(self.french.line(&line));
            lines.push(line);
        }
        self.ask_about_open().await?;
        self.watch_lines(&lines).await?;
        Ok(lines)
    }

    async fn order_one(&mut self, key: &JobKey) -> Option<Line> {
        let id = self.entry(key)?.intent.printer.clone();
        let survey = self.survey(&id, std::slice::from_ref(key)).await;
        let entry = self.entry(key)?;
        let (Some(found), Some(printer)) = (survey.and_then(|survey| survey.find(entry)), self.printers.get(&id))
        else {
            return Some(Line::of_job(entry, Outcome::Uncertain));
        };
        let (given, outcome) = match self.run.options.action {
            Action::Release => (printer.release(&found).await, Outcome::Released),
            _ => (printer.cancel(entry, &found).await, Outcome::Canceled),
        };
        Some(match given {
            Ok(()) => Line::of_job(entry, outcome),
            Err(failure) => Line::of_job(entry, Outcome::Refused).because(failure),
        })
    }
}

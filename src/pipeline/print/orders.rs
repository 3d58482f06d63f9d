//! What the office orders about jobs that a printer already has: release them, or take them back.

use crate::error::Result;
use crate::ledger::{JobKey, Proof, State};
use crate::pipeline::print::desk::{Desk, Standing};
use crate::pipeline::print::line::Line;
use crate::pipeline::print::{Action, choice};
use crate::report::print::Outcome;

impl Desk<'_> {
    /// Gives the order of the options about every job that it concerns. A job that the printer does not know stays as it is.
    pub(super) async fn order(&mut self) -> Result<Vec<Line>> {
        self.ask_about_open().await?;
        let ordered = self.entries().iter().filter(|entry| choice::is_ordered(entry, self.run));
        let ordered: Vec<JobKey> = ordered.map(|entry| entry.key.clone()).collect();
        self.order_about(&ordered).await
    }

    /// Gives the order of the options about these jobs, once it is known how they are.
    pub(super) async fn order_about_these(&mut self, jobs: &[JobKey]) -> Result<Vec<Line>> {
        self.ask_about_open().await?;
        let can_be_taken_back = |key: &&JobKey| {
            self.entry(key).is_some_and(|entry| entry.state.is_open() || entry.proof == Some(Proof::Folder))
        };
        let open: Vec<JobKey> = jobs.iter().filter(can_be_taken_back).cloned().collect();
        self.order_about(&open).await
    }

    async fn order_about(&mut self, ordered: &[JobKey]) -> Result<Vec<Line>> {
        let mut lines = Vec::new();
        for key in ordered {
            let Some(line) = self.order_one(key).await? else { continue };
            self.say_line(&line);
            lines.push(line);
        }
        self.ask_about_open().await?;
        self.watch_lines(&lines).await?;
        Ok(lines)
    }

    async fn order_one(&mut self, key: &JobKey) -> Result<Option<Line>> {
        let Some(id) = self.entry(key).map(|entry| entry.intent.printer.clone()) else { return Ok(None) };
        let survey = self.survey(&id, std::slice::from_ref(key)).await;
        let (Some(entry), Some(printer)) = (self.entry(key), self.printers.get(&id)) else { return Ok(None) };
        let Some(found) = survey.and_then(|survey| survey.find(entry)?.here) else {
            return Ok(Some(Line::of_job(entry, Outcome::Uncertain)));
        };
        let (given, outcome) = match self.run.options.action {
            Action::Release => (printer.release(&found).await, Outcome::Released),
            _ => (printer.cancel(entry, &found).await, Outcome::Canceled),
        };
        let line = Line::of_job(entry, outcome);
        if let Err(failure) = given {
            return Ok(Some(Line::of_job(entry, Outcome::Refused).because(failure)));
        }
        if entry.proof == Some(Proof::Folder) {
            self.note(key, Standing { state: State::Canceled, proof: None, reasons: Vec::new() }).await?;
        }
        Ok(Some(line))
    }
}

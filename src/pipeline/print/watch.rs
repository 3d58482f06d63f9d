//! Asking printers what became of jobs, once or until they are over.

use std::collections::BTreeSet;

use crate::error::Result;
use crate::ledger::{JobKey, State};
use crate::model::id::PrinterId;
use crate::pipeline::print::desk::{Desk, Standing};
use crate::pipeline::print::line::Line;
use crate::print::{Finding, Survey};

/// What a job is that a printer does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unknown {
    /// Uncertain, for a person to decide.
    Uncertain,
    /// Perhaps not there yet: the printer may still be reading it.
    PerhapsLater,
}

impl Desk<'_> {
    /// Asks about every job that the ledger does not know to be over. Nothing is sent before.
    pub(super) async fn ask_about_open(&mut self) -> Result<()> {
        let open = self.entries().iter().filter(|entry| entry.state.is_open()).map(|entry| entry.key.clone());
        let open: Vec<JobKey> = open.collect();
        self.ask(&open, Unknown::Uncertain).await.map(drop)
    }

    /// Asks about every job that moves; tells whether there is news.
    pub(super) async fn ask_about_moving(&mut self) -> Result<bool> {
        let moving = self.entries().iter().filter(|entry| entry.state.moves()).map(|entry| entry.key.clone());
        let moving: Vec<JobKey> = moving.collect();
        self.ask(&moving, Unknown::PerhapsLater).await
    }

    /// Watches the jobs of these lines until they are over, held, or quiet for too long.
    pub(super) async fn watch_lines(&mut self, lines: &[Line]) -> Result<()> {
        let jobs = lines.iter().filter(|line| line.is_underway()).filter_map(|line| line.job.clone());
        let jobs: Vec<JobKey> = jobs.collect();
        let mut pauses = self.run.options.patience.pauses();
        loop {
            let moving: Vec<JobKey> = jobs.iter().filter(|key| self.is_moving(key)).cloned().collect();
            if moving.is_empty() {
                return Ok(());
            }
            if self.ask(&moving, Unknown::PerhapsLater).await? {
                pauses.restart();
            }
            let only_doubts = moving.iter().all(|key| self.is_doubtful(key));
            if (only_doubts && pauses.in_doubt()) || !pauses.pause().await {
                break;
            }
        }
        self.ask(&jobs, Unknown::Uncertain).await?;
        let unfinished: Vec<&JobKey> = jobs.iter().filter(|key| self.is_moving(key)).collect();
        for key in &unfinished {
            self.say_state(key);
        }
        if !unfinished.is_empty() {
            self.say(self.french.not_out_yet());
        }
        Ok(())
    }

    fn is_moving(&self, key: &JobKey) -> bool {
        self.entry(key).is_some_and(|entry| entry.state.moves() || entry.state == State::Intended)
    }

    fn is_doubtful(&self, key: &JobKey) -> bool {
        self.entry(key).is_some_and(|entry| entry.state == State::Intended)
    }

    /// Asks the printers of some jobs, writes and tells what is new, and whether anything is.
    async fn ask(&mut self, jobs: &[JobKey], unknown: Unknown) -> Result<bool> {
        let printers = jobs.iter().filter_map(|key| Some(self.entry(key)?.intent.printer.clone()));
        let printers: BTreeSet<PrinterId> = printers.collect();
        let mut news = false;
        for printer in printers {
            let here = |key: &&JobKey| self.entry(key).is_some_and(|entry| entry.intent.printer == printer);
            let here: Vec<JobKey> = jobs.iter().filter(here).cloned().collect();
            let Some(survey) = self.survey(&printer, &here).await else { continue };
            for key in &here {
                let found = self.entry(key).and_then(|entry| survey.find(entry));
                if self.settle(key, found, unknown).await? {
                    self.say_state(key);
                    news = true;
                }
            }
        }
        Ok(news)
    }

    /// All jobs of a printer; those of the printer behind it too when only a queue vouches for one of ours.
    pub(super) async fn survey(&mut self, id: &PrinterId, jobs: &[JobKey]) -> Option<Survey> {
        let printer = self.printers.get(id)?;
        let mut survey = printer.survey().await;
        if let Ok(shallow) = &survey
            && jobs.iter().filter_map(|key| self.entry(key)).any(|entry| shallow.is_hearsay(entry))
            && let Ok(deep) = printer.deep_survey().await
        {
            survey = Ok(deep);
        }
        match survey {
            Ok(survey) => {
                self.silent.remove(id);
                Some(survey)
            }
            Err(failure) => {
                if self.silent.insert(id.clone()) {
                    self.say(self.french.silent(id, &failure.trouble));
                }
                None
            }
        }
    }

    /// Writes what was found of a job; tells whether it is news.
    async fn settle(&mut self, key: &JobKey, found: Option<Finding>, unknown: Unknown) -> Result<bool> {
        let Some(entry) = self.entry(key) else { return Ok(false) };
        let Some(found) = found else {
            if entry.state == State::Intended && unknown == Unknown::PerhapsLater {
                return Ok(false);
            }
            return self.note(key, Standing { state: State::Uncertain, proof: None, reasons: Vec::new() }).await;
        };
        if let (None, Some(receipt)) = (&entry.receipt, found.here) {
            self.note_receipt(key, receipt).await?;
        }
        self.note(key, Standing { state: found.state, proof: found.proof, reasons: found.reasons }).await
    }
}

//! The desk of a run: the ledger, the printers, and what the office is told.

use std::collections::{BTreeMap, BTreeSet};

use crate::artifact::Manifest;
use crate::artifact::sheet::SheetFacts;
use crate::config::Config;
use crate::config::printer::PrinterConfig;
use crate::error::Result;
use crate::ledger::{Entry, Intent, JobKey, Proof, Purpose, Reason, Receipt, State};
use crate::model::id::{ClassId, PrinterId};
use crate::model::time::{Now, Week};
use crate::pipeline::output::Output;
use crate::pipeline::print::choice::{self, Chosen};
use crate::pipeline::print::french::French;
use crate::pipeline::print::line::Line;
use crate::pipeline::print::{Options, Talk};
use crate::print::options::{self, Capabilities, Choice, Start, Wish};
use crate::print::trouble::{Failure, Trouble};
use crate::print::{Accepted, Printer, Sent, Ticket};
use crate::report::print::{Outcome, PaperCount, PrintReport, SheetReport, WeekCoverage};
use crate::store::Store;

/// What a run is given.
#[derive(Clone, Copy)]
pub(super) struct Run<'d> {
    pub(super) config: &'d Config,
    pub(super) manifest: &'d Manifest,
    pub(super) week: Week,
    pub(super) options: &'d Options,
    pub(super) now: Now,
    pub(super) talk: &'d Talk,
}

/// A run's surroundings.
pub(super) struct Desk<'d> {
    pub(super) run: Run<'d>,
    pub(super) store: &'d Store,
    pub(super) french: French<'d>,
    pub(super) printers: BTreeMap<PrinterId, Printer>,
    /// The printers that did not answer, so that the office is told once.
    pub(super) silent: BTreeSet<PrinterId>,
    capabilities: BTreeMap<PrinterId, Result<Capabilities, Trouble>>,
    entries: Vec<Entry>,
    /// The last week of which nobody knows what was printed, because the ledger was lost.
    pub(super) lost_through: Option<Week>,
    said: Vec<String>,
}

/// How a job stands.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) state: State,
    pub(super) proof: Option<Proof>,
    pub(super) reasons: Vec<Reason>,
}

impl<'d> Desk<'d> {
    /// Lays everything out. A printer that cannot be used is told when a sheet is for it.
    pub(super) async fn open(run: Run<'d>, store: &'d Store, french: French<'d>) -> Result<Self> {
        let open = |printer: &PrinterConfig| Some((printer.id.clone(), Printer::open(printer).ok()?));
        Ok(Desk {
            run,
            store,
            french,
            printers: run.config.printers.iter().filter_map(open).collect(),
            silent: BTreeSet::new(),
            capabilities: BTreeMap::new(),
            entries: store.print_jobs().await?,
            lost_through: store.restoration().await?.map(|restoration| restoration.through),
            said: Vec::new(),
        })
    }

    /// The ledger.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn entry(&self, key: &JobKey) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == *key)
    }

    /// Writes how a job stands, when that is news; tells whether it is.
    pub(super) async fn note(&mut self, key: &JobKey, found: Standing) -> Result<bool> {
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.key == *key) else { return Ok(false) };
        if (entry.state, entry.proof, &entry.reasons) == (found.state, found.proof, &found.reasons) {
            return Ok(false);
        }
        self.store.note_job(key, found.state, found.proof, &found.reasons).await?;
        (entry.state, entry.proof, entry.reasons) = (found.state, found.proof, found.reasons);
        Ok(true)
    }

    /// Writes what a printer said when it took a job.
    pub(super) async fn note_receipt(&mut self, key: &JobKey, receipt: Receipt) -> Result<()> {
        self.store.note_receipt(key, &receipt).await?;
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.key == *key) {
            entry.receipt = Some(receipt);
        }
        Ok(())
    }

    /// Tells the office a sentence.
    pub(super) fn say(&mut self, sentence: String) {
        (self.run.talk)(&sentence);
        self.said.push(sentence);
    }

    /// Tells the office what is done with a sheet.
    pub(super) fn say_line(&mut self, line: &Line) {
        let rests =
            |key: &&JobKey| self.entry(key).is_some_and(|entry| matches!(entry.state, State::Completed | State::Held));
        match line.job.as_ref().filter(|_| line.sheet.outcome == Outcome::Sent).filter(rests) {
            Some(key) => self.say_state(key),
            None => self.say(self.french.line(line)),
        }
    }

    /// Tells the office how a job stands, unless it was told so before.
    pub(super) fn say_state(&mut self, key: &JobKey) {
        if let Some(entry) = self.entry(key) {
            let what = self.french.state(entry);
            let intent = &entry.intent;
            let sentence = self.french.about(intent.class.as_ref(), (intent.kind, intent.profile), &what);
            if !self.said.contains(&sentence) {
                self.say(sentence);
            }
        }
    }

    /// Sends one sheet, once.
    pub(super) async fn send(&mut self, sheet: Chosen<'_>, purpose: Purpose) -> Result<Line> {
        let (config, facts) = (self.run.config, sheet.facts);
        let Some(printer) = choice::printer(config, facts) else { return Ok(Line::new(facts, Outcome::NoPrinter)) };
        let mut line = Line::new(facts, Outcome::Refused);
        line.sheet.printer = Some(printer.id.clone());
        let Some(bytes) = Output::new(&config.output_dir).sheet(sheet.path, &facts.file)? else {
            line.sheet.outcome = Outcome::Missing;
            return Ok(line);
        };
        let hold = self.run.options.hold || (printer.hold && purpose == Purpose::Run);
        let start = if hold { Start::WhenReleased } else { Start::Now };
        let intent = self.intent(facts, printer.id.clone(), purpose);
        let wish = Wish { copies: intent.copies, pages: intent.pages, start };
        let choice = match self.choose(printer, wish).await {
            Ok(choice) => choice,
            Err(failure) => return Ok(line.because(failure)),
        };
        for remark in &choice.remarks {
            let remark = self.french.remark(*remark);
            self.say(self.french.about(facts.class.as_ref(), (facts.kind, facts.profile), &remark));
        }
        line.sheet.copies = choice.copies;
        line.sheet.paper = intent.pages.div_ceil(choice.pages_on_a_sheet()) * choice.copies;
        let key = self.store.intend(&intent, self.run.now.instant()).await?;
        self.entries.push(Entry::new(key.clone(), intent, self.run.now.instant()));
        if let Some(failure) = self.hand_over(&key, &choice, &bytes).await? {
            line = line.because(failure);
        }
        let refused = self.entry(&key).is_some_and(|entry| entry.state == State::Refused);
        line.sheet.outcome = if refused { Outcome::Refused } else { Outcome::Sent };
        line.job = Some(key);
        Ok(line)
    }

    /// Hands a sheet over whose intent is written, and writes what came of it. A busy printer certainly did not take it: it is asked
    /// again, while what it has already is watched.
    async fn hand_over(&mut self, key: &JobKey, choice: &Choice, bytes: &[u8]) -> Result<Option<Failure>> {
        let mut pauses = self.run.options.patience.pauses();
        loop {
            let failure = match self.submit(key, choice, bytes).await {
                Some(Ok(accepted)) => {
                    let by_hand = accepted.state == State::Completed;
                    let printer_uuid = self.printer_uuid(key);
                    self.note_receipt(key, Receipt { printer_uuid, ..accepted.receipt }).await?;
                    let proof = by_hand.then_some(Proof::Folder);
                    self.note(key, Standing { state: accepted.state, proof, reasons: Vec::new() }).await?;
                    return Ok(None);
                }
                Some(Err(failure)) => failure,
                None => return Ok(None),
            };
            if failure.sent == Sent::Perhaps {
                return Ok(Some(failure));
            }
            if failure.trouble == Trouble::Busy && pauses.pause().await {
                if self.ask_about_moving().await? {
                    pauses.restart();
                }
                continue;
            }
            self.note(key, Standing { state: State::Refused, proof: None, reasons: Vec::new() }).await?;
            return Ok(Some(failure));
        }
    }

    async fn submit(&self, key: &JobKey, choice: &Choice, bytes: &[u8]) -> Option<Result<Accepted, Failure>> {
        let entry = self.entry(key)?;
        let name = self.french.job_name(&entry.intent, key);
        Some(self.printers.get(&entry.intent.printer)?.submit(Ticket { name: &name, choice, bytes }).await)
    }

    fn printer_uuid(&self, key: &JobKey) -> Option<String> {
        let printer = &self.entry(key)?.intent.printer;
        self.capabilities.get(printer)?.as_ref().ok()?.uuid.clone()
    }

    fn intent(&self, facts: &SheetFacts, printer: PrinterId, purpose: Purpose) -> Intent {
        let told = facts.class.as_ref().and_then(|class| self.run.manifest.told.get(&facts.week)?.get(&class.id));
        Intent {
            week: facts.week,
            class: facts.class.clone(),
            profile: facts.profile,
            kind: facts.kind,
            digest: facts.file.digest.clone(),
            copies: if purpose == Purpose::Trial { 1 } else { facts.copies },
            pages: u32::try_from(facts.pages).unwrap_or(u32::MAX),
            printer,
            purpose,
            data_as_of: facts.data_as_of,
            told: told.cloned().unwrap_or_default(),
        }
    }

    /// What to ask of a printer, once it has told what it can do. One that did not answer is not asked again for each sheet.
    async fn choose(&mut self, config: &PrinterConfig, wish: Wish) -> Result<Choice, Failure> {
        let known = if let Some(known) = self.capabilities.get(&config.id) {
            known.clone()
        } else {
            let asked = match self.printers.get(&config.id) {
                Some(printer) => printer.ask().await,
                None => Err(Printer::open(config).err().unwrap_or_else(|| unusable(config))),
            };
            let known = asked.as_ref().map(Clone::clone).map_err(|failure| failure.trouble.clone());
            self.capabilities.insert(config.id.clone(), known);
            Ok(asked?)
        };
        let chosen = known.and_then(|capabilities| options::choose(&capabilities, &wish));
        chosen.map_err(|trouble| Failure::refusal(trouble, config.id.as_str()))
    }

    /// All that was done.
    pub(super) fn report(mut self, lines: Vec<Line>, coverage: Vec<WeekCoverage>) -> PrintReport {
        let sheets: Vec<SheetReport> = lines.into_iter().map(|line| self.finished(line)).collect();
        let goes = |sheet: &&SheetReport| matches!(sheet.outcome, Outcome::Sent | Outcome::WouldPrint);
        let mut classes: Vec<(Option<ClassId>, PaperCount)> = Vec::new();
        for sheet in sheets.iter().filter(goes) {
            match classes.last_mut().filter(|(class, _)| *class == sheet.class) {
                Some((_, count)) => count.add(sheet),
                None => classes.push((sheet.class.clone(), PaperCount::default().with(sheet))),
            }
        }
        let mut paper = PaperCount::default();
        sheets.iter().filter(goes).for_each(|sheet| paper.add(sheet));
        for (class, count) in &classes {
            let class = self.run.config.classes.iter().find(|known| Some(&known.id) == class.as_ref());
            self.say(self.french.sum_of_class(class.map(|class| class.label.as_str()), *count));
        }
        if !classes.is_empty() {
            self.say(self.french.sum(paper));
        }
        for week in &coverage {
            self.say(self.french.coverage(week));
        }
        PrintReport { schema: 1, week: self.run.week, sheets, paper, coverage, said: self.said }
    }

    /// A line with what the ledger knows of its job by now.
    fn finished(&self, line: Line) -> SheetReport {
        let mut sheet = line.sheet;
        let Some(entry) = line.job.as_ref().and_then(|key| self.entry(key)) else { return sheet };
        sheet.job = Some(entry.key.as_str().to_owned());
        (sheet.state, sheet.proof, sheet.reasons) = (Some(entry.state), entry.proof, entry.reasons.clone());
        sheet.printer = Some(entry.intent.printer.clone());
        sheet
    }
}

fn unusable(config: &PrinterConfig) -> Failure {
    Failure::refusal(Trouble::Configuration, config.id.as_str())
}

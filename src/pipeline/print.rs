//! `output/` → printers, each sheet once. Reads the output folder and the ledger, nothing else.
//!
//! The intent to send a sheet is on the disk before the printer hears of it. A run starts by asking the printers about every job that
//! the ledger does not know to be over; what no printer knows is uncertain, and only `--reprint` sends it again.

mod choice;
mod coverage;
mod desk;
mod french;
mod line;
mod orders;
mod patience;
mod watch;

use std::sync::Arc;
use std::time::Duration;

use chrono::{Days, NaiveDate};

use crate::artifact::Manifest;
use crate::artifact::sheet::{SheetFacts, SheetKind};
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::ledger::{Entry, JobKey, Purpose, Receipt, State};
use crate::model::id::ClassId;
use crate::model::paper::Profile;
use crate::model::time::{Now, Week};
use crate::pipeline::output::Output;
use crate::pipeline::print::choice::Verdict;
use crate::pipeline::print::desk::{Desk, Run};
use crate::pipeline::print::french::French;
use crate::pipeline::print::line::Line;
use crate::pipeline::theme;
use crate::print::Printer;
use crate::report::print::{Outcome, PrintReport, WeekCoverage};
use crate::store::Store;
use crate::store::lock::{Stage, lock};

pub use patience::Patience;

/// On Friday the office prints next week's gazette.
const AHEAD: Days = Days::new(3);

/// How long a printer is watched after a job was taken back.
const BRIEFLY: Duration = Duration::from_secs(5);

/// What is asked of a run.
#[derive(Debug, Clone)]
pub struct Options {
    /// What to do.
    pub action: Action,
    /// Only these classes; none means all.
    pub classes: Vec<ClassId>,
    /// The week; none means the one that gazettes cover now.
    pub week: Option<Week>,
    /// Only this profile.
    pub profile: Option<Profile>,
    /// Which sheets.
    pub kinds: Vec<SheetKind>,
    /// Whether what was sent before is sent again.
    pub reprint: bool,
    /// What becomes of sheets with old data.
    pub stale: Stale,
    /// Whether jobs wait at the printer until they are released.
    pub hold: bool,
    /// How long printers are watched.
    pub patience: Patience,
}

/// What a run does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Sends sheets, and watches them to the end.
    Print,
    /// Only tells what would be sent.
    DryRun,
    /// Sends one copy of the first sheet.
    Trial,
    /// Lets jobs that wait go to paper.
    Release,
    /// Takes jobs back.
    Cancel,
}

/// What becomes of sheets with old data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stale {
    /// They stay here until somebody says yes.
    HeldBack,
    /// Somebody said yes.
    Accepted,
}

/// Who hears each sentence as soon as it is true.
pub type Talk = Arc<dyn Fn(&str) + Send + Sync>;

/// Does what the options ask.
///
/// # Errors
/// `Local` when nothing was built, or when the ledger cannot be written: then nothing more is sent.
pub async fn print(config: &Config, now: Now, options: &Options, talk: &Talk) -> Result<PrintReport> {
    let _lock = lock(&config.state_dir, Stage::Print).await?;
    let manifest = Output::new(&config.output_dir).manifest()?.ok_or_else(|| {
        Error::new(Kind::Local, format!("nothing was built in `{}`: run `ardoise build`", config.output_dir.display()))
    })?;
    let words = theme::words(config)?;
    let store = Store::open(&config.state_dir).await?;
    forget_old(config, now, &store).await?;
    let week = options.week.unwrap_or_else(|| covered(&manifest, now.day(config.school.zone)));
    let run = Run { config, manifest: &manifest, week, options, now, talk };
    let mut desk = Desk::open(run, &store, French { words: &words }).await?;
    let lines = match options.action {
        Action::DryRun => desk.foresee(),
        Action::Print => desk.print().await?,
        Action::Trial => desk.trial().await?,
        Action::Release | Action::Cancel => desk.order().await?,
    };
    if lines.is_empty() {
        desk.say(desk.french.nothing());
    }
    let coverage = paper_coverage(&store, config, desk.entries()).await?;
    let report = desk.report(lines, coverage);
    store.close().await;
    Ok(report)
}

/// The week whose gazettes were built last; none that is nearly over.
fn covered(manifest: &Manifest, today: NaiveDate) -> Week {
    let earliest = Week::of(today + AHEAD);
    let built = manifest.sheets.values().filter(|sheet| sheet.kind == SheetKind::Gazette).map(|sheet| sheet.week).max();
    built.map_or(earliest, |built| built.max(earliest))
}

/// Forgets the jobs of weeks that are too old, and removes what still lies in a folder for them.
pub(super) async fn forget_old(config: &Config, now: Now, store: &Store) -> Result<()> {
    let bounds = super::bounds(config, now);
    let mut old: Vec<JobKey> = Vec::new();
    for entry in store.print_jobs().await?.iter().filter(|entry| !bounds.keep_until(entry.intent.week.sunday())) {
        let printer = config.printers.iter().find(|printer| printer.id == entry.intent.printer);
        if let Some(Ok(printer @ Printer::Folder(_))) = printer.map(Printer::open)
            && printer.cancel(entry, &Receipt::default()).await.is_err()
        {
            tracing::warn!(job = entry.key.as_str(), "an old sheet stays in its folder, because it cannot be removed");
            continue;
        }
        old.push(entry.key.clone());
    }
    store.forget_print_jobs(&old).await
}

/// Takes back these jobs, as far as they are not on paper yet. Says nothing to the office.
pub(super) async fn take_back(config: &Config, now: Now, store: &Store, jobs: &[JobKey]) -> Result<PrintReport> {
    let _lock = lock(&config.state_dir, Stage::Print).await?;
    let manifest = Output::new(&config.output_dir).manifest()?.unwrap_or_else(|| Manifest::new(&config.school.name));
    let words = theme::words(config)?;
    let options = Options {
        action: Action::Cancel,
        classes: Vec::new(),
        week: None,
        profile: None,
        kinds: Vec::new(),
        reprint: false,
        stale: Stale::HeldBack,
        hold: false,
        patience: Patience { quiet: BRIEFLY, ..Patience::default() },
    };
    let week = Week::of(now.day(config.school.zone));
    let talk: Talk = Arc::new(|_| {});
    let run = Run { config, manifest: &manifest, week, options: &options, now, talk: &talk };
    let mut desk = Desk::open(run, store, French { words: &words }).await?;
    let lines = desk.order_about_these(jobs).await?;
    Ok(desk.report(lines, Vec::new()))
}

async fn paper_coverage(store: &Store, config: &Config, jobs: &[Entry]) -> Result<Vec<WeekCoverage>> {
    let mut states = Vec::new();
    for source in &config.sources {
        states.push(store.load(&source.id).await?);
    }
    let (snapshot, _) = super::merged(config, &states);
    Ok(coverage::of(jobs, &snapshot, config))
}

impl Desk<'_> {
    /// What would be sent. Asks nobody.
    fn foresee(&mut self) -> Vec<Line> {
        let sheets = choice::sheets(self.run).into_iter();
        let lines: Vec<Line> = sheets
            .filter_map(|sheet| match self.verdict(sheet.facts)? {
                Ok(()) => Some(Line::new(sheet.facts, Outcome::WouldPrint)),
                Err(line) => Some(*line),
            })
            .collect();
        for line in &lines {
            self.say_line(line);
        }
        lines
    }

    /// Sends what may be sent, and watches it to the end.
    async fn print(&mut self) -> Result<Vec<Line>> {
        self.ask_about_open().await?;
        let sheets = choice::sheets(self.run).into_iter();
        // All are judged before any is sent: a correction is of what was on paper before this run.
        let judged: Vec<_> = sheets.filter_map(|sheet| Some((sheet, self.verdict(sheet.facts)?))).collect();
        let mut lines = Vec::new();
        for (sheet, verdict) in judged {
            let line = match verdict {
                Err(line) => *line,
                Ok(()) => self.send(sheet, Purpose::Run).await?,
            };
            self.say_line(&line);
            lines.push(line);
        }
        self.watch_lines(&lines).await?;
        Ok(lines)
    }

    /// Sends one copy of the first sheet that may be sent.
    async fn trial(&mut self) -> Result<Vec<Line>> {
        self.ask_about_open().await?;
        let sheets = choice::sheets(self.run);
        let Some(first) = sheets.into_iter().find(|sheet| matches!(self.verdict(sheet.facts), Some(Ok(())))) else {
            return Ok(Vec::new());
        };
        let line = self.send(first, Purpose::Trial).await?;
        self.say_line(&line);
        let lines = vec![line];
        self.watch_lines(&lines).await?;
        self.say(self.french.trial());
        Ok(lines)
    }

    /// Whether a sheet may be sent, or what is to be said instead; `None` when there is nothing to do or say.
    fn verdict(&self, facts: &SheetFacts) -> Option<Result<(), Box<Line>>> {
        let local = self.run.now.instant().with_timezone(&self.run.config.school.zone).naive_local();
        let (outcome, job) = match choice::verdict(facts, (self.entries(), self.lost_through), self.run.options, local)?
        {
            Verdict::Print => return Some(Ok(())),
            Verdict::Stale => (Outcome::Stale, None),
            Verdict::Lost => (Outcome::Uncertain, None),
            Verdict::Known(entry) => {
                let outcome = match entry.state {
                    State::Completed if entry.intent.digest == facts.file.digest => Outcome::AlreadyPrinted,
                    State::Completed => Outcome::ChangedSince,
                    State::Canceled | State::Aborted | State::Refused => Outcome::Ended,
                    State::Intended | State::Uncertain => Outcome::Uncertain,
                    State::Waiting | State::Held | State::Printing | State::Stopped => Outcome::Underway,
                };
                (outcome, Some(entry.key.clone()))
            }
        };
        Some(Err(Box::new(Line { job, ..Line::new(facts, outcome) })))
    }
}

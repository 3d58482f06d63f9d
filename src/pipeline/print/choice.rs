//! Which sheets are meant, and what the ledger allows. Pure.

use chrono::{NaiveDateTime, TimeDelta};

use crate::artifact::SitePath;
use crate::artifact::sheet::{SheetClass, SheetFacts, SheetKind};
use crate::config::Config;
use crate::config::printer::PrinterConfig;
use crate::ledger::{Entry, Proof, Purpose, State};
use crate::model::time::Week;
use crate::pipeline::print::desk::Run;
use crate::pipeline::print::{Action, Options, Stale};

/// Data older than this are stale.
const FRESH: TimeDelta = TimeDelta::hours(24);

/// A sheet that is meant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chosen<'c> {
    pub(super) path: &'c SitePath,
    pub(super) facts: &'c SheetFacts,
}

/// What may be done with a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict<'e> {
    /// It may be sent.
    Print,
    /// Its data are old or were never complete.
    Stale,
    /// The ledger that would know of it was lost.
    Lost,
    /// A job of it stands in the ledger.
    Known(&'e Entry),
}

/// The sheets of the week that the options name, in the order of the classes, then of the profiles.
pub(super) fn sheets<'c>(run: Run<'c>) -> Vec<Chosen<'c>> {
    let options = run.options;
    let is_meant = |facts: &SheetFacts| {
        is_week_meant(facts.week, facts.kind, run)
            && facts.copies > 0
            && options.kinds.contains(&facts.kind)
            && options.profile.is_none_or(|profile| facts.profile == profile)
            && is_class_meant(facts.class.as_ref(), options)
    };
    let place = |facts: &SheetFacts| {
        let class = facts.class.as_ref().map(|class| &class.id);
        (run.config.classes.iter().position(|known| Some(&known.id) == class), facts.profile, facts.kind)
    };
    let sheets = run.manifest.sheets.iter().filter(|(_, facts)| is_meant(facts));
    let mut chosen: Vec<Chosen<'c>> = sheets.map(|(path, facts)| Chosen { path, facts }).collect();
    chosen.sort_by_key(|sheet| place(sheet.facts));
    chosen
}

/// The printer of a sheet: the first that names its class, else the first that names none.
pub(super) fn printer<'c>(config: &'c Config, facts: &SheetFacts) -> Option<&'c PrinterConfig> {
    let class = facts.class.as_ref().map(|class| &class.id);
    let own = class.and_then(|class| config.printers.iter().find(|printer| printer.classes.contains(class)));
    own.or_else(|| config.printers.iter().find(|printer| printer.classes.is_empty()))
}

/// What may be done with a sheet; `None` when there is nothing to do: a correction of what was never printed.
pub(super) fn verdict<'e>(
    facts: &SheetFacts,
    (entries, lost_through): (&'e [Entry], Option<Week>),
    options: &Options,
    local: NaiveDateTime,
) -> Option<Verdict<'e>> {
    let of_kind = |kind| entries.iter().rev().filter(move |entry| is_of(entry, facts, kind) && entry.state.blocks());
    if facts.kind == SheetKind::Correction && of_kind(SheetKind::Gazette).next().is_none() {
        return None;
    }
    // Each correction is news of its own; a gazette is printed once, however it changes afterwards.
    let same = |entry: &&Entry| facts.kind != SheetKind::Correction || entry.intent.digest == facts.file.digest;
    let asked_again = options.reprint || options.action == Action::Trial;
    let known = of_kind(facts.kind).find(same).filter(|_| !asked_again);
    let is_lost = lost_through.is_some_and(|through| facts.week <= through) && !asked_again;
    let fresh = facts.data_as_of.is_some_and(|data| local - data <= FRESH);
    Some(match known {
        Some(entry) => Verdict::Known(entry),
        None if is_lost => Verdict::Lost,
        None if fresh || options.stale == Stale::Accepted => Verdict::Print,
        None => Verdict::Stale,
    })
}

/// Whether an entry is a print run of the same sheet, in any of its versions.
fn is_of(entry: &Entry, facts: &SheetFacts, kind: SheetKind) -> bool {
    let intent = &entry.intent;
    let id = |class: Option<&SheetClass>| class.map(|class| class.id.clone());
    intent.purpose == Purpose::Run
        && intent.kind == kind
        && intent.week == facts.week
        && intent.profile == facts.profile
        && id(intent.class.as_ref()) == id(facts.class.as_ref())
}

/// Whether the orders of the options concern an entry.
pub(super) fn is_ordered(entry: &Entry, run: Run<'_>) -> bool {
    let (intent, options) = (&entry.intent, run.options);
    let stands = match options.action {
        Action::Release => entry.state == State::Held,
        // What lies in a folder is over for the ledger, and can still be taken back.
        _ => entry.state.is_open() || entry.proof == Some(Proof::Folder),
    };
    stands
        && is_week_meant(intent.week, intent.kind, run)
        && options.profile.is_none_or(|profile| intent.profile == profile)
        && is_class_meant(intent.class.as_ref(), options)
}

/// Whether the options mean a week. The notice for the door is about today, whatever week the gazettes cover.
fn is_week_meant(week: Week, kind: SheetKind, run: Run<'_>) -> bool {
    let today = Week::of(run.now.day(run.config.school.zone));
    let meant = if kind == SheetKind::Notice && run.options.week.is_none() { today } else { run.week };
    week == meant
}

fn is_class_meant(class: Option<&SheetClass>, options: &Options) -> bool {
    options.classes.is_empty() || class.is_some_and(|class| options.classes.contains(&class.id))
}

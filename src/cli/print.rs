//! `ardoise print`.

use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::artifact::sheet::SheetKind;
use crate::cli::{Ending, Session};
use crate::error::{Error, Kind, Result};
use crate::model::id::ClassId;
use crate::model::paper::Profile;
use crate::model::time::Week;
use crate::pipeline::print::{self, Action, Options, Patience, Stale};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Only this class (may be repeated)
    #[arg(long = "class", value_name = "ID", value_parser = class)]
    classes: Vec<ClassId>,
    /// The week covered; that of the gazettes built last unless told otherwise
    #[arg(long, value_name = "2026-W49", value_parser = week)]
    week: Option<Week>,
    /// Only this profile: standard, clair, grand, dys
    #[arg(long, value_parser = profile)]
    profile: Option<Profile>,
    /// Which sheets (may be repeated); gazettes and corrections unless told otherwise
    #[arg(long = "sheet", value_name = "KIND")]
    sheets: Vec<Sheet>,
    /// Only tell what would be sent
    #[arg(long, group = "action")]
    dry_run: bool,
    /// Send one copy of the first sheet, to look at
    #[arg(long, group = "action")]
    trial: bool,
    /// Let jobs that wait at the printer go to paper
    #[arg(long, group = "action")]
    release: bool,
    /// Take back jobs that are not on paper yet
    #[arg(long, group = "action")]
    cancel: bool,
    /// Send again what was sent before
    #[arg(long)]
    reprint: bool,
    /// Send sheets whose data are old or were never complete
    #[arg(long)]
    accept_stale: bool,
    /// Let jobs wait at the printer until `--release`
    #[arg(long)]
    hold: bool,
    /// Stop watching after so many seconds without news
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    wait: u64,
}

/// A sheet, by the name that the office gives it.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Sheet {
    Gazette,
    Rectificatif,
    Acces,
    Affiche,
    Avis,
    Lot,
    Bordereau,
}

pub(super) async fn run(session: &Session, arguments: &Arguments) -> Result<Ending> {
    let config = session.load_config()?;
    if let Some(unknown) = arguments.classes.iter().find(|id| !config.classes.iter().any(|class| class.id == **id)) {
        return Err(Error::new(Kind::Config, format!("`{unknown}` is not the id of a class")));
    }
    let talk = session.output.talk();
    let report = print::print(&config, session.clock.frozen(), &arguments.options(), &talk).await?;
    Ok(session.output.print(&report))
}

impl Arguments {
    fn options(&self) -> Options {
        let action = match (self.dry_run, self.trial, self.release, self.cancel) {
            (true, ..) => Action::DryRun,
            (_, true, ..) => Action::Trial,
            (.., true, _) => Action::Release,
            (.., true) => Action::Cancel,
            _ => Action::Print,
        };
        let kinds: Vec<SheetKind> = self.sheets.iter().map(|sheet| sheet.kind()).collect();
        Options {
            action,
            classes: self.classes.clone(),
            week: self.week,
            profile: self.profile,
            kinds: if kinds.is_empty() { vec![SheetKind::Gazette, SheetKind::Correction] } else { kinds },
            reprint: self.reprint,
            stale: if self.accept_stale { Stale::Accepted } else { Stale::HeldBack },
            hold: self.hold,
            patience: Patience { quiet: Duration::from_secs(self.wait), ..Patience::default() },
        }
    }
}

impl Sheet {
    fn kind(self) -> SheetKind {
        match self {
            Sheet::Gazette => SheetKind::Gazette,
            Sheet::Rectificatif => SheetKind::Correction,
            Sheet::Acces => SheetKind::Access,
            Sheet::Affiche => SheetKind::Poster,
            Sheet::Avis => SheetKind::Notice,
            Sheet::Lot => SheetKind::Batch,
            Sheet::Bordereau => SheetKind::Slip,
        }
    }
}

fn class(text: &str) -> Result<ClassId> {
    ClassId::new(text).ok_or_else(|| Error::new(Kind::Config, format!("`{text}` is not the id of a class")))
}

fn week(text: &str) -> Result<Week> {
    Week::parse(text).ok_or_else(|| Error::new(Kind::Config, format!("`{text}` is not a week such as `2026-W49`")))
}

fn profile(text: &str) -> Result<Profile> {
    Profile::parse(text)
        .ok_or_else(|| Error::new(Kind::Config, format!("`{text}` is not one of standard, clair, grand, dys")))
}

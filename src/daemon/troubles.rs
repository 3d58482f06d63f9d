//! What the daemon saw go wrong that the store does not tell, as long as it is not mended.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::daemon::event::{Ended, Job};
use crate::error::{Error, Kind, Result};
use crate::model::id::{ClassId, SourceId};
use crate::model::incident::{Incident, Trouble};
use crate::model::time::Week;
use crate::pipeline::alerts;
use crate::report::Problem;
use crate::report::print::{Outcome, SheetReport};

/// The subject of what is wrong with the configuration.
const CONFIGURATION: &str = "configuration";

/// What is wrong, by sort and subject, with its reason.
type Known = BTreeMap<(Trouble, String), String>;

/// What is wrong.
#[derive(Debug, Default)]
pub(super) struct Troubles {
    known: Known,
    /// What the last build found: the next one takes its place.
    built: Known,
    /// The sheets that no printer took the last time.
    printed: Known,
}

impl Troubles {
    /// Those that were open when the daemon ended: they are over when something shows that they are.
    pub(super) async fn remembered(config: &Config) -> Result<Self> {
        let mut troubles = Troubles::default();
        for open in alerts::remembered(config).await? {
            let lasts = open.trouble == Trouble::Refused || Job::named(&open.subject).is_some();
            let known = match open.trouble {
                Trouble::Print => &mut troubles.printed,
                _ if lasts => &mut troubles.known,
                _ => &mut troubles.built,
            };
            known.insert((open.trouble, open.subject), open.reason);
        }
        // It was just read.
        troubles.built.remove(&(Trouble::Content, CONFIGURATION.to_owned()));
        troubles.forget_strangers(config);
        Ok(troubles)
    }

    /// Forgets sources and targets that are no longer configured.
    pub(super) fn forget_strangers(&mut self, config: &Config) {
        let sources = config.sources.iter().map(|source| source.id.as_str());
        let names: BTreeSet<&str> = sources.chain(config.targets.iter().map(|target| target.id.as_str())).collect();
        self.known.retain(|(trouble, subject), _| *trouble != Trouble::Refused || names.contains(subject.as_str()));
    }

    /// All of them.
    pub(super) fn all(&self) -> Vec<Incident> {
        let incident = |((trouble, subject), reason): (&(Trouble, String), &String)| Incident {
            trouble: *trouble,
            subject: subject.clone(),
            reason: reason.clone(),
        };
        self.known.iter().chain(&self.built).chain(&self.printed).map(incident).collect()
    }

    /// Whether a source does not accept who we are.
    pub(super) fn is_refused(&self, source: &SourceId) -> bool {
        self.known.contains_key(&(Trouble::Refused, source.to_string()))
    }

    /// The sources that refused us: they may be asked again, because something was done about it.
    pub(super) fn mended(&mut self) -> Vec<SourceId> {
        self.configuration(None);
        let refused = self.known.keys().filter(|(trouble, _)| *trouble == Trouble::Refused);
        refused.filter_map(|(_, subject)| SourceId::new(subject)).collect()
    }

    /// Whether the configuration on the disk can be used.
    pub(super) fn configuration(&mut self, error: Option<&Error>) {
        self.set(Trouble::Content, CONFIGURATION, error.map(Error::chain));
    }

    /// Learns from a task that is over.
    pub(super) fn learn(&mut self, ended: &Ended) {
        let job = ended.job().as_str();
        for trouble in [Trouble::Content, Trouble::Local] {
            let error = ended.error().filter(|error| sort(error.kind()) == trouble);
            self.set(trouble, job, error.map(Error::chain));
        }
        match ended {
            Ended::Pull(asked, Ok(report)) => {
                for source in asked {
                    let refusal = report
                        .problems
                        .iter()
                        .find(|problem| problem.subject == source.as_str() && problem.kind == Kind::Credentials);
                    self.set(Trouble::Refused, source.as_str(), refusal.map(|problem| problem.message.clone()));
                }
            }
            Ended::Build(Ok(report)) => {
                let problem =
                    |problem: &Problem| ((sort(problem.kind), problem.subject.clone()), problem.message.clone());
                self.built = report.problems.iter().map(problem).collect();
            }
            Ended::Publish(Ok(report)) => {
                for target in &report.targets {
                    let refusal = report.problems.iter().find(|problem| {
                        let ours = matches!(problem.kind, Kind::Credentials | Kind::TargetRefused | Kind::Config);
                        problem.subject == target.target && ours
                    });
                    self.set(Trouble::Refused, &target.target, refusal.map(|problem| problem.message.clone()));
                }
            }
            Ended::Print(week, Ok(report)) => {
                let left = report.sheets.iter().filter_map(|sheet| not_taken(*week, sheet));
                self.printed = left.map(|incident| ((incident.trouble, incident.subject), incident.reason)).collect();
            }
            Ended::Pull(_, Err(_))
            | Ended::Build(Err(_))
            | Ended::Publish(Err(_))
            | Ended::Print(_, Err(_))
            | Ended::Review(_)
            | Ended::Lost(..) => {}
        }
    }

    fn set(&mut self, trouble: Trouble, subject: &str, reason: Option<String>) {
        let key = (trouble, subject.to_owned());
        match reason {
            Some(reason) => self.known.insert(key, reason),
            None => self.known.remove(&key),
        };
    }
}

/// A sheet that was to be printed and is in no ledger.
fn not_taken(week: Week, sheet: &SheetReport) -> Option<Incident> {
    let why = match sheet.outcome {
        Outcome::Refused => sheet.error.as_deref().unwrap_or("the printer did not take it"),
        Outcome::Missing => "its file is not the one that was built",
        Outcome::NoPrinter => "no printer is for its class",
        _ => return None,
    };
    let printer = sheet.printer.as_ref().map_or_else(String::new, |printer| format!("on `{printer}`: "));
    let name = format!("{} {}", sheet.kind.as_str(), sheet.profile);
    Some(Incident::of_sheet(week, sheet.class.as_ref().map(ClassId::as_str), &name, format!("{printer}{why}")))
}

/// Whether somebody wrote something wrong, or this machine did not do what it should.
fn sort(kind: Kind) -> Trouble {
    match kind {
        Kind::Config | Kind::Theme | Kind::Template | Kind::Content => Trouble::Content,
        _ => Trouble::Local,
    }
}

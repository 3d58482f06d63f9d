//! What the daemon saw go wrong that the store does not tell, as long as it is not mended.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::daemon::event::Ended;
use crate::error::{Error, Kind, Result};
use crate::model::id::SourceId;
use crate::model::incident::{Incident, Trouble};
use crate::pipeline::alerts;
use crate::report::Problem;

/// The subject of what is wrong with the configuration.
const CONFIGURATION: &str = "configuration";

/// What is wrong, by sort and subject.
#[derive(Debug, Default)]
pub(super) struct Troubles {
    known: BTreeMap<(Trouble, String), String>,
}

impl Troubles {
    /// Those that were open when the daemon ended: they are over when something shows that they are.
    pub(super) async fn remembered(config: &Config) -> Result<Self> {
        let open = alerts::remembered(config).await?.into_iter();
        // The configuration was just read.
        let open = open.filter(|incident| incident.subject != CONFIGURATION);
        Ok(Troubles { known: open.map(|open| ((open.trouble, open.subject), open.reason)).collect() })
    }

    /// All of them.
    pub(super) fn all(&self) -> Vec<Incident> {
        let incident = |((trouble, subject), reason): (&(Trouble, String), &String)| Incident {
            trouble: *trouble,
            subject: subject.clone(),
            reason: reason.clone(),
        };
        self.known.iter().map(incident).collect()
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
        self.set(Trouble::Local, ended.job().as_str(), ended.error().map(Error::chain));
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
            Ended::Build(Ok(report)) => self.replace_content(&report.problems),
            Ended::Publish(Ok(report)) => {
                for target in &report.targets {
                    let refusal = report.problems.iter().find(|problem| {
                        let ours = matches!(problem.kind, Kind::Credentials | Kind::TargetRefused | Kind::Config);
                        problem.subject == target.target && ours
                    });
                    self.set(Trouble::Refused, &target.target, refusal.map(|problem| problem.message.clone()));
                }
            }
            Ended::Pull(_, Err(_))
            | Ended::Build(Err(_))
            | Ended::Publish(Err(_))
            | Ended::Print(..)
            | Ended::Review(_)
            | Ended::Lost(..) => {}
        }
    }

    /// What a build found wrong takes the place of what builds before found.
    fn replace_content(&mut self, problems: &[Problem]) {
        self.known.retain(|(trouble, subject), _| *trouble != Trouble::Content || subject == CONFIGURATION);
        for problem in problems {
            self.set(Trouble::Content, &problem.subject, Some(problem.message.clone()));
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

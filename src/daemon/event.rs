//! All that can happen to the daemon.

use crate::error::{Error, Result};
use crate::model::id::SourceId;
use crate::model::time::Week;
use crate::report::RunReport;
use crate::report::print::PrintReport;
use crate::report::publish::PublishReport;

/// What wakes the daemon up.
#[derive(Debug)]
pub enum Event {
    /// Something may be due.
    Tick,
    /// Notes, files of the office, the theme or the configuration changed.
    FilesChanged,
    /// Somebody wants all sources asked now.
    RunNow,
    /// Somebody wants the configuration read again.
    Reload,
    /// Somebody wants the daemon to end.
    Stop,
    /// A task is over.
    Ended(Ended),
}

/// A task that is over, with what came of it.
#[derive(Debug)]
pub enum Ended {
    /// Sources were asked.
    Pull(Vec<SourceId>, Result<RunReport>),
    /// The sites were built.
    Build(Result<RunReport>),
    /// The sites were published.
    Publish(Result<PublishReport>),
    /// The gazettes of a week were sent to the printers.
    Print(Week, Result<PrintReport>),
    /// The state was looked at, and people were told.
    Review(Result<()>),
    /// A task did not come to its end.
    Lost(Job, Error),
}

/// A sort of task. There is one of each sort at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Job {
    /// Asking sources.
    Pull,
    /// Building the sites.
    Build,
    /// Publishing them.
    Publish,
    /// Printing gazettes.
    Print,
    /// Looking at the state.
    Review,
}

impl Ended {
    /// The sort of task.
    pub(super) fn job(&self) -> Job {
        match self {
            Ended::Pull(..) => Job::Pull,
            Ended::Build(_) => Job::Build,
            Ended::Publish(_) => Job::Publish,
            Ended::Print(..) => Job::Print,
            Ended::Review(_) => Job::Review,
            Ended::Lost(job, _) => *job,
        }
    }
}

impl Ended {
    /// Why it could not be done at all.
    pub(super) fn error(&self) -> Option<&Error> {
        match self {
            Ended::Pull(_, Err(error))
            | Ended::Build(Err(error))
            | Ended::Publish(Err(error))
            | Ended::Print(_, Err(error))
            | Ended::Review(Err(error))
            | Ended::Lost(_, error) => Some(error),
            Ended::Pull(_, Ok(_))
            | Ended::Build(Ok(_))
            | Ended::Publish(Ok(_))
            | Ended::Print(_, Ok(_))
            | Ended::Review(Ok(())) => None,
        }
    }
}

impl Job {
    const ALL: [Job; 5] = [Job::Pull, Job::Build, Job::Publish, Job::Print, Job::Review];

    /// The one with that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Job::ALL.into_iter().find(|job| job.as_str() == name)
    }

    /// Its name, which is that of its verb where it has one.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Job::Pull => "pull",
            Job::Build => "build",
            Job::Publish => "publish",
            Job::Print => "print",
            Job::Review => "review",
        }
    }
}

//! The one error type of Ardoise: what failed (`subject`), whose move it is (`Kind`), and why (`source`).
//!
//! It promises that its text names the object in backticks, is lower case, has no full stop, does not repeat its cause,
//! and holds no secret: whoever builds an [`Error`] from an address passes it through [`crate::http::redacted`] first.

use std::error::Error as StdError;
use std::fmt;

/// `Result` with [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Whose move it is; this decides about retries and the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The configuration file is wrong; its author acts. All problems are reported at once.
    Config,
    /// A theme file is missing or wrong; its author acts.
    Theme,
    /// A template does not parse or asks for something that is not there; its author acts.
    Template,
    /// A note under `content/` is wrong; its author acts and the other notes go on.
    Content,
    /// A secret is missing, refused or expired; the administrator acts, nothing retries by itself.
    Credentials,
    /// The network or the service does not answer; wait.
    Unreachable,
    /// The service asks for patience; wait as long as it says.
    RateLimited,
    /// The answer is not what the protocol promises (a login page, another format); the connector's maintainer acts.
    UnexpectedReply,
    /// Data vanished at the source; the administrator confirms.
    Suspicious,
    /// Disk, permission or lock; the administrator acts.
    Local,
    /// A target answers, and does not take what is published, or holds what is not ours; the administrator acts.
    TargetRefused,
    /// Somebody else changed a target meanwhile; the next run plans anew.
    PreconditionFailed,
    /// A printer is off, refuses, or answers what no printer should; the office acts, nothing is sent twice.
    Printer,
    /// One page, sheet or image could not be made; the rest goes on.
    Artifact,
    /// The mistake is ours.
    Bug,
}

impl Kind {
    /// Whether nothing at all could be done (exit code 2) rather than a part of the work (exit code 1).
    pub fn stops_everything(self) -> bool {
        matches!(self, Kind::Config | Kind::Theme | Kind::Template | Kind::Local | Kind::Bug)
    }
}

/// A failure with its object.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error of that kind; `message` is lower case and names its object in backticks.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Error { kind, message: message.into(), source: None }
    }

    /// The same error with its cause.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Whose move it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The message followed by each cause, joined by `: `.
    pub fn chain(&self) -> String {
        let mut text = self.message.clone();
        let mut cause = self.source.as_deref().map(|source| source as &dyn StdError);
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        text
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

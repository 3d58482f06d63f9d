//! What an OpenDAL error means: whose move it is, told without the address of the file, which may be a secret.

use std::error::Error as StdError;
use std::fmt;

use opendal::ErrorKind;

use crate::error::{Error, Kind};

/// A status that a server answers with, as the cause of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Status(pub(super) u16);

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the server answered {}", self.0)
    }
}

impl StdError for Status {}

/// What was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// To read what a target holds.
    Read,
    /// To change it.
    Change,
}

/// The error of a deed on a file, as `shown` calls it.
pub(super) fn trouble(target: &str, deed: Deed, shown: &str, error: &opendal::Error) -> Error {
    let status = causes(error).find_map(|cause| cause.downcast_ref::<Status>()).map(|status| status.0);
    let login = status == Some(401);
    let verb = match deed {
        Deed::Read => "read",
        Deed::Change => "write",
    };
    let (kind, why) = match (error.kind(), deed) {
        _ if login => (Kind::Credentials, "it does not accept who we are"),
        (ErrorKind::PermissionDenied, Deed::Read) => (Kind::Credentials, "it does not let us read"),
        (ErrorKind::PermissionDenied, Deed::Change) => (Kind::TargetRefused, "it lets us read only"),
        (ErrorKind::NotFound, _) => (Kind::TargetRefused, "its folder is not there"),
        (ErrorKind::ConfigInvalid, _) => (Kind::TargetRefused, "there is no such bucket or folder"),
        (ErrorKind::RateLimited, _) => (Kind::RateLimited, "it asks for patience"),
        (ErrorKind::ConditionNotMatch | ErrorKind::Conflict, _) => {
            (Kind::PreconditionFailed, "somebody else changed it")
        }
        _ if status == Some(507) => (Kind::TargetRefused, "it has no room left"),
        _ if error.is_temporary() || error.is_persistent() => (Kind::Unreachable, "it does not answer as it should"),
        _ => (Kind::TargetRefused, "it does not do what is asked"),
    };
    let told = Error::new(kind, format!("cannot {verb} {shown} of `{target}`: {why}"));
    match causes(error).last() {
        Some(cause) if !login => told.because(cause.to_string()),
        _ => told,
    }
}

/// The causes of an error, without itself: its own text holds addresses.
fn causes(error: &opendal::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |cause: &&(dyn StdError + 'static)| (**cause).source())
}

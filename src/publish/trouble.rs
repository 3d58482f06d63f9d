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

/// Why a login by SSH ended before it began, as the cause of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Knock {
    /// Nobody vouches for the machine.
    Stranger,
    /// The machine has another key than the one that is known.
    Impostor,
    /// The machine does not accept our key.
    Refused,
    /// The machine accepts us but keeps its files to itself.
    NoFiles,
    /// There is no `ssh` here.
    NoProgram,
    /// The machine does not answer.
    Silent,
}

impl Knock {
    /// From the last words of `ssh`.
    pub(super) fn of(words: &str) -> Self {
        let said = |text: &str| words.contains(text);
        if said("HOST IDENTIFICATION HAS CHANGED") || said("REVOKED HOST KEY") {
            Knock::Impostor
        } else if said("Host key verification failed") || said("host key is known for") {
            Knock::Stranger
        } else if said("Permission denied (") || said("Too many authentication failures") {
            Knock::Refused
        } else if said("subsystem request failed") {
            Knock::NoFiles
        } else {
            Knock::Silent
        }
    }

    fn kind(self) -> Kind {
        match self {
            Knock::Stranger | Knock::Impostor | Knock::Refused => Kind::Credentials,
            Knock::NoFiles => Kind::TargetRefused,
            Knock::NoProgram => Kind::Local,
            Knock::Silent => Kind::Unreachable,
        }
    }
}

impl fmt::Display for Knock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Knock::Stranger => {
                "nobody vouches for the key of that machine: ask its administrator for it, compare it with what `ssh-keyscan` \
                 shows, and write it into the file of `known_hosts`"
            }
            Knock::Impostor => {
                "that machine shows another key than the file of `known_hosts` has: ask its administrator whether it changed"
            }
            Knock::Refused => {
                "it does not accept our key: the public half must be in its `authorized_keys`, and nobody else may read the file of `key`"
            }
            Knock::NoFiles => "it offers no SFTP",
            Knock::NoProgram => "there is no `ssh` on this machine: install the client of OpenSSH",
            Knock::Silent => "it does not answer",
        })
    }
}

impl StdError for Knock {}

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
    if let Some(knock) = causes(error).find_map(|cause| cause.downcast_ref::<Knock>()) {
        return Error::new(knock.kind(), format!("cannot {verb} {shown} of `{target}`: {knock}"));
    }
    let (kind, why) = match (error.kind(), deed) {
        _ if login => (Kind::Credentials, "it does not accept who we are"),
        (ErrorKind::PermissionDenied, Deed::Read) => (Kind::Credentials, "it does not let us read"),
        (ErrorKind::PermissionDenied, Deed::Change) => (Kind::TargetRefused, "it lets us read only"),
        (ErrorKind::NotFound, _) => (Kind::TargetRefused, "its folder is not there"),
        (ErrorKind::ConfigInvalid, _) => (Kind::TargetRefused, "there is no such bucket or folder"),
        (ErrorKind::RateLimited, _) => (Kind::RateLimited, "it asks for patience"),
        (ErrorKind::ConditionNotMatch, _) => (Kind::PreconditionFailed, "somebody else changed it"),
        (ErrorKind::Conflict, _) => (Kind::PreconditionFailed, "somebody else is changing it"),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_words_of_ssh_say_whose_move_it_is() {
        for (words, expected) in [
            (
                "No ED25519 host key is known for [h]:22 and you have requested strict checking.\r\nHost key verification failed.",
                Knock::Stranger,
            ),
            ("@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\r\nHost key verification failed.", Knock::Impostor),
            ("web@h: Permission denied (publickey,password).", Knock::Refused),
            ("subsystem request failed on channel 0", Knock::NoFiles),
            ("ssh: connect to host h port 22: Connection refused", Knock::Silent),
            ("ssh: Could not resolve hostname h: Name or service not known", Knock::Silent),
            ("", Knock::Silent),
        ] {
            assert_eq!(Knock::of(words), expected, "{words}");
        }
    }
}

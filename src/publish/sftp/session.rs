//! The line to another machine: one `ssh` that asks nobody anything, and what becomes of it when it breaks.

use std::ffi::OsString;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use opendal::ErrorKind;
use openssh_sftp_client::error::SftpErrorKind;
use openssh_sftp_client::fs::Fs;
use openssh_sftp_client::{Error as SftpError, Sftp, SftpOptions};
use tokio::io::AsyncReadExt;
use tokio::process::{Child, Command};
use tokio::sync::Mutex;

use crate::config::target::SftpPlace;
use crate::publish::trouble::Knock;

/// What a server answers.
pub(super) type Answer<T> = Result<T, SftpError>;

/// How long a login may take, whoever is to blame.
const LOGIN: Duration = Duration::from_secs(30);
/// How long `ssh` may take to say why it ends, and how much it may say.
const LAST_WORDS: (Duration, u64) = (Duration::from_secs(2), 64 << 10);
/// Nothing is asked, nobody unknown is believed, no other connection is used, and a silent machine is left after a minute.
const OPTIONS: &[&str] = &[
    "BatchMode=yes",
    "StrictHostKeyChecking=yes",
    "IdentitiesOnly=yes",
    "ConnectTimeout=10",
    "ServerAliveInterval=15",
    "ServerAliveCountMax=4",
    "ClearAllForwardings=yes",
    "ControlPath=none",
];

/// How a folder of another machine is reached.
#[derive(Debug, Clone)]
pub(in crate::publish) struct Way {
    arguments: Vec<OsString>,
    folder: String,
}

/// The line, once it is needed.
#[derive(Debug)]
pub(super) struct Line {
    way: Way,
    session: Mutex<Option<Arc<Session>>>,
}

/// A login.
#[derive(Debug)]
pub(super) struct Session {
    sftp: Sftp,
    /// Ends with the session.
    _program: Child,
}

impl Way {
    pub(in crate::publish) fn new(place: &SftpPlace, key: &Path, known_hosts: Option<&Path>) -> Self {
        let mut arguments: Vec<OsString> = vec!["-T".into(), "-x".into()];
        let known = known_hosts.map(|path| {
            // Quoted, because it is a list, and without the signs that stand for something.
            format!("UserKnownHostsFile=\"{}\"", path.to_string_lossy().replace('%', "%%"))
        });
        for option in OPTIONS.iter().map(|option| (*option).to_owned()).chain(known) {
            arguments.extend(["-o".into(), option.into()]);
        }
        arguments.extend(["-i".into(), key.into()]);
        arguments.extend(place.port.into_iter().flat_map(|port| ["-p".into(), port.to_string().into()]));
        arguments.extend(place.user.iter().flat_map(|user| ["-l".into(), user.into()]));
        arguments.extend(["-s".into(), "--".into(), place.host.clone().into(), "sftp".into()]);
        Way { arguments, folder: place.folder.clone() }
    }
}

impl Line {
    pub(super) fn new(way: Way) -> Self {
        Line { way, session: Mutex::default() }
    }

    /// Where a file of the target is.
    pub(super) fn place(&self, path: &str) -> String {
        format!("{}/{}", self.way.folder, path.trim_matches('/'))
    }

    /// Asks something of the machine; a line that broke is a new one for the next question.
    pub(super) async fn ask<T, F>(&self, question: impl FnOnce(Arc<Session>) -> F + Send) -> opendal::Result<T>
    where
        F: Future<Output = Answer<T>> + Send,
    {
        let session = self.session().await?;
        let answer = question(Arc::clone(&session)).await;
        if matches!(&answer, Err(error) if !matches!(error, SftpError::SftpError(..))) {
            self.session.lock().await.take_if(|current| Arc::ptr_eq(current, &session));
        }
        answer.map_err(|error| meaning(&error))
    }

    async fn session(&self) -> opendal::Result<Arc<Session>> {
        let mut current = self.session.lock().await;
        if let Some(session) = &*current {
            return Ok(Arc::clone(session));
        }
        let session = Arc::new(Session::open(&self.way).await?);
        // A folder that is not there is told now, and not taken for an empty one.
        session.fs().metadata(self.place("")).await.map_err(|error| meaning(&error))?;
        Ok(Arc::clone(current.insert(session)))
    }
}

impl Session {
    pub(super) fn fs(&self) -> Fs {
        self.sftp.fs()
    }

    /// Whether a file can take the place of another by its name.
    pub(super) fn replaces(&self) -> bool {
        self.sftp.support_posix_rename()
    }

    async fn open(way: &Way) -> opendal::Result<Self> {
        let mut command = Command::new("ssh");
        command.args(&way.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // Whoever stops the publisher by a key stops it at a safe point, which needs the line.
        #[cfg(unix)]
        command.process_group(0);
        let mut program = command.kill_on_drop(true).spawn().map_err(|_| knock(Knock::NoProgram))?;
        let (Some(input), Some(output), Some(mut words)) =
            (program.stdin.take(), program.stdout.take(), program.stderr.take())
        else {
            return Err(knock(Knock::NoProgram));
        };
        match tokio::time::timeout(LOGIN, Sftp::new(input, output, SftpOptions::new())).await {
            Ok(Ok(sftp)) => {
                tokio::spawn(async move { tokio::io::copy(&mut words, &mut tokio::io::sink()).await });
                Ok(Session { sftp, _program: program })
            }
            Ok(Err(_)) => {
                let mut said = Vec::new();
                let mut words = words.take(LAST_WORDS.1);
                let heard = tokio::time::timeout(LAST_WORDS.0, words.read_to_end(&mut said)).await;
                tracing::debug!(heard = heard.is_ok(), "`ssh` ends before the first question");
                Err(knock(Knock::of(&String::from_utf8_lossy(&said))))
            }
            Err(_) => Err(knock(Knock::Silent)),
        }
    }
}

/// What a refused login means to OpenDAL: only silence is worth another try.
fn knock(knock: Knock) -> opendal::Error {
    let error = opendal::Error::new(ErrorKind::Unexpected, "").set_source(knock);
    if knock == Knock::Silent { error.set_temporary() } else { error }
}

/// What an answer means to OpenDAL. Its words are left out: they may hold an address.
fn meaning(error: &SftpError) -> opendal::Error {
    match error {
        SftpError::SftpError(kind, _) => opendal::Error::new(
            match kind {
                SftpErrorKind::NoSuchFile => ErrorKind::NotFound,
                SftpErrorKind::PermDenied => ErrorKind::PermissionDenied,
                SftpErrorKind::OpUnsupported => ErrorKind::Unsupported,
                _ => ErrorKind::Unexpected,
            },
            "",
        ),
        _ => opendal::Error::new(ErrorKind::Unexpected, "").set_temporary(),
    }
}

/// Whether a file or one of its folders is not there.
pub(super) fn is_missing(error: &SftpError) -> bool {
    matches!(error, SftpError::SftpError(SftpErrorKind::NoSuchFile, _))
}

/// Whether a server says no without a reason.
pub(super) fn is_failure(error: &SftpError) -> bool {
    matches!(error, SftpError::SftpError(SftpErrorKind::Failure, _))
}

//! Opens what a target's configuration names.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use opendal::layers::{RetryLayer, TimeoutLayer};
use opendal::services::{Fs, S3, Webdav};
use opendal::{HttpTransporter, OperationContext, Operator};
use secrecy::ExposeSecret;

use crate::config::secret::Secret;
use crate::config::target::{self, SftpPlace, TargetConfig, TargetPlace};
use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::publish::sftp::{Sftp, Way};
use crate::publish::transport::Transport;

/// The folder of a target that holds what is ours and nobody reads.
pub(super) const OURS: &str = ".ardoise/";
/// The folder of claims, which every publisher looks at.
pub(super) const CLAIMS: &str = ".ardoise/claims/";
/// How names of files end that are still being written there, where a service cannot write a file at once.
pub(super) const UNFINISHED: &str = ".part";

/// How long an operation without bytes may take.
const QUESTION: Duration = Duration::from_mins(1);
/// How long a part of the bytes may take.
const PART: Duration = Duration::from_mins(5);

/// A target that can be published to.
#[derive(Debug)]
pub enum Storage {
    /// A folder of this machine that a web server shows.
    Folder(PathBuf),
    /// Whatever is behind an operator.
    Remote(Remote),
}

/// Files behind an operator.
#[derive(Clone)]
pub struct Remote {
    /// What does the work.
    pub operator: Operator,
    /// How many files are sent at once.
    pub lanes: usize,
    /// Where the service writes files before it renames them; a crash leaves some.
    pub beside: Option<PathBuf>,
    /// How long is waited.
    pub patience: Patience,
}

/// How long a publisher waits for others and for the line.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// A publisher at work says so every so often.
    pub beat: Duration,
    /// One that said nothing for so long is believed to be dead.
    pub silence: Duration,
    /// How often it is looked at meanwhile.
    pub look: Duration,
    /// How long after a line that broke the first new try comes.
    pub again: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Patience {
            beat: Duration::from_secs(15),
            silence: Duration::from_mins(1),
            look: Duration::from_secs(2),
            again: Duration::from_millis(200),
        }
    }
}

impl fmt::Debug for Remote {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Remote").field("service", &self.operator.info().scheme()).finish_non_exhaustive()
    }
}

impl Remote {
    /// Files behind an operator, with what every service needs around it.
    pub fn new(operator: Operator, patience: Patience) -> Result<Self> {
        let transport = HttpTransporter::new(Transport::new()?);
        let retry = RetryLayer::new().with_max_times(4).with_min_delay(patience.again).with_factor(3.0).with_jitter();
        let timeout = TimeoutLayer::new().with_timeout(QUESTION).with_io_timeout(PART);
        let operator =
            operator.with_context(OperationContext::new().with_http_transport(transport)).layer(timeout).layer(retry);
        Ok(Remote { operator, lanes: 8, beside: None, patience })
    }

    /// Makes folders, the outer ones first, where files cannot be written into a folder that is not there: by WebDAV.
    ///
    /// One after another, and whoever else makes one is as good: Apache's `mod_dav` answers 403 to one of two requests that make a
    /// folder at once.
    pub(super) async fn make_folders(&self, folders: impl IntoIterator<Item = &str>) -> opendal::Result<()> {
        if self.operator.info().scheme() != "webdav" {
            return Ok(());
        }
        for folder in folders {
            if let Err(error) = self.operator.create_dir(folder).await
                && !self.operator.exists(folder).await?
            {
                return Err(error);
            }
        }
        Ok(())
    }

    /// Whether the service left unfinished files of its own.
    pub(super) fn left_something(&self) -> Result<bool> {
        self.beside.as_ref().map_or(Ok(false), |beside| Ok(!fs::names(beside)?.is_empty()))
    }
}

/// Opens a target. Its secrets are read now; nothing is asked of it yet.
///
/// # Errors
/// `Credentials` when a secret is missing, `Config` when the place cannot be used.
pub fn open(target: &TargetConfig) -> Result<Storage> {
    let unusable = |error: &opendal::Error| {
        Error::new(Kind::Config, format!("the target `{}` cannot be used: {}", target.id, error.kind()))
    };
    Ok(Storage::Remote(match &target.place {
        TargetPlace::Fs(path) => return Ok(Storage::Folder(path.clone())),
        TargetPlace::Usb(path) => {
            fs::create_folder(path)?;
            let (root, beside) = (path.to_string_lossy(), path.join(OURS).join("beside"));
            let service = Fs::default().root(&root).atomic_write_dir(&beside.to_string_lossy());
            Remote {
                lanes: 1,
                beside: Some(beside),
                ..Remote::new(Operator::new(service).map_err(|error| unusable(&error))?, Patience::default())?
            }
        }
        TargetPlace::S3(bucket) => {
            Remote::new(Operator::new(s3(bucket)?).map_err(|error| unusable(&error))?, Patience::default())?
        }
        TargetPlace::Webdav(dav) => Remote {
            lanes: 4,
            ..Remote::new(Operator::new(webdav(dav)?).map_err(|error| unusable(&error))?, Patience::default())?
        },
        TargetPlace::Sftp(sftp) => {
            let service = Sftp::by(way(sftp, target.id.as_str())?);
            Remote {
                lanes: 4,
                ..Remote::new(Operator::new(service).map_err(|error| unusable(&error))?, Patience::default())?
            }
        }
    }))
}

fn s3(bucket: &target::Bucket) -> Result<S3> {
    let endpoint = match &bucket.endpoint {
        Some(endpoint) => endpoint.resolve()?.expose_secret().to_owned(),
        None => format!("https://s3.{}.amazonaws.com", bucket.region),
    };
    Ok(S3::default()
        .bucket(&bucket.bucket)
        .region(&bucket.region)
        .endpoint(&endpoint)
        .root(&bucket.prefix)
        .access_key_id(bucket.key.resolve()?.expose_secret())
        .secret_access_key(bucket.secret.resolve()?.expose_secret())
        .disable_config_load()
        .disable_ec2_metadata())
}

fn webdav(dav: &target::Dav) -> Result<Webdav> {
    let text = |secret: &Option<Secret>| -> Result<String> {
        secret.as_ref().map_or(Ok(String::new()), |secret| Ok(secret.resolve()?.expose_secret().to_owned()))
    };
    Ok(Webdav::default()
        .endpoint(dav.url.resolve()?.expose_secret())
        .username(&text(&dav.user)?)
        .password(&text(&dav.password)?)
        // It would look for the folder of each file: `Remote::make_folders` asks once for each folder.
        .disable_create_dir(true))
}

fn way(sftp: &target::Sftp, id: &str) -> Result<Way> {
    let address = sftp.url.resolve()?;
    let place = SftpPlace::read(address.expose_secret())
        .map_err(|problem| Error::new(Kind::Config, format!("the address of the target `{id}` {problem}")))?;
    for file in [Some(&sftp.key), sftp.known_hosts.as_ref()].into_iter().flatten() {
        if !fs::exists(file) {
            let message = format!("`{}`, which the target `{id}` needs, is not there", file.display());
            return Err(Error::new(Kind::Credentials, message));
        }
    }
    Ok(Way::new(&place, &sftp.key, sftp.known_hosts.as_deref()))
}

//! A school → one file: what sources said and what was done, what people wrote, and the configuration. Secrets that the configuration only
//! refers to are not in it, nor what the next build makes anew.

use std::path::{Path, PathBuf};

use chrono::DateTime;

use crate::backup::{About, SCHEMA, Writer};
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::model::time::Now;
use crate::report::backup::BackupReport;
use crate::store::{self, Store};

/// How often a database is copied whose files go meanwhile.
const TRIES: u32 = 5;

/// Where members of a backup lie on this machine: below a folder, or at one path.
pub(super) const CONFIG: &str = "config.toml";
pub(super) const DATABASE: &str = "state/ardoise.sqlite";
pub(super) const BLOBS: &str = "state/blobs/";

/// What people write for a school: the member's first part, and where it lies here.
pub(super) fn written(config: &Config) -> Vec<(String, PathBuf)> {
    let office = config
        .sources
        .iter()
        .filter_map(|source| Some((format!("office/{}", source.id), source.settings.local_path()?.to_path_buf())));
    let folders = [("content", &config.content_dir), ("themes", &config.themes_dir)];
    folders.into_iter().map(|(name, path)| (name.to_owned(), path.clone())).chain(office).collect()
}

/// Writes a backup, which only its owner can read, while the daemon and other verbs may work.
///
/// # Errors
/// `Local` when there is nothing to keep, when something cannot be read, or when the disk is full; an older file stays then.
pub async fn backup(config: &Config, file: &Path, now: Now, path: &Path) -> Result<BackupReport> {
    if !fs::exists(&config.state_dir) {
        let message = format!("there is no state in `{}` yet: run `ardoise pull`", config.state_dir.display());
        return Err(Error::new(Kind::Local, message));
    }
    let about = About {
        schema: SCHEMA,
        program: format!("ardoise {}", env!("CARGO_PKG_VERSION")),
        at: DateTime::from_timestamp(now.instant().timestamp(), 0).unwrap_or_default(),
        school: config.school.name.clone(),
        database: Store::newest_version(),
    };
    let mut writer = Writer::create(path, about)?;
    writer.add_with(CONFIG, &fs::read(file)?, fs::permissions(file))?;
    let mut report = BackupReport { schema: 1, files: 1, blobs: 0, bytes: 0 };
    for (name, place) in written(config) {
        report.files += add_all(&mut writer, &name, &place)?;
    }
    let copy = config.state_dir.join("backup");
    fs::remove_own_folder(&copy)?;
    let added = add_state(&mut writer, config, &copy).await;
    fs::remove_own_folder(&copy)?;
    report.blobs = added?;
    report.bytes = writer.finish()?;
    Ok(report)
}

/// Adds a file, or all files of a folder that are not hidden; tells how many.
fn add_all(writer: &mut Writer, name: &str, place: &Path) -> Result<usize> {
    if fs::file_size(place).is_some() {
        writer.add_with(name, &fs::read(place)?, fs::permissions(place))?;
        return Ok(1);
    }
    let mut added = 0;
    for file in fs::shown_files_below(place)? {
        // What goes while it is read was removed by somebody.
        let path = place.join(&file);
        if let Some(bytes) = fs::read_if_exists(&path)? {
            writer.add_with(&format!("{name}/{}", file.display()), &bytes, fs::permissions(&path))?;
            added += 1;
        }
    }
    Ok(added)
}

/// Adds the database and the files that its items have. A pull may remove files that the copy still names: then it is copied again.
async fn add_state(writer: &mut Writer, config: &Config, copy: &Path) -> Result<usize> {
    let store = Store::open(&config.state_dir).await?;
    for _ in 0..TRIES {
        fs::remove_own_folder(copy)?;
        fs::create_private_folder(copy)?;
        store.copy_into(copy).await?;
        let copied = Store::open(copy).await?;
        copied.check_integrity().await?;
        let used = copied.used_blobs().await?;
        copied.close().await;
        let found = used.iter().map(|digest| Ok((digest, store.blob(digest)?))).collect::<Result<Vec<_>>>()?;
        if found.iter().any(|(_, bytes)| bytes.is_none()) {
            continue;
        }
        let blobs = found.len();
        for (digest, bytes) in found {
            writer.add(&format!("{BLOBS}{digest}"), &bytes.unwrap_or_default())?;
        }
        writer.add(DATABASE, &fs::read(&copy.join(store::DATABASE))?)?;
        store.close().await;
        return Ok(blobs);
    }
    let blobs = config.state_dir.join("blobs");
    Err(Error::new(Kind::Local, format!("files that items have are missing in `{}`", blobs.display())))
}

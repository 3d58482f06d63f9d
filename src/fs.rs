//! Reads and atomic writes whose errors name the path; the only user of `std::fs`.
//!
//! A write goes to a file beside the target, is flushed to the disk, then renamed over it: a reader sees the old bytes or
//! the new ones, and a crash leaves at most a stray `.tmp` file.
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "this module is the door to the file system")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Kind, Result};

fn local(action: &str, path: &Path, error: io::Error) -> Error {
    Error::new(Kind::Local, format!("cannot {action} `{}`", path.display())).because(error)
}

/// The whole file.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| local("read", path, error))
}

/// The whole file, or `None` when it does not exist.
pub fn read_if_exists(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(local("read", path, error)),
    }
}

/// The whole file as UTF-8.
pub fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| local("read", path, error))
}

/// Whether something exists there (a broken link does not).
pub fn exists(path: &Path) -> bool {
    path.exists()
}

/// The size of a file in bytes, or `None` when it is not a readable file.
pub fn file_size(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|metadata| metadata.len())
}

/// What tells a file from what was in its place before: its size, when it changed, and which file of the disk it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    size: u64,
    changed: Option<std::time::SystemTime>,
    inode: u64,
}

impl Stamp {
    /// In bytes.
    pub fn size(self) -> u64 {
        self.size
    }
}

/// The stamp of a file, or `None` when it is not a readable file.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    #[cfg(unix)]
    let inode = std::os::unix::fs::MetadataExt::ino(&metadata);
    #[cfg(not(unix))]
    let inode = 0;
    Some(Stamp { size: metadata.len(), changed: metadata.modified().ok(), inode })
}

/// Writes a file atomically, making its folder when needed.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    create_folder(path.parent().unwrap_or(Path::new(".")))?;
    let beside = beside(path);
    let attempt = || -> io::Result<()> {
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    attempt().map_err(|error| local("write", path, error))
}

/// Opens a file to be read from its beginning.
pub fn open(path: &Path) -> Result<impl io::Read + use<>> {
    File::open(path).map(io::BufReader::new).map_err(|error| local("read", path, error))
}

/// Who may do what with a file: the nine bits of Unix. Its owner alone where there is no file, or no such thing.
pub fn permissions(path: &Path) -> u32 {
    #[cfg(unix)]
    let found = fs::metadata(path).ok().map(|facts| std::os::unix::fs::MetadataExt::mode(&facts) & 0o777);
    #[cfg(not(unix))]
    let found = None;
    found.unwrap_or(0o600)
}

/// A file that only its owner can read (mode 0600 where the system has modes), written beside its path until it is whole.
#[derive(Debug)]
pub struct Draft {
    file: io::BufWriter<File>,
    beside: PathBuf,
    path: PathBuf,
}

impl Draft {
    /// Begins one, making its folder when needed.
    pub fn create(path: &Path) -> Result<Self> {
        create_folder(path.parent().unwrap_or(Path::new(".")))?;
        let beside = beside(path);
        remove_file(&beside)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&beside).map_err(|error| local("write", path, error))?;
        Ok(Draft { file: io::BufWriter::new(file), beside, path: path.to_path_buf() })
    }

    /// Puts it in its place with other permissions, where the system has them.
    pub fn keep_with(self, permissions: u32) -> Result<u64> {
        #[cfg(unix)]
        self.file
            .get_ref()
            .set_permissions(std::os::unix::fs::PermissionsExt::from_mode(permissions))
            .map_err(|error| local("write", &self.path, error))?;
        self.keep()
    }

    /// Puts it in its place; tells its size in bytes.
    pub fn keep(mut self) -> Result<u64> {
        let attempt = |draft: &mut Self| -> io::Result<u64> {
            draft.file.flush()?;
            draft.file.get_ref().sync_all()?;
            let size = draft.file.get_ref().metadata()?.len();
            fs::rename(&draft.beside, &draft.path)?;
            Ok(size)
        };
        attempt(&mut self).map_err(|error| local("write", &self.path, error))
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Draft {
    /// What was not kept goes; once kept, nothing is there under that name.
    fn drop(&mut self) {
        drop(fs::remove_file(&self.beside));
    }
}

/// Where a file is written until it is whole.
fn beside(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".tmp");
    path.with_file_name(name)
}

/// Adds bytes to the end of a file, making it when needed. A crash may keep a part of them.
pub fn append(path: &Path, bytes: &[u8]) -> Result<()> {
    let attempt = || OpenOptions::new().create(true).append(true).open(path)?.write_all(bytes);
    attempt().map_err(|error| local("write", path, error))
}

/// Gives a file that is only ever replaced a second name, or copies it where there are no second names. Atomic as [`write()`] is.
pub fn link_or_copy(file: &Path, path: &Path) -> Result<()> {
    create_folder(path.parent().unwrap_or(Path::new(".")))?;
    match fs::hard_link(file, path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(_) => write(path, &read(file)?),
    }
}

/// Where a symbolic link leads; `None` when nothing is there.
///
/// # Errors
/// `Local` when something else is there.
pub fn link_target(path: &Path) -> Result<Option<PathBuf>> {
    match fs::read_link(path) {
        Ok(target) => Ok(Some(target)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(local("follow", path, error)),
    }
}

/// Makes a symbolic link lead somewhere else, at once for all who follow it.
pub fn switch_link(path: &Path, target: &Path) -> Result<()> {
    let beside = path.with_extension("next");
    remove_file(&beside)?;
    #[cfg(unix)]
    let linked = std::os::unix::fs::symlink(target, &beside);
    #[cfg(not(unix))]
    let linked: io::Result<()> = Err(io::Error::from(io::ErrorKind::Unsupported));
    linked.and_then(|()| fs::rename(&beside, path)).map_err(|error| local("switch", path, error))?;
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Renames a file or a folder, and makes that durable.
pub fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).map_err(|error| local("rename", from, error))?;
    sync_folder(to.parent().unwrap_or(Path::new(".")))
}

/// Removes a folder that is ours with all that it holds; one that is already gone is no error.
pub fn remove_own_folder(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(local("remove", path, error)),
        _ => Ok(()),
    }
}

/// The names in a folder, sorted. A folder that does not exist holds none.
pub fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(local("list", folder, error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| local("list", folder, error))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// Makes the renames done in a folder durable.
pub fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder).and_then(|handle| handle.sync_all()).map_err(|error| local("flush", folder, error))
}

/// Makes a folder and its parents.
pub fn create_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| local("create", folder, error))
}

/// Makes a folder that only its owner can read (mode 0700 where the system has modes).
pub fn create_private_folder(folder: &Path) -> Result<()> {
    create_folder(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
            .map_err(|error| local("restrict", folder, error))?;
    }
    Ok(())
}

/// Removes a file; one that is already gone is no error.
pub fn remove_file(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(local("remove", path, error)),
        _ => Ok(()),
    }
}

/// Removes a folder when it is empty; says nothing otherwise.
pub fn remove_empty_folder(path: &Path) {
    drop(fs::remove_dir(path));
}

/// Every file below a folder, sorted, as paths relative to it. A folder that does not exist holds none.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_path_buf()];
    while let Some(current) = pending.pop() {
        let entries = match fs::read_dir(&current) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(local("list", &current, error)),
        };
        for entry in entries {
            let path = entry.map_err(|error| local("list", &current, error))?.path();
            if path.is_dir() {
                pending.push(path);
            } else if let Ok(relative) = path.strip_prefix(folder) {
                found.push(relative.to_path_buf());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Every file below a folder that is not hidden and lies in no hidden folder; otherwise like [`files_below`].
pub fn shown_files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = files_below(folder)?;
    files.retain(|file| !file.iter().any(|part| part.to_string_lossy().starts_with('.')));
    Ok(files)
}

/// An exclusive lock held until the value is dropped. The kernel frees it when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Takes the lock of that file if nobody holds it.
pub fn try_lock(path: &Path) -> Result<Option<Lock>> {
    if let Some(folder) = path.parent() {
        create_folder(folder)?;
    }
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(|error| local("open", path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock { _file: file })),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(error)) => Err(local("lock", path, error)),
    }
}

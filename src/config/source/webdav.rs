//! `type = "webdav"`: the folders of a Nextcloud or of another WebDAV server.

use crate::config::check::{required_secret, secret};
use crate::config::raw::Table;
use crate::config::secret::{Lookup, Secret};
use crate::config::source::readers;
use crate::model::audience::Audience;
use crate::model::school::Class;

/// A server with folders.
#[derive(Debug, Clone)]
pub struct Webdav {
    /// The address of the files of an account, or of a public share, which is a password.
    pub url: Secret,
    /// The account.
    pub user: Option<String>,
    /// Its app password, or the password of the share.
    pub password: Option<Secret>,
    /// What is read there.
    pub folders: Vec<Folder>,
}

/// A folder with its readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Its path below the address.
    pub path: String,
    /// For whom its files are; at least one.
    pub readers: Vec<Audience>,
}

/// Reads the settings.
pub(in crate::config) fn read(table: &Table<'_>, classes: &[Class], lookup: &Lookup) -> Option<Webdav> {
    let url = required_secret(table, "url", lookup);
    let (user, password) = (table.text("user"), secret(table, "password", lookup));
    let tables = table.tables("folders");
    if tables.is_empty() {
        table.problem("folders", "at least one `[[sources.folders]]` is needed");
    }
    let folders = tables.into_iter().filter_map(|table| {
        let path = table.required_text("path");
        let readers = readers::read(&table, classes);
        if path.as_deref().is_some_and(|path| path.split('/').any(|part| part == "..")) {
            table.problem("path", "leads out of the address");
        }
        table.finish();
        Some(Folder { path: path?.trim_matches('/').to_owned(), readers })
    });
    let folders: Vec<Folder> = folders.collect();
    Some(Webdav { url: url?, user, password, folders })
}

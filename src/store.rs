//! What is known of every source, kept on disk: one SQLite file and a folder of blobs, in the state folder (mode 0700).
//!
//! One transaction for each source: after a crash a source is known as before its pull or as after it. The file holds no
//! secret: neither addresses of calendars nor names that the connectors dropped.

pub mod access;
pub mod backup;
pub mod blob;
pub mod commit;
pub mod glance;
pub mod incident;
pub mod ledger;
pub mod load;
pub mod lock;
pub mod suppression;
pub mod target;

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::SqlitePool;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use crate::error::{Error, Kind, Result};
use crate::fs;

/// The name of the database in the state folder.
pub const DATABASE: &str = "ardoise.sqlite";

static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations");

/// An open state folder.
#[derive(Debug, Clone)]
pub struct Store {
    pool: SqlitePool,
    folder: PathBuf,
}

impl Store {
    /// Opens a state folder, making or upgrading it when needed.
    ///
    /// # Errors
    /// `Local` when the folder cannot be written or the database is damaged or newer than this program.
    pub async fn open(folder: &Path) -> Result<Self> {
        fs::create_private_folder(folder)?;
        let path = folder.join(DATABASE);
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            // What is deleted is overwritten: a text that was taken down must not stay in a free page.
            .pragma("secure_delete", "ON")
            .busy_timeout(Duration::from_secs(30));
        // One connection: those of one process wait for one another in a queue, not by asking a busy disk again and again. It never ages, so
        // that SQLx 0.9 starts no upkeep of the pool: that counts idle connections with a number that may be -1 for an instant, as `usize`,
        // and then never ends.
        let pool = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
        let pool = pool.connect_with(options).await.map_err(|error| {
            Error::new(Kind::Local, format!("cannot open the database `{}`", path.display())).because(error)
        })?;
        MIGRATIONS.run(&pool).await.map_err(|error| not_upgraded(&path, error))?;
        Ok(Store { pool, folder: folder.to_path_buf() })
    }

    /// Closes the database, so that everything is on the disk.
    pub async fn close(self) {
        self.pool.close().await;
    }
}

/// A database that has more migrations than this program knows was written by a newer one.
fn not_upgraded(path: &Path, error: MigrateError) -> Error {
    let path = path.display();
    if matches!(error, MigrateError::VersionMissing(version) if version > Store::newest_version()) {
        return Error::new(Kind::Local, format!("the database `{path}` was written by a newer program: use that one"));
    }
    Error::new(Kind::Local, format!("cannot upgrade the database `{path}`")).because(error)
}

fn database(action: &str, error: sqlx::Error) -> Error {
    Error::new(Kind::Local, format!("cannot {action} the database")).because(error)
}

#[cfg(test)]
mod tests;
